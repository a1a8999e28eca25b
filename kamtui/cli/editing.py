"""A text in the user's own editor: a private file that stays until its text is in the book."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kamtui.cli import out
from kamtui.errors import BadInput
from kamtui.i18n import t

USUAL = "vi"
"""Opened where neither $VISUAL nor $EDITOR says what to open."""


class Draft:
    """A text in a file that only its owner can read."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.path.touch(mode=0o600)
        self.path.write_text(text, encoding="utf-8")

    def edited(self, errors_in: Callable[[str], Sequence[str]]) -> str:
        """The text once the editor is closed and nothing is wrong with it; on a terminal there is another try.

        Raises BadInput where the editor fails or errors are left.
        """
        while True:
            _open(self.path)
            text = self.text()
            errors = errors_in(text)
            if not errors:
                return text
            if not (sys.stdin.isatty() and out.is_watched()):
                raise BadInput("\n".join(errors))
            for error in errors:
                out.tell(error)
            if not _again():
                raise BadInput(t("nothing was saved"))

    def text(self) -> str:
        """What the file holds; raises BadInput."""
        try:
            return self.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            raise BadInput(t("{file} is not UTF-8 text", file=self.path)) from None

    def discard(self) -> None:
        """Remove the file, and what an editor left beside it."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


@contextlib.contextmanager
def draft(text: str, *, suffix: str) -> Iterator[Draft]:
    """A draft that holds `text`; where it was changed and not discarded it stays, because it may be hours of work."""
    # a folder of its own, because editors put copies beside the file; both are for the owner only
    made = Draft(Path(tempfile.mkdtemp(prefix="kamtui-")) / f"policy{suffix}", text)
    try:
        yield made
    finally:
        if made.path.exists() and made.path.read_bytes() != text.encode():
            out.tell(t("your text is in {path}", path=made.path))
        else:
            made.discard()


def _open(path: Path) -> None:
    """Open the editor and wait until it is closed; raises BadInput where it cannot be started or fails."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or USUAL
    try:
        code = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        message = "the editor '{command}' cannot be opened: {reason}; set $EDITOR"
        raise BadInput(t(message, command=command, reason=error)) from None
    if code:
        raise BadInput(t("the editor '{command}' ended with {code}; nothing was saved", command=command, code=code))


def _again() -> bool:
    """Ask whether to go on; an empty answer is yes."""
    print(t("edit again?"), "[Y/n]", end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    return bool(answer) and answer.strip().casefold() in ("", "y", "yes", "是", "好")
