"""What is left of a bug: a sentence for the user, and a log that names the places in the code but no values."""

from __future__ import annotations

import datetime as dt
import os
import platform
import traceback
from collections.abc import Iterator
from pathlib import Path

from kamtui import __version__
from kamtui.i18n import t

BUG = 70
"""The exit code after a mistake in the program; the refusals of kamtui.errors have the small numbers."""

KEPT_BYTES = 200_000
"""A log that grew beyond this is begun again."""


def report(error: BaseException, log: Path | None, now: dt.datetime) -> str:
    """Log where an error came from; what the user is to read once the screen is restored."""
    written = log is not None and write(error, log, now)
    return sentence(error, log if written else None)


def sentence(error: BaseException, log: Path | None) -> str:
    """What happened, without anything that the book holds."""
    what = type(error).__name__
    if log is None:
        return t("kamtui stopped because of a mistake in it ({what}). What was saved is safe.", what=what)
    return t(
        "kamtui stopped because of a mistake in it ({what}). What was saved is safe. Where it happened: {log}",
        what=what,
        log=log,
    )


def write(error: BaseException, log: Path, now: dt.datetime) -> bool:
    """Append where the error came from to `log`, readable by its owner only; False when it cannot be written."""
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        with open(os.open(log, flags, 0o600), "a", encoding="utf-8") as file:
            if file.tell() > KEPT_BYTES:
                file.truncate(0)
            file.write("\n".join([*_head(now), *_places(error), "", ""]))
    except (OSError, ValueError):
        return False
    return True


def _head(now: dt.datetime) -> Iterator[str]:
    # imported late: the app starts with this module, and hardly ever needs it
    from importlib import metadata

    textual = metadata.version("textual")
    yield f"{now.isoformat()} kamtui {__version__}, textual {textual}, python {platform.python_version()}"


def _places(error: BaseException) -> Iterator[str]:
    """The chain of errors, each with its frames: file, line, function. Messages may quote a customer, so none."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        for frame in traceback.extract_tb(current.__traceback__):
            yield f"    {_short(frame.filename)}:{frame.lineno} {frame.name}"
        current = current.__cause__ or current.__context__


def _short(filename: str) -> str:
    """The file without the folders it is installed in, which may name a person."""
    parts = Path(filename).parts
    return "/".join(parts[-3:])
