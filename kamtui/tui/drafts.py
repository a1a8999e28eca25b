"""Typed text that is not in the book yet: kept per line, in memory and in private files, until it is saved."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from textual.worker import NoActiveWorker, Worker, get_current_worker

from kamtui.i18n import t

MOST = 20
"""Lines that are kept; of more the oldest go."""


class Draft(NamedTuple):
    """A line that was typed and not saved."""

    key: str
    """What it is for, "what:account" or "what:account:more" where it is about an account."""
    text: str
    opened_by: str = ""
    """The key that opens the line, as it is written on screen; "" where none does."""

    @property
    def account(self) -> int | None:
        """The account that the line is about."""
        part = self.key.split(":")[1:2]
        return int(part[0]) if part and part[0].isdecimal() else None


def how_to_open(opened_by: str) -> str:
    """What to do to have a kept line back."""
    return t("{key} opens the line again", key=opened_by) if opened_by else t("the same command opens the line again")


class Drafts:
    """The lines of one user in one book; the newest of a key counts. May be used from several threads.

    Each line is a file of its own, so that two sessions that are cut off together lose nothing of each other. A line
    goes through the hands of the verb that asked for it: typed it is in hand, being written it is in flight, and only
    what was refused, interrupted or cut off there is kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is where lines outlive the program; without one they are kept in memory only."""
        self.pressed = ""
        """The key that was pressed last while no line was open."""
        self._folder = folder
        self._guard = threading.RLock()
        self._in_hand: WeakKeyDictionary[Worker[object], list[Draft]] = WeakKeyDictionary()
        self._in_flight: list[Draft] = []
        self._kept = {draft.key: draft for draft in self._read_all()}
        self._left = self.kept()

    # -- kept ------------------------------------------------------------------------------------------------------

    def text(self, key: str) -> str:
        """The text kept for a line; "" when there is none."""
        with self._guard:
            kept = self._kept.get(key) or self._read(self._path(key))
            return kept.text if kept is not None else ""

    def kept(self) -> list[Draft]:
        """All kept lines, newest first."""
        with self._guard:
            return [*reversed(self._kept.values())]

    def left(self) -> list[Draft]:
        """The lines that earlier sessions left, newest first; only the first time."""
        left, self._left = self._left, []
        return left

    def keep(self, drafts: Iterable[Draft]) -> None:
        """Keep these lines until they are dropped; where no file can be written, as long as the program runs."""
        with self._guard:
            for draft in drafts:
                self._kept.pop(draft.key, None)
                self._kept[draft.key] = draft
                self._write(draft)
            for key in [*self._kept][:-MOST]:
                self.drop(key)

    def drop(self, *keys: str) -> None:
        """Forget these lines: they are saved, or were given up."""
        with self._guard:
            for key in keys:
                self._kept.pop(key, None)
                path = self._path(key)
                if path is not None:
                    with suppress(OSError):
                        path.unlink()

    # -- on the way into the book ----------------------------------------------------------------------------------

    def hold(self, *drafts: Draft) -> None:
        """Take lines in hand for the verb that runs now."""
        hand = self._hand()
        if hand is not None:
            keys = {draft.key for draft in drafts}
            hand[:] = [*(held for held in hand if held.key not in keys), *drafts]

    def in_hand(self) -> list[Draft]:
        """What was typed for the verb that runs now and went nowhere yet."""
        return [*(self._hand() or ())]

    def let_go(self) -> list[Draft]:
        """What was in hand, and is no longer."""
        hand = self._hand()
        held = [*(hand or ())]
        if hand:
            hand.clear()
        return held

    def take_off(self) -> list[Draft]:
        """What was in hand is on its way into the book; say with `landed` or `keep` how that ended."""
        held = self.let_go()
        with self._guard:
            self._in_flight += held
        return held

    def landed(self, drafts: Iterable[Draft], *, is_saved: bool) -> None:
        """What became of lines that took off."""
        with self._guard:
            for draft in drafts:
                self._in_flight.remove(draft)
                if is_saved:
                    self.drop(draft.key)
                else:
                    self.keep([draft])

    def keep_what_flies(self) -> None:
        """Keep lines that are being written, for the case that it does not come to that."""
        with self._guard:
            self.keep(self._in_flight)

    def _hand(self) -> list[Draft] | None:
        try:
            return self._in_hand.setdefault(get_current_worker(), [])
        except NoActiveWorker:
            return None

    # -- files -----------------------------------------------------------------------------------------------------

    def _path(self, key: str) -> Path | None:
        if self._folder is None:
            return None
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.json"

    def _write(self, draft: Draft) -> None:
        """Write the line down, whole or not at all, readable by its owner only."""
        path = self._path(draft.key)
        if path is None:
            return
        beside = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError, ValueError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            with open(os.open(beside, flags, 0o600), "w", encoding="utf-8") as file:
                json.dump(draft._asdict(), file)
            beside.replace(path)

    def _read_all(self) -> list[Draft]:
        """The lines that earlier sessions left, oldest first."""
        try:
            paths = [*self._folder.glob("*.json")] if self._folder is not None else []
            paths.sort(key=lambda path: path.stat().st_mtime_ns)
        except OSError:
            return []
        found = [self._read(path) for path in paths]
        return [draft for draft in found if draft is not None]

    def _read(self, path: Path | None) -> Draft | None:
        try:
            kept = json.loads(path.read_text(encoding="utf-8")) if path is not None else None
            return None if kept is None else Draft(*(str(kept[name]) for name in Draft._fields))
        except (OSError, ValueError, KeyError, TypeError):
            return None
