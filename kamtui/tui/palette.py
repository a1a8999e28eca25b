"""`:` and ctrl+p: everything that can be done or opened, narrowed while one types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.events import Resize

from kamtui.domain.names import pinyin_key
from kamtui.i18n import t
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.tui.keygroups import INPUT, MOVE, OPEN, OTHER
from kamtui.tui.keys import KeyRow
from kamtui.tui.screens.quiet import QuietScreen
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import BottomLine
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.keybar import KeyBar
from kamtui.tui.widgets.listed import Listed
from kamtui.tui.widgets.rowlist import RowList
from kamtui.tui.widgets.titleline import TitleLine

MOST = 200
"""Entries shown; whoever wants the rest types another letter."""

ROOMY = 110
"""Cells from which on there is room for all that is said of a command."""


class Entry(NamedTuple):
    """One thing in the palette."""

    label: str
    key: str
    """The key that does the same, as it is written; "" without one."""
    run: Callable[[], Awaitable[object] | object]
    help: str = ""
    """One sentence more."""
    find: str = ""
    """What else it is found by, such as pinyin initials that somebody has already worked out."""


Provider = Callable[[str], Iterable[Entry]]
"""The entries for what was typed, best first; "" asks for what to offer unasked."""


def entries_of(rows: Sequence[KeyRow], press: Callable[[KeyRow], Awaitable[object]]) -> Provider:
    """A provider of what the keys do; `press` runs a row."""
    entries = [
        Entry(row.description, row.label, partial(press, row), row.tooltip, t(row.group.description))
        for row in sorted(rows, key=lambda row: row.group in (MOVE, OPEN, INPUT, OTHER))
        if row.enabled
    ]
    return lambda query: matching(query, entries)


def matching(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that hold every word of `query`, those whose label begins with it first.

    Pinyin initials are tried when nothing else fits: `zt` finds 状态.
    """
    words, offered = query.casefold().split(), list(entries)
    found = [entry for entry in offered if all(_holds(entry, word) for word in words)]
    if words and not found:
        found = [entry for entry in offered if pinyin_key(entry.label).startswith("".join(words))]
    return sorted(found, key=lambda entry: not entry.label.casefold().startswith(query.casefold()))


class Numbered(NamedTuple):
    """An entry with its number in the list."""

    id: int
    entry: Entry


class Palette(QuietScreen[Entry]):
    """Gives back the entry that was chosen."""

    AUTO_FOCUS = ""

    def __init__(self, providers: Sequence[Provider], glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._providers = providers
        self._glyphs = glyphs
        self._numbers: dict[Entry, int] = {}
        self._query = ""
        self._source = Listed(self._found(""))
        self._list = RowList(self._source, _columns(0), empty="nothing is called that", glyphs=glyphs)

    def compose(self) -> ComposeResult:
        yield TitleLine(glyphs=self._glyphs)
        yield self._list
        yield BottomLine(glyphs=self._glyphs)
        yield KeyBar(["input.save", "input.cancel"])

    def on_mount(self) -> None:
        self.query_one(TitleLine).set(screen=t("ALL COMMANDS"))
        self._ask()

    def on_resize(self, event: Resize) -> None:
        self._list.set_columns(_columns(event.size.width))

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        self._choose(event.key)

    @work
    async def _ask(self) -> None:
        text = await self.query_one(BottomLine).ask(":", echo=self._narrow, beside=self._list)
        self._choose(None if text is None else self._list.cursor)

    def _choose(self, key: int | None) -> None:
        row = None if key is None else self._list.row(key)
        self.dismiss(row.entry if row else None)

    def _narrow(self, query: str) -> Line:
        """Show what fits; nothing is echoed, the list is the echo."""
        if query != self._query:
            self._query = query
            self._source.set(self._found(query))
            self._list.reload()
            self._list.action_edge(-1)
        return []

    def _found(self, query: str) -> list[Numbered]:
        """What fits; an entry keeps its number, so that only the lines that change are drawn."""
        entries = [entry for provider in self._providers for entry in provider(query)][:MOST]
        return [Numbered(self._numbers.setdefault(entry, len(self._numbers)), entry) for entry in entries]


def _holds(entry: Entry, word: str) -> bool:
    return any(word in text.casefold() for text in (entry.label, entry.help, entry.find))


def _columns(cells: int) -> list[Column[Numbered]]:
    """What a command does comes first: on a narrow terminal the rest is kept short."""
    return [
        Column("what", 0, lambda row: row.entry.label),
        Column("keys", 16, lambda row: (row.entry.key, "accent")),
        Column("more", 0 if cells >= ROOMY else 20, lambda row: (row.entry.help, "muted"), drop=1),
    ]
