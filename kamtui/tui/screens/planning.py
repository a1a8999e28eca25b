"""Verbs that write a plan: its sections, its goals with where they stand and their actions, what came of a review."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from functools import partial
from typing import Any

from textual import work
from textual.worker import Worker

from kamtui.domain.goalfields import figure
from kamtui.domain.goals import Goal, GoalState
from kamtui.domain.outcomes.plans import PlanWritten
from kamtui.domain.plans import Plan, Review
from kamtui.domain.plansections import Part
from kamtui.domain.profiles import Source
from kamtui.domain.rivals import Rival
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.core import Done
from kamtui.ops.goals import measure_goal, settle_goal
from kamtui.ops.plans import review_plan, start_plan, write_plan
from kamtui.ops.rivals import rival_gone
from kamtui.ops.tasks import add_task, close_task, edit_task
from kamtui.render import goals as told
from kamtui.store import tasks
from kamtui.tui.drafts import Draft
from kamtui.tui.editing import BREAK, in_editor, in_lines, in_one_line
from kamtui.tui.planrows import REVIEWS, Action, Heading, Row, Said
from kamtui.tui.screens.acting import completing, one_of
from kamtui.tui.screens.confirming import Confirming, is_heading
from kamtui.tui.screens.sourcing import Sourcing
from kamtui.tui.text import Line
from kamtui.tui.widgets.lineinput import LONGEST

GOAL_FIELDS = ["title", "kind", "unit", "base", "target", "due_on", "solution"]


class Planning(Confirming, Sourcing):
    """The verbs are for the row at the cursor."""

    # -- actions ---------------------------------------------------------------------------------------------------

    @work
    async def action_edit(self) -> None:
        """Write what stands at the cursor: a section, where a goal stands, the title of an action."""
        await self._edit()

    @work
    async def action_editor(self) -> None:
        """Write the section at the cursor in the user's own editor."""
        match self.here:
            case Row(plan=plan, thing=Said(section=section, entry=entry)):
                before = "" if entry is None else entry.text
                text = in_editor(self.app, before)
                if text is not None:
                    await self._write(plan, section.key, before, text, None if entry is None else entry.source)
            case _:
                self.tell(t("only sections are written in an editor"), "warn")

    @work
    async def action_add(self) -> None:
        """Add what belongs where the cursor is: a review, a competitor, else a goal; where there is none, the plan."""
        plan, row = self.plan, self.here
        if plan is None:
            await self.do(start_plan, self.of, copy=True)
        elif row is not None and (isinstance(row.thing, Review) or is_heading(row, REVIEWS)):
            text = await self.bottom.ask(t("gone through; what came of it:"), key=self._key("review", plan.id))
            if text is not None:
                await self.do(review_plan, plan.id, in_lines(text))
        elif row is not None and self.of is not None and _is_about_rivals(row):
            self._fill("rival.note")
        else:
            self._fill("goal.add")

    def action_next(self) -> Worker[None]:
        """Promise an action for the goal at the cursor; elsewhere a next step of the account."""
        match self.here:
            case Row(thing=Goal() as goal) | Row(thing=Action(goal=goal)):
                return self._promise_for(goal)
            case _:
                return super().action_next()

    @work
    async def action_snooze(self) -> None:
        """Put an action to another day; elsewhere the account's card."""
        match self.here:
            case Row(thing=Action(step=step)):
                await self.move_promise(tasks.one(self.book.conn, step.task_id))
            case _:
                super().action_snooze()

    @work
    async def action_drop(self) -> None:
        """Settle the goal at the cursor, call off the action, or say that the competitor is gone."""
        match self.here:
            case Row(thing=Goal(state=state) as goal):
                options = [*GoalState]
                options.remove(state)
                to = await self.choose(t("settle the goal (Tab: choose):"), one_of(options), [*options])
                if to is not None:
                    await self.do(settle_goal, goal.id, GoalState(to))
            case Row(thing=Action(step=step)):
                await self.do(close_task, step.task_id, on=self.today, state="cancelled")
            case Row(thing=Rival() as rival):
                await self.do(rival_gone, rival.account_id, rival.name, product=rival.product)
            case _:
                self.tell(t("x settles a goal, calls off an action, or takes a competitor out"), "warn")

    @work
    async def open_here(self) -> None:
        """An action is done; anything else is written."""
        if self.book.only_looks:
            return
        match self.here:
            case Row(thing=Action(step=step)) if step.state == "open":
                await self.close_promise(tasks.one(self.book.conn, step.task_id))
            case Row(thing=Heading()):
                self.action_add()
            case _:
                await self._edit()

    # -- writing ---------------------------------------------------------------------------------------------------

    async def _edit(self) -> None:
        match self.here:
            case Row(plan=plan, thing=Said() as said):
                await self._edit_section(plan, said)
            case Row(thing=Goal() as goal):
                await self._edit_goal(goal)
            case Row(thing=Action(step=step)):
                title = await self.bottom.ask(t("action:"), step.title, key=self._key("action", step.task_id))
                if title is not None:
                    await self.correct(edit_task, step.task_id, "title", step.title, title)
            case Row(thing=Rival()):
                self._fill("rival.note")
            case _:
                self.tell(t("a adds something here"), "warn")

    async def _edit_section(self, plan: Plan, said: Said) -> None:
        before, key = said.entry.text if said.entry else "", said.section.key
        start = in_one_line(before)
        if len(start) > LONGEST:
            self.tell(self._how_to_edit_long(key), "warn")
            return
        typed = await self.bottom.ask(
            f"{t(said.section.heading)}:", start, key=self._key(key, plan.id), echo=partial(_asked, said)
        )
        if typed is None or (not typed.strip() and not before):
            return
        source = said.entry.source if said.entry else None
        told = await self.said_by(source) if typed.strip() else (source,)
        if told is not None:
            await self._write(plan, key, before, in_lines(typed), *told)

    def _how_to_edit_long(self, section: str) -> str:
        if not self.app.profile.gated:
            return t("this is too long for one line; ctrl+e edits it in $EDITOR")
        whose = f"#{self.of}" if self.of is not None else "--company"
        message = "too long for one line here: ssh SERVER plan write '{whose}' {section} 'TEXT'"
        return t(message, whose=whose, section=section)

    async def _write(self, plan: Plan, section: str, before: str, text: str, source: Source | None) -> None:
        """Write a section, unless somebody wrote it meanwhile: then Enter overwrites, Esc keeps theirs."""
        key = self._key(section, plan.id)
        # also what was written in an editor is kept where it cannot be saved
        self.app.drafts.hold(Draft(key, in_one_line(text), self.app.drafts.pressed))

        def change(values: Mapping[str, Any], was: Mapping[str, object]) -> Awaitable[Done[PlanWritten] | None]:
            return self.app.attempt(write_plan, plan.id, values, source=source, was=was)

        await self.correct_fields(
            change, {section: text}, {section: before}, line=lambda _: key, read=lambda _, typed: in_lines(typed)
        )

    async def _edit_goal(self, goal: Goal) -> None:
        """A figure says where the goal stands; the name of a field changes that."""
        now = told.figure(goal.actual.value if goal.actual else None, goal.unit, self.glyphs)
        prompt = t("goal; where it stands, or a field (Tab: choose):")
        options: Line = [("  " + t("now: {value}", value=now) + "  " + " · ".join(map(t, GOAL_FIELDS)), "muted")]
        typed = await self.bottom.ask(
            prompt, key=self._key("goal", goal.id), suggest=completing(GOAL_FIELDS), echo=lambda _: options
        )
        if not typed or not typed.strip():
            return
        if typed.strip() in GOAL_FIELDS:
            self._fill("goal.edit", goal=goal.id, field=typed.strip())
        else:
            await self.do(measure_goal, goal.id, figure(typed, goal.unit))

    # -- inside ----------------------------------------------------------------------------------------------------

    @work
    async def _promise_for(self, goal: Goal) -> None:
        """Promise an action for a goal; it needs a day."""
        line = await self.bottom.ask(t("action, with its day:"), key=self._key("step", goal.id), echo=self._step)
        if not line or not line.strip():
            return
        title, due = self._read_step(line)
        if due is None:
            raise BadInput(t("an action needs a day: fri send the drawings"))
        await self.do(add_task, title, due_on=due, goal_id=goal.id)

    def _fill(self, name: str, **given: object) -> None:
        """Ask for the fields of an operation, without those that are clear already."""
        # forms ask on a page, so their module needs this one first
        from kamtui.tui.filling import run
        from kamtui.tui.forms import FORMS

        run(self, FORMS[name], given)

    def _key(self, what: str, row: int) -> str:
        """What a line is kept for."""
        return f"plan {what}:{self.of or ''}:{row}"


def _asked(said: Said, typed: str) -> Line:
    """What a section asks, above the line in which it is written."""
    return [("  " + t(said.section.question), "muted"), (f"  {t('{sign} begins a line', sign=BREAK)}", "muted")]


def _is_about_rivals(row: Row) -> bool:
    match row.thing:
        case Rival():
            return True
        case Said(section=section):
            return section.key == "competitor"
        case _:
            return is_heading(row, Part.OVERVIEWS)
