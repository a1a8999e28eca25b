"""The funnel: its four levels, what is missing to the quota, and every opportunity, the nearest to the end first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.exceptions import Kind
from kamtui.domain.funnel import Gap, standings
from kamtui.domain.opportunities import Opportunity
from kamtui.i18n import n, t
from kamtui.ops.exceptions import raise_exception
from kamtui.render.funnel import proposal, title
from kamtui.store import funnel, opportunities, policies
from kamtui.store.journal import Changed
from kamtui.tui import deallines
from kamtui.tui.keygroups import CHANGE, FIND, LOOK
from kamtui.tui.screens.account import AccountPage
from kamtui.tui.screens.browsing import FOR_ACCOUNTS, Browsing
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.pursuing import Pursuing
from kamtui.tui.screens.touching import Touching
from kamtui.tui.widgets.detail import Detail
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

DECIDED = 1_000
"""Decided opportunities that are listed, the latest."""

BEARS_ON = frozenset({"opportunity", "account", "product", "product_alias", "policy", "quota", "sale", "user"})
"""Tables that the page rests on."""


class View(StrEnum):
    """Which opportunities are listed."""

    OPEN = "open"
    STALE = "stale"
    DECIDED = "decided"


VIEWS = [*View]


class Funnel(Browsing, Pursuing, Deciding, Touching):
    """Enter goes to the account; what is decided leaves the list, and the cursor stands on the next."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = (
        "opportunity.win",
        "opportunity.move",
        "task.add",
        "opportunity.edit",
        "opportunity.add",
        "funnel.everybody",
        "funnel.request",
        "tab.next",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "view(1)", "stalled", id="tab.next", group=LOOK, tooltip="Open ones, stale ones, decided ones"),
        Binding("shift+tab", "view(-1)", "view before", show=False, id="tab.previous", group=LOOK),
        Binding("E", "everybody", "mine", id="funnel.everybody", group=FIND, tooltip="Mine, or everybody's"),
        Binding(
            "r", "request", "ask for hours", id="funnel.request", group=CHANGE, tooltip="Ask a head for missing hours"
        ),
    ]

    DEFAULT_CSS = """
    Funnel {
        & #levels { height: 6; border-bottom: solid $muted; }
        & Detail { height: 5; }
    }
    """

    levels = getters.query_one("#levels", Lines)

    def __init__(self) -> None:
        super().__init__()
        self.view = View.OPEN
        self._mine = False
        self._keys: tuple[bool, bool] | None = None
        """Whether there are keys for accounts, and for asking for hours."""
        self._still: list[Opportunity] = []
        """What is open, as it was read last."""
        self._gap: Gap | None = None
        """What is missing to the quota; None: none is set."""

    def body(self) -> Iterable[Widget]:
        levels = Lines(id="levels")
        levels.can_focus = False
        yield levels
        patience = policies.in_force(self.book.conn, self.today).funnel.stale_days
        columns = deallines.columns(self.today, self.glyphs, account=True, patience=patience)
        yield Container(
            RowList(self, columns, empty="no opportunity; a adds one", glyphs=self.glyphs),
            Detail(self._show_detail),
            classes="split",
        )

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """The opportunities of the view, the nearest to the end of the funnel first; decided ones the latest first."""
        conn, owner = self.book.conn, self.book.who if self._mine else None
        policy = policies.in_force(conn, self.today)
        still = self._still = funnel.open_ones(conn, owner)
        match self.view:
            case View.OPEN:
                found = array("q", (one.id for one in still))
            case View.STALE:
                late = [one for one in still if one.idle_days(self.today) > policy.funnel.stale_days]
                late.sort(key=lambda one: (-one.idle_days(self.today), one.id))
                found = array("q", (one.id for one in late))
            case View.DECIDED:
                found = opportunities.ids(conn, owner=owner, outcome=None)[len(still) : len(still) + DECIDED]
        self._show_title(len(found))
        return found

    def rows(self, ids: Sequence[int]) -> list[Opportunity]:
        return opportunities.rows(self.book.conn, ids)

    def chosen_opportunities(self) -> list[Opportunity]:
        lists = self.query(RowList)
        rows = [lists.first().row(key) for key in lists.first().chosen] if lists else []
        return [row for row in rows if row is not None]

    def decided(self) -> None:
        self.shown.clear_marks()

    def accounts_of(self, keys: Sequence[int]) -> dict[int, int]:
        found = opportunities.rows(self.book.conn, keys)
        return {one.id: one.account_id for one in found if one.account_id is not None}

    def standing(self) -> object:
        return self.shown.cursor

    def catch_up(self, changed: Changed) -> None:
        if changed.everything or changed.tables & BEARS_ON:
            self._draw()
            self.hear(changed, changed.accounts)

    def on_mount(self) -> None:
        self._show_levels()

    def on_resize(self) -> None:
        self._show_levels()

    def on_screen_resume(self) -> None:
        self._draw()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        self._show_detail()
        self._show_keys()

    async def on_row_list_opened(self, event: RowList.Opened) -> None:
        for account in self.targets()[:1]:
            await self.app.push_screen(AccountPage(account, trail=self.trail()), self.came_back)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys for accounts are there on a row that is of one, and hours are asked for where some are short."""
        if action in FOR_ACCOUNTS and action not in _OWN and not self.targets():
            return False
        if action == "request" and (self._gap is None or not self._gap.short_hours):
            return False
        return super().check_action(action, parameters)

    # -- actions ---------------------------------------------------------------------------------------------------

    def action_view(self, step: int) -> None:
        """Show open ones, stale ones or decided ones."""
        self.view = VIEWS[(VIEWS.index(self.view) + step) % len(VIEWS)]
        self.shown.clear_marks()
        self._draw()

    def action_everybody(self) -> None:
        """Show mine, or everybody's."""
        self._mine = not self._mine
        self.shown.clear_marks()
        self._draw()

    @work
    async def action_request(self) -> None:
        """Ask a head for the hours that are short; the quota stays (R43)."""
        gap = self._gap
        if gap is not None and await self.agrees(t("{what}: ask a head?", what=title(gap))):
            await self.do(raise_exception, title(gap), proposal=proposal(gap), on=self.today, kind=Kind.TIME)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.shown.forget_all()
        self.shown.reload()
        self._show_levels()
        self._show_detail()

    def _show_keys(self) -> None:
        """Which keys are there depends on whether the row is of an account, and on whether hours are short."""
        now = bool(self.targets()), self._gap is not None and bool(self._gap.short_hours)
        if now != self._keys:
            self._keys = now
            self.refresh_bindings()

    def _show_levels(self) -> None:
        """The four levels, and what is missing to the quota in a line."""
        cells = self.size.width
        if not cells:
            return
        conn, owner = self.book.conn, self.book.who if self._mine else None
        policy = policies.in_force(conn, self.today)
        found = standings(self._still, policy.funnel, self.today)
        self._gap = next(iter(funnel.gaps(conn, self.today, policy, owner)), None)
        line = deallines.gap_line(self._gap, self.glyphs)
        self.levels.show([*deallines.level_lines(found, cells, self.glyphs), line])
        self._show_keys()

    def _show_detail(self) -> None:
        width, _ = self.detail.size
        cursor = self.shown.cursor
        one = None if cursor is None else self.shown.row(cursor)
        self.detail.show([] if one is None or not width else deallines.detail(one, width, self.glyphs))

    def _show_title(self, count: int) -> None:
        match self.view:
            case View.OPEN:
                progress = n("{count} open", "{count} open", count)
            case View.STALE:
                progress = n("{count} stale", "{count} stale", count)
            case View.DECIDED:
                progress = n("{count} decided", "{count} decided", count)
        hint = t("mine") if self._mine else t("everybody's")
        self.title_line.set(screen=t("FUNNEL"), progress=progress, hint=hint, who=self.book.who)


_OWN = frozenset(binding.action.partition("(")[0] for binding in Pursuing.BINDINGS if isinstance(binding, Binding))
"""What is done with opportunities, whatever account they are of."""
