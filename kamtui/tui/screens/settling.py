"""Verbs on issues: answer, settle with what was learned, correct, add (R66, R68, R69)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import fields
from kamtui.domain.issues import Issue, IssueKind
from kamtui.domain.outcomes.every import Outcome
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.core import Operation, on_each
from kamtui.ops.issues import answer_issue, resolve_issue
from kamtui.tui.keygroups import CHANGE, LOG
from kamtui.tui.screens.acting import Acting, completing

P = ParamSpec("P")
R = TypeVar("R", bound=Outcome)


class Settling(Acting):
    """A page that lists issues; what is settled leaves the list of open ones."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,f8", "settle", "settled", id="issue.resolve", group=LOG, tooltip="Say what became of it"),
        Binding("c", "answer", "answered", id="issue.answer", group=LOG, tooltip="Say that they got a first answer"),
        Binding("e", "correct", "edit", id="issue.edit", group=CHANGE, tooltip="Correct a field of the issue"),
        Binding("a", "add", "add issue", id="issue.add", group=CHANGE, tooltip="Add an issue or a request there"),
    ]

    def chosen_issues(self) -> list[Issue]:
        """The issues that are marked, else the one at the cursor."""
        raise NotImplementedError

    def settled(self) -> None:
        """Several were changed at once: the marks have done their work."""

    @work
    async def action_answer(self) -> None:
        """Say that the customer got a first answer."""
        chosen = self.chosen_issues()
        answer = await self._ask(chosen, "answer", t("what they were told (Enter: nothing said):"))
        if answer is not None:
            await self._change(answer_issue, answer=answer)

    @work
    async def action_settle(self) -> None:
        """Say what became of it; a complaint is settled only with what it taught."""
        chosen = self.chosen_issues()
        answer = await self._ask(chosen, "result", t("what became of it:"))
        if answer is None:
            return
        said: dict[str, Any] = {"answer": answer}
        once = await self._once(chosen)
        if once is None:
            return
        if once.strip():
            said["first_time"] = fields.yes_no(once)
        for name, prompt in self._missing(chosen):
            text = await self._ask(chosen, name, prompt, known=name == "cause")
            if text is None:
                return
            said[name] = text
        await self._change(resolve_issue, **said)

    def action_correct(self) -> None:
        """Change one field of the issue."""
        # forms ask on a page, so their modules need this one first
        from kamtui.tui.filling import run
        from kamtui.tui.forms.issues import ISSUE_FORMS

        for issue in self.chosen_issues()[:1]:
            run(self, ISSUE_FORMS["issue.edit"], {"issue": issue.id})

    def action_add(self) -> None:
        """Add an issue or a request at the account."""
        from kamtui.tui.filling import run
        from kamtui.tui.forms.issues import ISSUE_FORMS

        run(self, ISSUE_FORMS["issue.add"])

    # -- inside --------------------------------------------------------------------------------------------------------

    def _missing(self, chosen: Sequence[Issue]) -> list[tuple[str, str]]:
        """What is not known yet and should be; a complaint must have taught something."""
        asked = [] if any(issue.cause for issue in chosen) else [("cause", t("what it came from (Tab: known ones):"))]
        complaints = [issue for issue in chosen if issue.kind is IssueKind.COMPLAINT]
        if not all(issue.lesson for issue in complaints):
            asked.append(("lesson", t("what it taught us; a complaint needs it:")))
        if not all(issue.prevented_by for issue in complaints):
            asked.append(("prevented_by", t("what prevents it next time; a complaint needs it:")))
        return asked

    async def _once(self, chosen: Sequence[Issue]) -> str | None:
        """Whether one go was enough, asked for until it is yes, no or nothing; None after Esc."""
        while True:
            text = await self._ask(chosen, "once", t("settled at the first go, y or n (Enter: not said):"))
            if text is None or not text.strip():
                return text
            try:
                fields.yes_no(text)
                return text
            except BadInput as error:
                self.call_next(self.app.say, str(error), "error")

    async def _ask(self, chosen: Sequence[Issue], what: str, question: str, *, known: bool = False) -> str | None:
        from kamtui.tui.forms.issues import known_causes

        if not chosen:
            return None
        suggest = completing(known_causes(self)) if known else None
        return await self.bottom.ask(
            question, key=f"issue.{what}:{chosen[0].account_id}:{chosen[0].id}", suggest=suggest
        )

    async def _change(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it on the chosen issues as one change, on more than one after a question; `.` does it again."""
        self.last_verb = partial(self._change, operation, *args, **kwargs)
        chosen = [issue.id for issue in self.chosen_issues()]
        if len(chosen) == 1:
            await self.do(operation, chosen[0], *args, **kwargs)
        elif chosen and await self.agrees(t("For {count} issues?", count=len(chosen))):
            done = await self.app.do(on_each, operation, chosen, *args, **kwargs)
            if done is not None:
                self.settled()
                said = n("{count} issue changed", "{count} issues changed", len(done.value))
                self.call_next(self.app.say, said, "ok", t("u undo"))
