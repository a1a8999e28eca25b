"""The plan of an account for a fiscal year, or of the whole book, on one page: read, confirmed and written there."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from kamtui.domain.periods import fiscal_label
from kamtui.domain.plans import Entry, Plan
from kamtui.i18n import t
from kamtui.store import accounts, fiscal, plans, rivals
from kamtui.store.journal import Changed
from kamtui.tui import planlines, planrows
from kamtui.tui.keygroups import CHANGE, LOG
from kamtui.tui.planrows import Row, Said
from kamtui.tui.screens.planning import Planning
from kamtui.tui.text import Line
from kamtui.tui.widgets.lines import Lines
from kamtui.tui.widgets.rowlist import RowList

COMPANY = 0
"""Stands for the whole book where a page wants an account."""

BEARS_ON = frozenset({"plan", "plan_section", "goal", "goal_actual", "plan_review", "policy", "rival", "task"})
"""Tables of which a row may change what a plan of the whole book says."""

FOR_AN_ACCOUNT = frozenset(
    {"step", "rate", "rate_by_name", "touch", "touch_long", "briefing", "people", "plan", "money", "tier", "playbook"}
    | {"owner", "archive"}
)
"""Verbs that mean nothing on the plan of the whole book."""


class Detail(Lines, can_focus=False):
    """What is said of the row at the cursor; drawn anew in every size it gets."""

    def __init__(self, draw: Callable[[], None]) -> None:
        super().__init__(id="aside")
        self._draw = draw

    def on_resize(self) -> None:
        self._draw()


class PlanPage(Planning):
    """One walks through the plans of a list; marks are rows, and what a verb is for is the row at the cursor."""

    AUTO_FOCUS = "RowList"

    KEYS: ClassVar[Sequence[str]] = (
        "plan.confirm",
        "plan.write",
        "plan.add",
        "task.add",
        "walk.next",
        "touch.log",
        "status.developing",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,f8", "done", "still true", id="plan.confirm", group=LOG, tooltip="Still true; of an action: done"),
        Binding("e", "edit", "edit", id="plan.write", group=CHANGE, tooltip="Write what stands at the cursor"),
        Binding("ctrl+e", "editor", "edit in $EDITOR", show=False, id="plan.editor", group=CHANGE),
        Binding("a", "add", "add", id="plan.add", group=CHANGE, tooltip="Add a goal, a competitor, a review; the plan"),
        Binding("x", "drop", "settle a goal", show=False, id="goal.settle", group=CHANGE),
    ]

    DEFAULT_CSS = """
    PlanPage {
        & #state { height: 3; }
        & .split { layout: vertical; }
        & #aside { height: 7; border-top: solid $muted; }
        &.-wide .split { layout: horizontal; }
        &.-wide RowList { width: 2fr; min-width: 84; }
        &.-wide #aside { width: 1fr; height: 1fr; border-top: none; border-left: solid $muted; }
    }
    """

    state = getters.query_one("#state", Lines)
    shown = getters.query_one(RowList)
    aside = getters.query_one("#aside", Lines)

    def __init__(self, account: int, trail: array[int] | None = None) -> None:
        super().__init__(account, trail)
        self._plan: Plan | None = None
        self._rows: dict[int, Row] = {}
        """By their ids, in the order to show."""
        self._is_wide = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.account and action in FOR_AN_ACCOUNT:
            return False
        if action == "editor" and self.app.profile.gated:
            return False
        return super().check_action(action, parameters)

    @property
    def of(self) -> int | None:
        """Whose plan it is; None: of the whole book."""
        return self.account or None

    @property
    def plan(self) -> Plan | None:
        return self._plan

    @property
    def here(self) -> Row | None:
        return self._rows.get(self.shown.cursor or 0)

    @property
    def everything(self) -> Sequence[Row]:
        return [*self._rows.values()]

    def body(self) -> Iterable[Widget]:
        state, aside = Lines(id="state"), Detail(self._show_aside)
        state.can_focus = False
        yield state
        glyphs = self.glyphs
        columns = planrows.columns(glyphs, wide=False)
        yield Container(
            RowList(self, columns, sign=lambda row: planrows.sign(row, glyphs), glyphs=glyphs), aside, classes="split"
        )

    def on_mount(self) -> None:
        # when the list knows how many lines it has
        self.call_after_refresh(self._begin)

    def on_resize(self) -> None:
        self._lay_out()

    def targets(self) -> list[int]:
        return [self.account] if self.account else []

    def result(self) -> int | None:
        return self.of

    def standing(self) -> object:
        return self.account, self.shown.cursor

    def go_to(self, account: int) -> None:
        super().go_to(account)
        self.seen()
        self.read_again()
        self._begin()

    def catch_up(self, changed: Changed) -> None:
        mine = self.account in changed.accounts or (not self.account and changed.tables & BEARS_ON)
        if changed.everything or mine or "policy" in changed.tables:
            self.read_again()
            self.hear(changed, [self.account])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        super().on_row_list_moved(event)
        self._show_aside()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """Enter on an action says that it is done; on anything else it writes."""
        self.open_here()

    # -- source ----------------------------------------------------------------------------------------------------

    def ids(self) -> array[int]:
        """Everything of the plan, in reading order."""
        conn, today = self.book.conn, self.today
        self._plan = found = plans.plan(conn, self.of, today)
        there = rivals.at_account(conn, self.account, today) if self.account else []
        self._rows = {} if found is None else {row.id: row for row in planrows.rows(found, there)}
        self.shown.empty = self._nothing()
        self._show_state()
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return [self._rows[key] for key in ids if key in self._rows]

    def read_again(self) -> None:
        """Read and draw the plan again."""
        was_empty = not self._rows
        self.shown.forget_all()
        self.shown.reload()
        if was_empty:
            self._begin()
        self._show_aside()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Stand on the first section."""
        for key, row in self._rows.items():
            if isinstance(row.thing, Said):
                self.shown.select(key)
                break
        self._show_aside()

    def _nothing(self) -> str:
        today = self.today
        label = fiscal_label(today, fiscal.start(self.book.conn))
        if self.book.only_looks:
            return t("no plan for {year} yet", year=label)
        earlier = [head for head in plans.heads(self.book.conn, self.of) if head.year.last < today]
        if earlier:
            return t("no plan for {year} yet; a starts it from {before}", year=label, before=earlier[0].label)
        return t("no plan for {year} yet; a starts it", year=label)

    def _lay_out(self) -> None:
        is_wide = self.app.size.width >= WIDE
        self.shown.set_columns(planrows.columns(self.glyphs, wide=is_wide))
        self._show_state()
        self._show_aside()

    def _show_state(self) -> None:
        found, conn = self._plan, self.book.conn
        row = next(iter(accounts.rows(conn, [self.account])), None) if self.account else None
        self.title_line.set(
            screen=t("PLAN") if self.account else t("COMPANY PLAN"),
            about=f"{row.name} #{row.id}" if row is not None else "",
            progress=self.progress if self.account else "",
            hint=t("] next  [ previous") if self.account else "",
        )
        lines: Sequence[Line] = []
        if found is not None:
            lines = planlines.header(found, self.app.size.width, self.glyphs)
        self.state.show(lines)

    def _show_aside(self) -> None:
        width, row = self.aside.size.width, self.here
        if not width:
            return
        former: Sequence[Entry] = ()
        if row is not None and isinstance(row.thing, Said):
            former = plans.history(self.book.conn, self.of, row.thing.section.key)
        self.aside.show(planlines.detail(row, former, width, self.glyphs))


WIDE = 136
"""Cells from which the list has room for the figures of a goal too."""
