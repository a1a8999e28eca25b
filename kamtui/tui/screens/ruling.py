"""Verbs that rule on what waits for a head: approve, refuse, change, comment (R97, R98)."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain.outcomes.every import Outcome
from kamtui.i18n import n, t
from kamtui.ops.core import Operation, on_each
from kamtui.ops.exceptions import approve_exception, change_exception, comment_on_exception, refuse_exception
from kamtui.tui.keygroups import CHANGE, LOG
from kamtui.tui.screens.deciding import Deciding

P = ParamSpec("P")
R = TypeVar("R", bound=Outcome)


class Ruling(Deciding):
    """A page that lists exceptions; what is decided leaves the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "approve", "approve", id="exception.approve", group=CHANGE, tooltip="Approve what is proposed"),
        Binding("r", "refuse", "refuse", id="exception.refuse", group=CHANGE, tooltip="Refuse it, with the reason"),
        Binding("e", "change", "change", id="exception.change", group=CHANGE, tooltip="Decide otherwise than proposed"),
        Binding("c", "comment", "comment", id="exception.comment", group=LOG, tooltip="Say something about it"),
    ]

    def chosen_exceptions(self) -> list[int]:
        """The exceptions that are marked, else the one at the cursor."""
        raise NotImplementedError

    def ruled(self) -> None:
        """Several were decided at once: the marks have done their work."""

    @work
    async def action_approve(self) -> None:
        """Approve what is proposed."""
        await self._rule(approve_exception, on=self.today)

    @work
    async def action_refuse(self) -> None:
        """Refuse it, with the reason."""
        answer = await self._ask("refuse", t("refused, because:"), t("say why it is refused"))
        if answer is not None:
            await self._rule(refuse_exception, answer, on=self.today)

    @work
    async def action_change(self) -> None:
        """Decide otherwise than proposed: say what is done instead. On another row, change a field of the account."""
        if not self.chosen_exceptions():
            self.action_edit()
            return
        answer = await self._ask("change", t("instead:"), t("say what is done instead of what is proposed"))
        if answer is not None:
            await self._rule(change_exception, answer, on=self.today)

    @work
    async def action_comment(self) -> None:
        """Say something about it; it waits on."""
        answer = await self._ask("comment", t("comment:"), t("a comment without words says nothing"))
        if answer is not None:
            await self._rule(comment_on_exception, answer, on=self.today)

    # -- inside --------------------------------------------------------------------------------------------------------

    async def _ask(self, verb: str, question: str, otherwise: str) -> str | None:
        """A text that must not be empty; None where none was given, which is said."""
        chosen = self.chosen_exceptions()
        about = next(iter(self.targets()), "")
        answer = await self.bottom.ask(question, key=f"{verb}:{about}:{chosen[0]}") if chosen else None
        if answer is not None and not answer.strip():
            self.tell(otherwise, "warn")
            return None
        return answer

    async def _rule(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it on the chosen exceptions as one change, on more than one after a question; `.` does it again."""
        self.last_verb = partial(self._rule, operation, *args, **kwargs)
        chosen = self.chosen_exceptions()
        if len(chosen) == 1:
            await self.do(operation, chosen[0], *args, **kwargs)
        elif chosen and await self.agrees(t("For {count} exceptions?", count=len(chosen))):
            done = await self.app.do(on_each, operation, chosen, *args, **kwargs)
            if done is not None:
                self.ruled()
                said = n("{count} exception changed", "{count} exceptions changed", len(done.value))
                self.call_next(self.app.say, said, "ok", t("u undo"))
