"""The line that was half typed when the connection ended, kept until the same line is opened again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from kamtui.tui.widgets.bottomline import Draft


class Drafts:
    """One file with at most one draft; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def keep(self, draft: Draft) -> bool:
        """Write the draft down, whole or not at all; False when that is impossible."""
        if self.path is None:
            return False
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            with open(os.open(beside, flags, 0o600), "w", encoding="utf-8") as file:
                json.dump(draft._asdict(), file)
            beside.replace(self.path)
        except OSError:
            return False
        return True

    def take(self, key: str) -> str:
        """The text kept for `key`, which is not kept any longer; "" when there is none."""
        if self.path is None:
            return ""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if kept["key"] != key:
                return ""
            self.path.unlink()
            return str(kept["text"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""
