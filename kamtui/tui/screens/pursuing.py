"""Verbs on opportunities: to another level, won, lost, correct, add, ask for hours (R43)."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain import opportunities as words
from kamtui.domain.opportunities import Level, Opportunity
from kamtui.domain.outcomes.every import Outcome
from kamtui.domain.texts import vocabulary
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.core import Operation, on_each
from kamtui.ops.opportunities import lose_opportunity, move_opportunity, reopen_opportunity, win_opportunity
from kamtui.tui.keygroups import CHANGE, LOG
from kamtui.tui.screens.acting import Acting, begun
from kamtui.tui.text import Line

P = ParamSpec("P")
R = TypeVar("R", bound=Outcome)


class End(StrEnum):
    """What an opportunity may come to."""

    WON = "won"
    LOST = "lost"


class Pursuing(Acting):
    """A page that lists opportunities; what is decided leaves the list of open ones."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,f8", "decide", "won, lost", id="opportunity.win", group=LOG, tooltip="Say that it is won or lost"),
        Binding("l", "level", "level", id="opportunity.move", group=CHANGE, tooltip="Move to another level"),
        Binding("e", "correct", "edit", id="opportunity.edit", group=CHANGE, tooltip="Correct a field"),
        Binding("a", "add", "add", id="opportunity.add", group=CHANGE, tooltip="Add an opportunity"),
    ]

    def chosen_opportunities(self) -> list[Opportunity]:
        """The opportunities that are marked, else the one at the cursor."""
        raise NotImplementedError

    def decided(self) -> None:
        """Several were changed at once: the marks have done their work."""

    @work
    async def action_decide(self) -> None:
        """Say that it is won or lost, and why; what is decided already is opened again."""
        chosen = self.chosen_opportunities()
        if chosen and not any(one.is_open for one in chosen):
            if await self.agrees(t("Open again?")):
                await self._change(reopen_opportunity)
            return
        end = await self.choose(t("won or lost (Tab: choose):"), _end, [*End]) if chosen else None
        if end is None:
            return
        key = f"opportunity.{end}:{chosen[0].id}"
        reason = await self.bottom.ask(t("why (Enter: not said):"), key=key)
        if reason is not None:
            operation = win_opportunity if end is End.WON else lose_opportunity
            await self._change(operation, reason=reason)

    @work
    async def action_level(self) -> None:
        """Move to another level of the funnel."""
        prompt = t("level: 1 universe, 2 above, 3 in, 4 best_few (Tab: choose):")
        level = await self.choose(prompt, words.level, [*Level], _level_meant) if self.chosen_opportunities() else None
        if level is not None:
            await self._change(move_opportunity, level)

    def action_correct(self) -> None:
        """Change one field of the opportunity."""
        # forms ask on a page, so their modules need this one first
        from kamtui.tui.filling import run
        from kamtui.tui.forms.opportunities import OPPORTUNITY_FORMS

        for one in self.chosen_opportunities()[:1]:
            run(self, OPPORTUNITY_FORMS["opportunity.edit"], {"opportunity": one.id})

    def action_add(self) -> None:
        """Add an opportunity."""
        from kamtui.tui.filling import run
        from kamtui.tui.forms.opportunities import OPPORTUNITY_FORMS

        run(self, OPPORTUNITY_FORMS["opportunity.add"])

    async def _change(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it on the chosen ones as one change, on more than one after a question; `.` does it again."""
        self.last_verb = partial(self._change, operation, *args, **kwargs)
        chosen = [one.id for one in self.chosen_opportunities()]
        if len(chosen) == 1:
            await self.do(operation, chosen[0], *args, **kwargs)
        elif chosen and await self.agrees(t("For {count} opportunities?", count=len(chosen))):
            done = await self.app.do(on_each, operation, chosen, *args, **kwargs)
            if done is not None:
                self.decided()
                said = n("{count} opportunity changed", "{count} opportunities changed", len(done.value))
                self.call_next(self.app.say, said, "ok", t("u undo"))


def _end(text: str) -> End:
    return _ENDS.named(text, "'{text}' is neither won nor lost; use {accepted}")


_ENDS = vocabulary(End, {End.WON: "w · y · 赢单 · 成交 · 赢", End.LOST: "l · n · 丢单 · 输单 · 输"})


def _level_meant(text: str) -> Line:
    """The level that a text is read as, and all of them before."""
    try:
        return [("  " + t(begun(words.level, [*Level], text.strip()).label), "accent")]
    except BadInput:
        return [("  " + "  ".join(t(level.short) for level in Level), "muted")]
