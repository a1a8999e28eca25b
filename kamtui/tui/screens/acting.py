"""What every verb on accounts needs: which accounts it is for, one change for all of them, what was done, undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain.outcomes import Outcome
from kamtui.errors import BadInput
from kamtui.i18n import n, t
from kamtui.ops.core import Done, Operation, on_each
from kamtui.ops.history import redo, undo
from kamtui.render.said import said
from kamtui.store import accounts
from kamtui.tui.keygroups import CHANGE, UNDO
from kamtui.tui.screens.page import Page
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import Echo, Suggest

P = ParamSpec("P")
R = TypeVar("R", bound=Outcome)
V = TypeVar("V")

Verb = Callable[[], Awaitable[None]]


class Acting(Page):
    """A page with accounts on it; subclasses say which one a verb is for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo", id="history.undo", group=UNDO, tooltip="Undo my last change"),
        Binding("ctrl+r", "redo", "redo", show=False, id="history.redo", group=UNDO),
        Binding("full_stop", "again", "repeat the last verb", show=False, id="again", group=CHANGE),
        Binding("y", "copy", "copy the name", show=False, id="copy", group=CHANGE),
    ]

    last_verb: Verb | None = None
    """What `.` does again, on the account that is chosen then."""

    def targets(self) -> list[int]:
        """The accounts a verb applies to: the marked ones, else the one at the cursor."""
        return []

    def advance(self) -> None:
        """Go on to the next account, where there is a list to go through."""

    @property
    def today(self) -> dt.date:
        return self.app.book.today()

    # -- actions -------------------------------------------------------------------------------------------------

    @work
    async def action_undo(self) -> None:
        """Undo my last change."""
        self.say(await self.app.do(undo), hint=t("ctrl+r redo"))

    @work
    async def action_redo(self) -> None:
        """Redo what I undid last."""
        self.say(await self.app.do(redo))

    @work
    async def action_again(self) -> None:
        """Do the last verb again, on the account that is chosen now."""
        if self.last_verb is not None:
            await self.last_verb()

    def action_copy(self) -> None:
        """Copy the name of the account, and show it for terminals that do not let us."""
        found = accounts.rows(self.app.book.conn, self.targets()[:1])
        if found:
            self.app.copy_to_clipboard(found[0].name)
            self.app.say(found[0].name)

    # -- for the verbs -------------------------------------------------------------------------------------------

    async def act(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> None:
        """Run an operation on every chosen account as one change; on more than one after a question."""
        targets = self.targets()
        if len(targets) == 1:
            self.say(await self.app.do(operation, targets[0], *args, **kwargs))
        elif targets and await self.agrees(t("For {count} accounts?", count=len(targets))):
            done = await self.app.do(on_each, operation, targets, *args, **kwargs)
            if done is not None:
                self.app.say(
                    n("{count} account changed", "{count} accounts changed", len(done.value)), "ok", t("u undo")
                )

    def say(self, done: Done[R] | None, hint: str = "") -> None:
        """Say what was done and how to take it back; a refusal has been said already."""
        if done is not None:
            self.app.say(said(done.value), "ok", hint or t("u undo"))

    async def agrees(self, question: str) -> bool:
        """Whether the user answers yes."""
        answer = await self.bottom.ask(t("{question} y/n", question=question))
        return (answer or "").strip().casefold() in ("y", "yes", "是", "好")

    async def choose(self, prompt: str, read: Callable[[str], V], options: list[str]) -> V | None:
        """A value typed or completed with Tab; None after Esc or when it is not one, which is said."""
        text = await self.bottom.ask(prompt, suggest=completing(options), echo=checking(read, options))
        if text is None or not text.strip():
            return None
        try:
            return read(text.strip())
        except BadInput as error:
            self.app.say(str(error), "error")
            return None


def one_of(options: Sequence[str]) -> Callable[[str], str]:
    """Reads a text that must be one of the options."""

    def read(text: str) -> str:
        if text not in options:
            raise BadInput(t("'{text}' is none of {options}", text=text, options=", ".join(options)))
        return text

    return read


def completing(options: list[str]) -> Suggest:
    """Tab goes through the options that begin with what is typed."""
    return lambda text: [option for option in options if option.casefold().startswith(text.casefold())]


def checking(read: Callable[[str], object], options: list[str]) -> Echo:
    """Says what the typed text is read as, and what there is to choose from before."""

    def echo(text: str) -> Line:
        try:
            return [("  " + t(str(read(text.strip()))), "accent")]
        except BadInput:
            return [("  " + " · ".join(t(option) for option in options), "muted")]

    return echo
