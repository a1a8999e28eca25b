"""What is still true of a plan: a key for each thing, and on to what nobody confirmed today; or all that is marked."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from textual import work

from kamtui.domain.goals import Goal, GoalState
from kamtui.domain.outcomes.every import Outcome
from kamtui.domain.plans import Entry, Plan
from kamtui.domain.rivals import Rival
from kamtui.i18n import n, t
from kamtui.ops.core import Done, together
from kamtui.ops.goals import measure_goal
from kamtui.ops.plans import confirm_sections
from kamtui.ops.rivals import confirm_rival
from kamtui.store import tasks
from kamtui.store.tx import Tx
from kamtui.tui.planrows import REVIEWS, Action, Heading, Row, Said
from kamtui.tui.screens.deciding import Deciding
from kamtui.tui.screens.promising import Promising
from kamtui.tui.screens.touching import Touching
from kamtui.tui.screens.walking import Walking
from kamtui.tui.widgets.rowlist import RowList


class Confirming(Walking, Deciding, Touching, Promising):
    """Subclasses say which plan it is, and what stands in its list."""

    shown: RowList[Row]

    def __init__(self, account: int, trail: array[int] | None = None) -> None:
        super().__init__(account, trail)
        self._on_the_way: set[int] = set()
        """Rows that are being confirmed."""

    @property
    def of(self) -> int | None:
        """Whose plan it is; None: of the whole book."""
        raise NotImplementedError

    @property
    def plan(self) -> Plan | None:
        """The plan as it is shown; None: there is none yet."""
        raise NotImplementedError

    @property
    def here(self) -> Row | None:
        """The row at the cursor."""
        raise NotImplementedError

    @property
    def everything(self) -> Sequence[Row]:
        """All rows, in their order."""
        raise NotImplementedError

    # -- actions ---------------------------------------------------------------------------------------------------

    @work
    async def action_done(self) -> None:
        """Say that what stands at the cursor is still true, and go on to what nobody confirmed today."""
        if self.shown.marks:
            await self._confirm_marked()
            return
        match self.here:
            case Row(thing=Action(step=step)):
                await self.close_promise(tasks.one(self.book.conn, step.task_id))
            case Row() as row:
                await self._still_true(row)
            case None:
                pass

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _still_true(self, row: Row) -> None:
        change = self._confirming(row)
        self._on_the_way.add(row.id)
        # go on before it is written: what is typed ahead is meant for the next
        is_last = not self._go_on(row)
        try:
            done = None if change is None else await self.app.do(together, confirm_sections.name, [change])
        finally:
            self._on_the_way.discard(row.id)
        if done is not None:
            # as if it had been asked for alone
            self.say(Done(done.value[0], done.change), t("all of today: a notes what came of it") if is_last else "")
        elif is_last:
            self.tell(t("all of today: a notes what came of it"))

    def _confirming(self, row: Row) -> Callable[[Tx], Outcome] | None:
        """What says that a row is still true; None where nobody can say so, or somebody did today."""
        today = self.today
        match row.thing:
            case _ if row.id in self._on_the_way:
                return None
            case Said(section=section, entry=Entry(on=on)) if on < today:
                return lambda tx: confirm_sections.within(tx, row.plan.id, [section.key])
            case Rival(on=on) as rival if on < today:
                return lambda tx: confirm_rival.within(tx, rival.account_id, rival.name, product=rival.product)
            case Goal(metric=None, state=GoalState.OPEN, actual=actual) as goal if actual and actual.on < today:
                return lambda tx: measure_goal.within(tx, goal.id, actual.value)
            case _:
                return None

    def _go_on(self, row: Row) -> bool:
        """Stand on the next row that nobody confirmed today, also from the top again; False where none is left."""
        rows = [*self.everything]
        at = rows.index(row)
        waiting = [each for each in (*rows[at + 1 :], *rows[:at]) if self._confirming(each) is not None]
        last = [each for each in rows if is_heading(each, REVIEWS)]
        for each in (*waiting, *last)[:1]:
            self.shown.select(each.id)
        return bool(waiting)

    async def _confirm_marked(self) -> None:
        """All marked sections, competitors, and goals that are measured by hand, in one change."""
        marked = [self._confirming(row) for row in self.everything if row.id in self.shown.marks]
        changes = [change for change in marked if change is not None]
        if not changes:
            self.shown.clear_marks()
            self.tell(t("nothing marked waits to be confirmed; actions are closed one by one"), "warn")
        elif await self.agrees(n("{count} thing still true?", "{count} things still true?", len(changes))):
            done = await self.app.do(together, confirm_sections.name, changes)
            self.shown.clear_marks()
            if done is not None:
                said = n("{count} thing is still true", "{count} things are still true", len(done.value))
                self.call_next(self.app.say, said, "ok", t("u undo"))


def is_heading(row: Row, label: str) -> bool:
    """Whether a row is the heading of that label, an English message."""
    return isinstance(row.thing, Heading) and row.thing.label == t(label)
