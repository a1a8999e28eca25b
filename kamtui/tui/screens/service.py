"""Service: every issue of the book that is open, by how it presses; what customers asked for, and what came of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.issues import Issue, Seen
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.service import ROLES, how
from kamtui.store import issues
from kamtui.store.journal import Changed
from kamtui.tui import issuelines
from kamtui.tui.keygroups import FIND, LOOK
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.browsing import Browsing
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.settling import Settling
from kamtui.tui.screens.touching import Touching
from kamtui.tui.text import Bit
from kamtui.tui.widgets.columns import Column
from kamtui.tui.widgets.detail import Detail
from kamtui.tui.widgets.rowlist import RowList

SETTLED = 1_000
"""Settled issues that are listed, the latest."""

BEARS_ON = frozenset({"issue", "account", "contact", "tier_decision", "policy"})
"""Tables that a row rests on."""


class View(StrEnum):
    """Which issues are listed."""

    OPEN = "open"
    SETTLED = "settled"


class Service(Browsing, Settling, Deciding, Touching):
    """Enter goes to the account; what is settled leaves the list, and the cursor stands on the next."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = (
        "issue.answer",
        "issue.resolve",
        "task.add",
        "issue.edit",
        "issue.add",
        "service.everybody",
        "tab.next",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "view", "settled", id="tab.next", group=LOOK, tooltip="Open ones, or settled ones"),
        Binding("s", "sort", "sort", show=False, id="sort", group=FIND, tooltip="By tier and clock, or by clock alone"),
        Binding("E", "everybody", "mine", id="service.everybody", group=FIND, tooltip="Mine, or everybody's"),
    ]

    DEFAULT_CSS = """
    Service {
        & Detail { height: 7; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = View.OPEN
        self._by_clock = False
        self._mine = False
        self._found: dict[int, Seen] = {}
        """The rows in their order."""

    def body(self) -> Iterable[Widget]:
        yield Container(
            RowList(self, self._columns(), empty="no issue is open; a adds one at an account", glyphs=self.glyphs),
            Detail(self._show_detail),
            classes="split",
        )

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """Open issues by green channel, tier and clock, or by clock alone; settled ones, the latest first."""
        conn, is_open = self.book.conn, self.view is View.OPEN
        keys = issues.ids(conn, is_open=is_open, owner=self.book.who if self._mine else None)
        found = issuelines.seen(self.book, issues.rows(conn, keys if is_open else keys[:SETTLED]))
        if self._by_clock and is_open:
            found.sort(key=lambda one: (one.clocks.pressing.left, one.id))
        self._found = {one.id: one for one in found}
        self._show_title()
        return array("q", self._found)

    def rows(self, ids: Sequence[int]) -> list[Seen]:
        return [self._found[key] for key in ids if key in self._found]

    def chosen_issues(self) -> list[Issue]:
        lists = self.query(RowList)
        chosen = lists.first().chosen if lists else []
        return [self._found[key].issue for key in chosen if key in self._found]

    def settled(self) -> None:
        self.shown.clear_marks()

    def accounts_of(self, keys: Sequence[int]) -> dict[int, int]:
        return {one.id: one.issue.account_id for one in self.rows(keys)}

    def standing(self) -> object:
        return self.shown.cursor

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or changed.tables & BEARS_ON:
            self._draw()
            self.hear(changed, changed.accounts)

    def on_screen_resume(self) -> None:
        # clocks went on while one was elsewhere
        self._draw()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._show_detail()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        one = self._found.get(event.key)
        if one is not None:
            page = AccountPage(one.issue.account_id, trail=self.trail(), tab="issues")
            await self.app.push_screen(page, self.came_back)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_view(self) -> None:
        """Show settled issues, or open ones again."""
        self.view = View.SETTLED if self.view is View.OPEN else View.OPEN
        self.shown.clear_marks()
        self._draw()

    def action_sort(self) -> None:
        """Sort by green channel, tier and clock, or by the clock alone."""
        self._by_clock = not self._by_clock
        self._draw()

    def action_everybody(self) -> None:
        """Show what I see to, or everybody's."""
        self._mine = not self._mine
        self._draw()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        is_open = self.view is View.OPEN
        self.shown.empty = "no issue is open; a adds one at an account" if is_open else "no issue is settled"
        self.shown.forget_all()
        self.shown.reload()
        self._show_detail()

    def _show_detail(self) -> None:
        width, height = self.detail.size
        cursor = self.shown.cursor
        one = None if cursor is None else self._found.get(cursor)
        self.detail.show([] if one is None or not width else issuelines.detail(one, width, height))

    def _show_title(self) -> None:
        late = sum(one.issue.is_open and one.clocks.is_late for one in self._found.values())
        word = n("{count} open", "{count} open", len(self._found))
        if self.view is View.SETTLED:
            word = n("{count} settled", "{count} settled", len(self._found))
        progress = f"{word}, {t('{count} late', count=late)}" if late else word
        order = t("sort clock") if self._by_clock else t("sort tier, clock")
        hint = order if not self._mine else f"{t('mine')} · {order}"
        self.title_line.set(screen=t("SERVICE"), progress=progress, hint=hint, who=self.book.who)

    def _columns(self) -> list[Column[Seen]]:
        glyphs, today = self.glyphs, self.today

        def clock(row: Seen) -> Bit:
            pressing = row.clocks.pressing
            if row.issue.is_open:
                return how(pressing), ROLES[pressing.pace]
            return format.date_short(row.issue.resolved_on, today, glyphs), "muted"

        def severity(row: Seen) -> Bit:
            return str(row.issue.severity), "error" if row.issue.severity == 1 else "muted"

        def tier(row: Seen) -> Bit:
            return format.tier_word(row.issue.tier, glyphs), row.issue.tier or "muted"

        def kind(row: Seen) -> Bit:
            issue = row.issue
            return (t(issue.department.label), "warn") if issue.department else (t(issue.kind.value), "accent")

        return [
            Column("clock", issuelines.CLOCK, clock),
            Column("sev.", 4, severity, drop=4),
            Column("tier", 8, tier, drop=2),
            Column("account", 20, lambda row: (row.issue.account, "ok" if row.issue.green else "")),
            Column("about", 13, kind, drop=3),
            Column("issue", 0, lambda row: row.issue.title),
            Column("owner", 9, lambda row: (row.issue.owner, "muted"), drop=1),
        ]
