"""What is a head's, and no more: exceptions to decide, old reds, limits passed, handovers; and how regular work is."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.regularity import WEEKS
from kamtui.domain.signals.portfolio import Notice
from kamtui.i18n import n, t
from kamtui.store import accounts, policies
from kamtui.store.exceptions import ExceptionRow
from kamtui.store.journal import Changed
from kamtui.store.permits import may_decide
from kamtui.tui import exceptionlines, portfoliogroups
from kamtui.tui.accountlines import preview_lines
from kamtui.tui.aside import aside
from kamtui.tui.exceptionitems import Item, Manager, Section, columns, regularity_columns
from kamtui.tui.exceptionread import Reading, View
from kamtui.tui.keygroups import FIND, LOOK
from kamtui.tui.news import news, told
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.browsing import FOR_ACCOUNTS, Browsing
from kamtui.tui.screens.portfolio import PortfolioPage
from kamtui.tui.screens.ruling import Ruling
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Line
from kamtui.tui.widgets.detail import Detail
from kamtui.tui.widgets.rowlist import RowList

LARGE = 2_000
"""Accounts from which the lists are read while the page is there already: it takes longer than a key may."""

_ABOUT_EXCEPTIONS = frozenset({"approve", "refuse", "comment"})
_DECIDING = frozenset({"approve", "refuse", "change"})

WORTH_A_PREVIEW = 5
"""Lines that the account at the cursor needs to be worth showing below what is said of the row."""


class Exceptions(Browsing, Ruling, Touching):
    """Enter goes to what a row is about; what is decided leaves the list, and the cursor stands on the next."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = (
        "exception.approve",
        "exception.refuse",
        "exception.change",
        "exception.comment",
        "tab.next",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "view", "regularity", id="tab.next", group=LOOK, tooltip="How regular the work is"),
        Binding("ctrl+l", "renew", "read again and redraw", show=False, id="exceptions.renew", group=FIND),
    ]

    DEFAULT_CSS = """
    Exceptions {
        & Detail { height: 9; }
    }
    """

    reading: Reading

    def __init__(self) -> None:
        super().__init__()
        self.view = View.OVERVIEW
        self._is_reading = False
        """Whether a thread is at it."""
        self._news = 0
        """Changes by others that the lists do not show yet."""
        self._has: tuple[bool, bool] | None = None
        """Whether exceptions are chosen, and accounts: which keys are there."""

    def body(self) -> Iterable[Widget]:
        self.reading = Reading(self.book, self.glyphs)
        yield Container(
            RowList(self, columns(), empty="nothing needs a head", glyphs=self.glyphs),
            Detail(self._show_detail),
            classes="split",
        )

    def first_steps(self) -> str:
        # that nothing needs a head is true of an empty book, too
        return ""

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The rows of the list that is shown; in a large book they are read while the page is there already."""
        reading, view = self.reading, self.view
        if not reading.is_true(view):
            if not self._is_large:
                reading.read(view)
            elif not self._is_reading:
                self._is_reading = True
                self._read_aside()
        self.shown.empty = "nothing needs a head" if reading.is_read(view) else "reading"
        self._show_title()
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[Any]:
        rows = self._rows
        return [rows[key] for key in ids if key in rows]

    def chosen_exceptions(self) -> list[int]:
        return [item.subject.id for item in self._chosen() if isinstance(item.subject, ExceptionRow)]

    def ruled(self) -> None:
        self.shown.clear_marks()

    def accounts_of(self, keys: Sequence[int]) -> dict[int, int]:
        items = self.reading.items
        found = ((key, items[key].account_id) for key in keys if key in items)
        return {key: account for key, account in found if account is not None}

    def catch_up(self, changed: Changed) -> None:
        self.reading.note(changed)
        others = news(changed, self.book.who)
        if self._is_large and others and all(change.by != self.book.who for change in changed.changes):
            # what others do all day is counted; reading the whole book for each of them would never end
            self._news += len(others)
            self.title_line.set(news=self._news)
        elif self.is_current:
            self._draw()
        if others and self.is_current:
            self.tell(told(self.book, changed, others))

    def on_screen_resume(self) -> None:
        if not self.reading.is_true(self.view):
            self._draw()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._show_keys()
        self._show_detail()

    def on_row_list_marks_changed(self, event: RowList.MarksChanged) -> None:
        self._show_keys()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        item = self.reading.items.get(event.key) if self.view is View.OVERVIEW else None
        if item is None:
            return
        if item.account_id is not None:
            await self.app.push_screen(AccountPage(item.account_id, trail=self.trail()), self.came_back)
        elif item.section is Section.TIERS or (isinstance(item.subject, Notice) and item.subject.signal == "SIG-21"):
            await self.app.action_go("proposals")
        elif item.section is Section.LIMIT:
            await self.app.action_go("portfolio")
            is_margin = isinstance(item.subject, Notice) and item.subject.signal == "SIG-17"
            if is_margin and isinstance(self.app.screen, PortfolioPage):
                self.app.screen.turn_to(portfoliogroups.View.PROFIT)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys that decide are there for a head who chose an exception, those for accounts on a row about one."""
        if action in _ABOUT_EXCEPTIONS and not self.chosen_exceptions():
            return False
        if action in _DECIDING and self.chosen_exceptions():
            return may_decide(self.book.conn, self.book.who, self.today) and not self.book.only_looks
        if action in FOR_ACCOUNTS and not self.targets():
            return False
        if action == "change" and not (self.chosen_exceptions() or self.targets()):
            return False
        return super().check_action(action, parameters)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_view(self) -> None:
        """Show how regular the work of each manager is, or what waits again."""
        is_overview = self.view is View.OVERVIEW
        self.view = View.REGULARITY if is_overview else View.OVERVIEW
        self.shown.clear_marks()
        self.shown.forget_all()
        # the rows are of another kind: none of the old ones is drawn with the new columns
        self.shown.replace(array("q"))
        self._set_columns()
        self.shown.reload()
        self._show_detail()
        self._show_keys()

    def action_renew(self) -> None:
        """Read the book again, and draw the whole screen."""
        self._news = 0
        self.title_line.set(news=0)
        self._draw()
        self.refresh(layout=True)

    def reword(self) -> None:
        self._set_columns()
        super().reword()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _set_columns(self) -> None:
        self.shown.set_columns(columns() if self.view is View.OVERVIEW else regularity_columns(self.glyphs))

    def _chosen(self) -> list[Item]:
        """The marked rows, else the one at the cursor; none in the list of managers, and before there is a list."""
        lists = self.query(RowList)
        if not lists or self.view is View.REGULARITY:
            return []
        found = (self.reading.items.get(key) for key in lists.first().chosen)
        return [item for item in found if item is not None]

    def _show_keys(self) -> None:
        has = bool(self.chosen_exceptions()), bool(self.targets())
        if has != self._has:
            self._has = has
            self.refresh_bindings()

    @property
    def _rows(self) -> Mapping[int, Item | Manager]:
        """What the list shows, as far as it is read."""
        return self.reading.items if self.view is View.OVERVIEW else self.reading.managers or {}

    @property
    def _is_large(self) -> bool:
        return accounts.count(self.book.conn) > LARGE

    @work
    async def _read_aside(self) -> None:
        """Read in a thread whatever is looked at by then, and show it."""
        try:
            while not self.reading.is_true(self.view):
                await aside(self.book, partial(self.reading.read, self.view))
        finally:
            self._is_reading = False
        self._draw()

    def _draw(self) -> None:
        """Show what is read, reading it first where it is no longer true."""
        self.shown.forget_all()
        self.shown.reload()
        self._show_detail()

    def _show_detail(self) -> None:
        width, height = self.detail.size
        row = None if self.shown.cursor is None else self._rows.get(self.shown.cursor)
        match row:
            case Manager() if width:
                self.detail.show(exceptionlines.regular(row.found, width))
            case Item() if width:
                self.detail.show(self._lines(row, width, height))
            case _:
                self.detail.show([])

    def _lines(self, item: Item, cells: int, height: int) -> list[Line]:
        """The row in full, and its account where there is room."""
        found = self.reading.found
        if found is None:
            return []
        rules = policies.in_force(self.book.conn, self.today).signals
        lines = exceptionlines.detail(item, found, rules, cells, self.glyphs)
        left = height - len(lines) - 1
        if item.account_id is not None and left >= WORTH_A_PREVIEW:
            lines += [[], *preview_lines(self.book, item.account_id, cells, left, self.glyphs)]
        return lines[:height]

    def _show_title(self) -> None:
        reading = self.reading
        if self.view is View.REGULARITY:
            screen, hint, progress = (
                t("REGULARITY"),
                t("by login, no ranking"),
                t("{weeks} weeks up to today", weeks=WEEKS),
            )
        else:
            waiting = 0 if reading.found is None else len(reading.found.waiting)
            screen, hint = t("EXCEPTIONS"), ""
            progress = n("{count} to decide", "{count} to decide", waiting) if waiting else t("nothing to decide")
        if self._is_reading:
            progress = t("reading")
        self.title_line.set(screen=screen, progress=progress, hint=hint, who=self.book.who)
