"""A small app on rows in memory, for the tests and for trying the widgets by hand: python -m tests.tui.demo."""

from __future__ import annotations

import datetime as dt
import os
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple, cast

from kamtui.tui.environment import Profile, prepare, refusal

if __name__ == "__main__":
    if sentence := refusal():
        sys.exit(sentence)
    PROFILE = prepare(theme=os.environ.get("DEMO_THEME", ""))
else:
    PROFILE = Profile(theme="kamtui-dark", mouse=False, remote=False)

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from kamtui.clock import Clock
from kamtui.errors import BadInput
from kamtui.store.book import Book
from kamtui.store.journal import Change, Changed
from kamtui.tui.app import Kamtui
from kamtui.tui.drafts import Draft
from kamtui.tui.keygroups import FIND, LOG, RATE
from kamtui.tui.palette import Entry, matching
from kamtui.tui.screens.page import Page
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList
from tests.render.hostile import HOSTILE

NAMES = (
    "Acme [Holdings] Ltd",
    "中国移动通信集团",
    "Siemens AG",
    "华为技术有限公司",
    "北京字节跳动科技",
    "Zürcher Käserei Genossenschaft",
    "株式会社日立製作所",
    "[/]",
)
TIERS = ("key", "regular", "prospect", "unattractive")
STATUSES = ("developing", "solid", "defending", "declining")
SIGNS = dict(zip(STATUSES, "◔◕◆▼", strict=True))


class Row(NamedTuple):
    """An account, as a list shows it."""

    id: int
    name: str
    tier: str
    status: str
    days: int
    why: str


class Shelf:
    """A book in memory: rows, and a journal of what was changed by whom."""

    readonly = only_looks = False
    clock = Clock()

    def __init__(self, size: int = 40, names: Sequence[str] = NAMES) -> None:
        self.size = size
        self.names = names
        self.edited: dict[int, Row] = {}
        self.gone: set[int] = set()
        self.log: list[Change] = []
        self.accounts: list[frozenset[int]] = []
        self.reads = 0

    def today(self) -> dt.date:
        return dt.date(2026, 11, 20)

    def blamed(self) -> None:
        return None

    def ids(self, text: str = "") -> array[int]:
        keys: Iterable[int] = range(1, self.size + 1)
        if text:
            keys = (key for key in keys if text.casefold() in self.row(key).name.casefold())
        return array("q", (key for key in keys if key not in self.gone) if self.gone else keys)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        self.reads += 1
        return [self.row(key) for key in ids if key not in self.gone]

    def row(self, key: int) -> Row:
        if key in self.edited:
            return self.edited[key]
        name = f"{self.names[key % len(self.names)][:400]} {key}"
        return Row(key, name, TIERS[key % 4], STATUSES[key * 7 % 4], key * 13 % 120, f"reason {key % 9}")

    def write(self, by: str, rows: Iterable[Row]) -> None:
        """Change rows as somebody."""
        changed = {row.id: row for row in rows}
        self.edited |= changed
        self.accounts.append(frozenset(changed))
        number = len(self.accounts)
        self.log.append(Change(number, "2026-11-22T02:00:00Z", by, "status.set", "", None, "done", len(changed), "app"))

    def data_version(self) -> int:
        return len(self.log)

    def since(self, seen: int) -> Changed:
        return Changed(
            len(self.log),
            frozenset().union(*self.accounts[seen:]),
            frozenset({"status"}) if self.log[seen:] else frozenset(),
            False,
            tuple(self.log[seen:]),
        )

    def take_notices(self) -> list[str]:
        """Memory has nothing to say."""
        return []

    def close(self) -> None:
        """Nothing to close."""


def set_status(shelf: Shelf, key: int, status: str, *, by: str = "li.wei") -> str:
    """Rate an account; refuses a status there is not."""
    if status not in STATUSES:
        raise BadInput(f"there is no status {status}")
    row = shelf.row(key)
    shelf.write(by, [row._replace(status=status)])
    return f"{row.name}: {row.status} → {status}"


def columns() -> list[Column[Row]]:
    return [
        Column("tier", 12, lambda row: (row.tier, row.tier)),
        Column("account", 0, lambda row: row.name),
        Column("status", 12, lambda row: (f"{SIGNS[row.status]} {row.status}", row.status)),
        Column("last", 5, lambda row: f"{row.days}d", align="right"),
        Column("why", 20, lambda row: row.why, drop=1),
    ]


