"""What every verb on accounts needs: which accounts it is for, one change for all of them, what was done, undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import cache, partial
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain.outcomes import Outcome
from kamtui.errors import BadInput, Conflict, KamError
from kamtui.i18n import n, t
from kamtui.ops.core import Done, Operation, on_each
from kamtui.ops.history import redo, undo
from kamtui.store import accounts
from kamtui.tui.brief import brief
from kamtui.tui.keygroups import CHANGE, LOG, OTHER, RATE, UNDO
from kamtui.tui.screens.page import Page
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import Echo, Suggest

P = ParamSpec("P")
R = TypeVar("R", bound=Outcome)
V = TypeVar("V")

Verb = Callable[[], Awaitable[None]]

WRITING = (RATE, LOG, CHANGE, UNDO)
"""Groups of keys that are absent where nothing may be written."""


class Acting(Page):
    """A page with accounts on it; subclasses say which one a verb is for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo", id="history.undo", group=UNDO, tooltip="Undo my last change"),
        Binding("ctrl+r", "redo", "redo", show=False, id="history.redo", group=UNDO),
        Binding("full_stop", "again", "repeat the last verb", show=False, id="again", group=CHANGE),
        Binding("y", "copy", "copy the name", show=False, id="copy", group=OTHER),
    ]

    last_verb: Verb | None = None
    """What `.` does again, on the account that is chosen then."""

    def targets(self) -> list[int]:
        """The accounts a verb applies to: the marked ones, else the one at the cursor."""
        return []

    def advance(self) -> None:
        """Go on to the next account, where there is a list to go through."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (self.book.readonly and action in _verbs(type(self)))

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
        if self.last_verb is None:
            self.tell(t("nothing to repeat yet"), "warn")
        else:
            await self.last_verb()

    def action_copy(self) -> None:
        """Copy the name of the account, and show it for terminals that do not let us."""
        found = accounts.rows(self.book.conn, self.targets()[:1])
        if found:
            self.app.copy_to_clipboard(found[0].name)
            self.tell(found[0].name)

    # -- for the verbs -------------------------------------------------------------------------------------------

    async def act(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> None:
        """Run an operation on every chosen account as one change; on more than one after a question.

        It is what `.` does again.
        """
        self.last_verb = partial(self._act, operation, *args, **kwargs)
        await self.last_verb()

    async def _act(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> None:
        targets = self.targets()
        if len(targets) == 1:
            self.say(await self.app.do(operation, targets[0], *args, **kwargs))
        elif targets and await self.agrees(t("For {count} accounts?", count=len(targets))):
            done = await self.app.do(on_each, operation, targets, *args, **kwargs)
            if done is not None:
                said = n("{count} account changed", "{count} accounts changed", len(done.value))
                self.call_next(self.app.say, said, "ok", t("u undo"))

    def say(self, done: Done[R] | None, hint: str = "") -> None:
        """Say what was done and how to take it back; a refusal has been said already."""
        if done is not None:
            self.call_next(self.app.say, brief(done.value, self.today), "ok", hint or t("u undo"))

    async def correct(
        self,
        operation: Operation[..., R],
        row: int,
        field: str,
        before: object,
        after: object,
    ) -> None:
        """Change one field of a row; where somebody else changed it meanwhile, ask whose value is to stay."""
        was: dict[str, object] | None = {field: before}
        try:
            self.say(await self.app.attempt(operation, row, {field: after}, was=was))
        except Conflict as error:
            theirs: Line = [("! ", "warn"), (str(error), "warn")]
            question = t("yours: '{value}'. Enter overwrites, Esc keeps theirs:", value=after)
            if await self.bottom.ask(question, echo=lambda _: theirs) is not None:
                self.say(await self.app.do(operation, row, {field: after}))
            else:
                self.tell(t("kept as it was"))
        except KamError as error:
            self.tell(str(error), "error")

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
            self.tell(str(error), "error")
            return None


@cache
def _verbs(page: type[Acting]) -> frozenset[str]:
    """The actions of a page that write, read from its bindings."""
    return frozenset(
        binding.action.partition("(")[0]
        for base in page.__mro__
        for binding in vars(base).get("BINDINGS", [])
        if isinstance(binding, Binding) and binding.group in WRITING
    )


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
