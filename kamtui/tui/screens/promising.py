"""Verbs on promises: closed with what came of it, put to another day, called off."""

from __future__ import annotations

import datetime as dt
from functools import partial

from kamtui.domain import fields
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.tasks import close_task, edit_task
from kamtui.render.format import on_weekday
from kamtui.store.tasks import Task
from kamtui.tui.screens.acting import Acting
from kamtui.tui.screens.touching import SNOOZES
from kamtui.tui.text import Line


class Promising(Acting):
    """A page with tasks on it; pages say which key is for which."""

    async def close_promise(self, task: Task) -> None:
        """Say that a promise was kept, with what came of it if something is typed."""
        prompt = t("they did it; what came of it (Enter: nothing):") if task.by_customer else t("what came of it:")
        key = f"result:{task.account_id or ''}:{task.id}"
        result = await self.bottom.ask(prompt, key=key, echo=partial(_closing, task))
        if result is not None:
            await self.do(close_task, task.id, on=self.today, result=result)

    async def move_promise(self, task: Task) -> None:
        """Put a promise to another day."""
        to = await self.another_day()
        if to is not None:
            before = None if task.due_on is None else task.due_on.isoformat()
            await self.correct(edit_task, task.id, "due_on", before, to.isoformat())

    async def another_day(self) -> dt.date | None:
        """A day typed as for a snooze: 1 tomorrow, 3 three days, 7 a week, or a date; None after Esc."""
        text = await self.bottom.ask(
            t("until (1 tomorrow, 3 or 7 days, or a date):"), echo=self._echo_of_day, keeps=False
        )
        if text is None or not text.strip():
            return None
        try:
            return self._day(text)
        except BadInput as error:
            self.tell(str(error), "error")
            return None

    def _day(self, text: str) -> dt.date:
        said = text.strip()
        if said in SNOOZES:
            return self.today + dt.timedelta(days=SNOOZES[said])
        return fields.date(said, self.today, lean="future")

    def _echo_of_day(self, text: str) -> Line:
        try:
            return [("  " + on_weekday(self._day(text), self.today), "accent")]
        except BadInput:
            return []


def _closing(task: Task, text: str) -> Line:
    """What is closed, while the question covers the message line."""
    again = "" if task.repeat is None else t(" · comes again: {repeat}", repeat=task.repeat.text)
    return [("  ", ""), (task.title, "accent"), (again, "muted")]