class DemoPage(Page):
    """A list with a preview under it."""

    KEYS = ("status.1", "touch", "filter")

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"rate('{status}')", status, id=f"status.{number}", group=RATE)
            for number, status in enumerate(STATUSES, 1)
        ),
        Binding("9", "rate('splendid')", "no status", show=False, id="status.9", group=RATE),
        Binding("t", "touch", "touch", id="touch", group=LOG),
        Binding("slash,f3", "filter", "filter", id="filter", group=FIND),
        Binding("B", "bug", "raise a bug", show=False, id="bug"),
    ]

    DEFAULT_CSS = """
    DemoPage #preview { height: 6; }
    """

    def __init__(self, shelf: Shelf, *, preview: bool = True) -> None:
        super().__init__()
        self.shelf = shelf
        self.text = ""
        self.touches: list[str] = []
        self.list = RowList(self, columns(), empty="nothing matches the filter; Esc clears it")
        self.preview = Lines(id="preview") if preview else None

    def body(self) -> Iterator[Widget]:
        yield self.list
        if self.preview is not None:
            self.preview.can_focus = False
            yield self.preview

    def on_mount(self) -> None:
        self.title_line.set(screen="REVIEW", filter="", sort="worst first", who="li.wei")

    def first_steps(self) -> str:
        return ""

    def ids(self) -> array[int]:
        return self.shelf.ids(self.text)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return self.shelf.rows(ids)

    def catch_up(self, changed: Changed) -> None:
        others = [change for change in changed.changes if change.by != "li.wei"]
        if others:
            self.title_line.set(news=len(others))
        self.list.forget(changed.accounts)
        self.list.reload()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if self.preview is None:
            return
        self.title_line.set(progress=f"{self.list.index + 1}/{len(self.list.ids)}")
        row = None if event.key is None else self.list.row(event.key)
        if row is not None:
            self.preview.show([[(row.name, "head")], [(row.tier, row.tier)], [], [(row.why, "muted")]])

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        self.bottom.say(f"opened {event.key} {self.shelf.row(event.key).name}", "ok", hint="q back")

    def let_go(self) -> bool:
        if super().let_go():
            return True
        if self.text:
            self.narrow("")
            return True
        return False

    @work
    async def action_rate(self, status: str) -> None:
        for key in self.list.chosen:
            said = await self.app.do(set_status, key, status)
            if said:
                self.bottom.say(said, "ok", hint="u undo")

    @work
    async def action_touch(self) -> None:
        key = f"touch:{self.list.cursor}"
        text = await self.bottom.ask("t›", key=key, echo=echo, suggest=suggest, max_length=200)
        if text:
            self.touches.append(text)
            self.bottom.say(f"logged: {text}", "ok", hint="u undo")

    @work
    async def action_filter(self) -> None:
        before = self.text
        text = await self.bottom.ask("/", self.text, echo=self.narrow, beside=self.list)
        self.narrow(before if text is None else text)

    def narrow(self, text: str) -> Line:
        self.text = text
        self.title_line.set(filter=text)
        self.list.reload()
        return []

    def action_bug(self) -> None:
        customer = "华为技术有限公司"
        raise KeyError(customer)


class OtherPage(Page):
    """Some lines to scroll."""

    def body(self) -> Iterator[Widget]:
        yield Lines([[(f"line {number}", "accent" if number % 5 == 0 else "")] for number in range(100)])

    def on_mount(self) -> None:
        self.title_line.set(screen="LOG", who="li.wei")


def echo(text: str) -> Line:
    if not text:
        return [("  c call · m mail · v visit", "muted")]
    bits: list[Bit] = [("  call · ", "muted"), (text, ""), (" · today", "muted")]
    return bits


def suggest(text: str) -> list[str]:
    head, at, name = text.rpartition("@")
    people = ("李娜", "陈伟", "Li Wei")
    return [f"{head}@{person} " for person in people if at and person.casefold().startswith(name.casefold())]


def accounts_of(shelf: Shelf) -> Callable[[str], list[Entry]]:
    def provider(query: str) -> list[Entry]:
        entries = [Entry(shelf.row(key).name, "", lambda: None, "account") for key in shelf.ids()[:50]]
        return matching(query, entries) if query else []

    return provider


def app(
    shelf: Shelf,
    *,
    profile: Profile = PROFILE,
    preview: bool = True,
    keys: Mapping[str, str] | None = None,
    drafts: Path | None = None,
    log: Path | None = None,
) -> Kamtui:
    """The demo on a shelf."""
    made = Kamtui(
        cast("Book", shelf),
        profile,
        pages={"review": lambda: DemoPage(shelf, preview=preview), "log": OtherPage},
        start="review",
        seen=shelf.data_version(),
        now=lambda: dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC),
        keys=keys,
        drafts=drafts,
        log=log,
    )
    made.offer(accounts_of(shelf))
    return made


def _path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


__all__ = ["DemoPage", "Draft", "Row", "Shelf", "app"]

if __name__ == "__main__":
    arguments = sys.argv[1:]
    first = arguments[0] if arguments else "40"
    names = tuple(HOSTILE.values()) if first == "hostile" else NAMES
    demo = app(
        Shelf(int(first) if first.isdigit() else len(names), names),
        preview="bare" not in arguments[1:],
        drafts=_path("DEMO_DRAFTS"),
        log=_path("DEMO_LOG"),
    )
    sys.exit(demo.go())
