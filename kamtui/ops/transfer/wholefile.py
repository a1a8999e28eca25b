"""A file that is written whole or not at all, at first for its owner only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kamtui.errors import BadInput
from kamtui.i18n import t


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A file to write UTF-8 into, which takes the place of what was there at the end; nobody ever sees half of it.

    Where the body raises nothing is left. A new file is for its owner only; one that is there keeps who may read it,
    and a link is replaced, not followed. Raises BadInput where it cannot be written.
    """
    partial = path.with_name(f".{path.name[:100]}.{os.urandom(6).hex()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        there = path.lstat() if os.path.lexists(path) else None
        mode = stat.S_IMODE(there.st_mode) if there is not None and stat.S_ISREG(there.st_mode) else 0o600
        with open(os.open(partial, flags, 0o600), "w", encoding="utf-8", errors="replace", newline="") as file:
            try:
                os.fchmod(file.fileno(), mode)
                yield file
                file.flush()
                os.fsync(file.fileno())
                os.replace(partial, path)
            finally:
                partial.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(t("cannot write {path}: {reason}", path=path, reason=error.strerror)) from None
