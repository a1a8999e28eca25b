"""Texts of several lines: in the bottom line with ;; between them, or in the user's own editor."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from textual.app import App, SuspendNotSupported

from kamtui.errors import BadInput
from kamtui.i18n import t

BREAK = ";;"
"""What stands for a new line in the bottom line."""

_TYPED = re.compile(r"\s*(?:;;|；；)\s*")


def in_one_line(text: str) -> str:
    """A text as it is typed in the bottom line."""
    return f" {BREAK} ".join(text.splitlines())


def in_lines(typed: str) -> str:
    """The text that was typed in the bottom line."""
    return "\n".join(_TYPED.split(typed.strip()))


def in_editor(app: App[None], text: str) -> str | None:
    """The text as it was left in $VISUAL or $EDITOR; None where it was left as it is.

    Raises BadInput where no editor is set, or it cannot be run here.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise BadInput(t("set $EDITOR to edit texts in it"))
    # readable by its owner only
    descriptor, name = tempfile.mkstemp(prefix="kamtui-", suffix=".txt")
    path = Path(name)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        with app.suspend():
            ended = subprocess.run([*command, name], check=False).returncode
        written = path.read_text(encoding="utf-8", errors="replace").strip()
    except (OSError, SuspendNotSupported) as error:
        raise BadInput(t("the editor {command} could not be run", command=command[0])) from error
    finally:
        with suppress(OSError):
            path.unlink()
    return None if ended or written == text else written
