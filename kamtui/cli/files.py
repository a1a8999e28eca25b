"""Files that a command writes for other programs: whole or not at all, and at first for their owner only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from kamtui.errors import BadInput
from kamtui.i18n import t


def write_whole(path: Path, text: str) -> None:
    """Put `text` into a file as UTF-8, in the place of what was there; whoever reads it never sees half of it.

    A new file is for its owner only; one that is there keeps who may read it. Raises BadInput where it cannot be
    written.
    """
    partial = path.with_name(path.name + ".part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
        try:
            with open(os.open(partial, flags, 0o600), "w", encoding="utf-8", newline="") as file:
                os.fchmod(file.fileno(), mode)
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(t("cannot write {path}: {reason}", path=path, reason=error.strerror)) from None
