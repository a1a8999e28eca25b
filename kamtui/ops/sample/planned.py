"""The plans of the sample book: what they say, their goals with where they stood, and the actions for them."""

from __future__ import annotations

from kamtui.domain.goals import GoalKind, Metric
from kamtui.domain.money import SCALE
from kamtui.domain.profiles import Source as SaidBy
from kamtui.ops.goals import add_goal, measure_goal
from kamtui.ops.plans import start_plan, write_plan
from kamtui.ops.sample.rows import Row, Source, day, day_or_none
from kamtui.ops.tasks import add_task, close_task
from kamtui.store.tx import Tx


class Planned:
    """Enters row by row; a plan is started by the first row that speaks of it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.plans: dict[str, int] = {}
        """By the account, "" for the whole book."""
        self.goals: dict[str, int] = {}
        """By their titles."""

    def write(self, tx: Tx, row: Row) -> None:
        on = day(tx, row["on"])
        write_plan.within(tx, self._plan(tx, row), {row["section"]: row["text"]}, source=SaidBy(row["source"]), on=on)

    def aim(self, tx: Tx, row: Row) -> None:
        added = add_goal.within(
            tx,
            self._plan(tx, row),
            row["title"],
            kind=GoalKind(row["kind"]),
            metric=Metric(row["metric"]) if row["metric"] else None,
            unit=row["unit"],
            base=int(row["base"]) * SCALE if row["base"] else None,
            target=int(row["target"]) * SCALE if row["target"] else None,
            due_on=day_or_none(tx, row["due"]),
            solution=row["solution"],
            on=day(tx, row["on"]),
        )
        self.goals[row["title"]] = added.goal_id
        for actual in filter(None, row["actuals"].split(";")):
            on, value = actual.split()
            measure_goal.within(tx, added.goal_id, int(value) * SCALE, on=day(tx, on))

    def act(self, tx: Tx, row: Row) -> None:
        task = add_task.within(
            tx,
            row["title"],
            goal_id=self.goals[row["goal"]],
            due_on=day(tx, row["due"]),
            owner=row["owner"],
            on=day(tx, row["on"]),
        )
        if row["done"]:
            close_task.within(tx, task.task_id, on=day(tx, row["done"]))

    def _plan(self, tx: Tx, row: Row) -> int:
        account = row["account"]
        if account not in self.plans:
            key = self.source.accounts[account] if account else None
            self.plans[account] = start_plan.within(tx, key, on=day(tx, row["on"])).plan_id
        return self.plans[account]
