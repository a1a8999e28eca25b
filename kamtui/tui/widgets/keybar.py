"""The keys of this screen in one line, the most useful first, `? help` always last."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from kamtui.i18n import t
from kamtui.render.text import width
from kamtui.tui.keygroups import INPUT
from kamtui.tui.keys import KeyRow, joined_labels, key_label, key_rows
from kamtui.tui.text import Bit
from kamtui.tui.widgets.oneline import OneLine

GAP = "  "

HELP = "help"
"""The id of the binding that stands last."""


class KeyBar(OneLine):
    """Shows as many keys as fit, never a part of one; read from the bindings in force."""

    def __init__(self, first: Sequence[str] = (), *, id: str | None = None) -> None:  # noqa: A002
        """`first` are ids of bindings in the order they should stand; the others follow by group."""
        super().__init__(id=id)
        self._first = list(first)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self._update(self.screen)

    def on_resize(self) -> None:
        self._update(self.screen)

    def reword(self) -> None:
        """Say what the keys do in the language spoken now."""
        self._update(self.screen)

    def _update(self, screen: Screen[object]) -> None:
        rows = key_rows(screen, wanted=lambda binding: binding.show)
        if any(row.group == INPUT for row in rows):
            rows = [row for row in rows if row.group == INPUT]
        room = self.size.width - 1
        last = [_entry([row]) for row in rows if row.binding.id == HELP]
        room -= sum(_size(entry) + len(GAP) for entry in last)
        entries: list[list[Bit]] = []
        for together in _grouped(sorted((row for row in rows if row.binding.id != HELP), key=self._rank)):
            entry = _entry(together)
            if _size(entry) <= room:
                entries.append(entry)
                room -= _size(entry) + len(GAP)
        line: list[Bit] = [(" ", "")]
        for number, entry in enumerate([*entries, *last]):
            line += [(GAP, ""), *entry] if number else entry
        self.show(line)

    def _rank(self, row: KeyRow) -> int:
        name = row.binding.id
        return self._first.index(name) if name in self._first else len(self._first)


def _grouped(rows: Sequence[KeyRow]) -> list[list[KeyRow]]:
    """Rows side by side; those of a compact group stand together where its first one stands."""
    grouped: list[list[KeyRow]] = []
    of_group: dict[str, list[KeyRow]] = {}
    for row in rows:
        if row.group.compact and row.group.description in of_group:
            of_group[row.group.description].append(row)
            continue
        grouped.append([row])
        if row.group.compact:
            of_group[row.group.description] = grouped[-1]
    return grouped


def _entry(rows: Sequence[KeyRow]) -> list[Bit]:
    first = rows[0]
    if len(rows) == 1:
        keys, says = key_label(first.keys[0]), first.description
    else:
        keys, says = joined_labels([row.keys[0] for row in rows]), t(first.group.description)
    if not any(row.enabled for row in rows):
        return [(f"{keys} {says}", "muted")]
    return [(keys, "accent"), (f" {says}", "")]


def _size(entry: Sequence[Bit]) -> int:
    return sum(width(text) for text, _ in entry)
