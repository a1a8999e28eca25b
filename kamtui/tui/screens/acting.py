"""What every verb on accounts needs: which accounts it is for, one change for all of them, what was done, undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from kamtui.domain.outcomes.people import ContactPurged
from kamtui.errors import BadInput, KamError
from kamtui.i18n import n, t
from kamtui.ops.conflicts import Overtaken
from kamtui.ops.core import Done, Operation, on_each
from kamtui.ops.history import redo, undo
from kamtui.render import format
from kamtui.render.text import fit
from kamtui.store import accounts
from kamtui.tui.figures import worded
from kamtui.tui.keygroups import CHANGE, LOG, OTHER, RATE, UNDO
from kamtui.tui.screens.hearing import Hearing
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import Echo, Suggest

if TYPE_CHECKING:
    from kamtui.domain.outcomes.every import Outcome

P = ParamSpec("P")
R = TypeVar("R", bound="Outcome")
V = TypeVar("V")

Verb = Callable[[], Awaitable[object]]

NAME = 20
"""Cells for the name of an account beside what is in conflict there."""

WRITING = (RATE, LOG, CHANGE, UNDO)
"""Groups of keys that are absent where nothing may be written."""


class Acting(Hearing):
    """A page with accounts on it; subclasses say which one a verb is for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo", id="history.undo", group=UNDO, tooltip="Undo my last change"),
        Binding("ctrl+r", "redo", "redo", show=False, id="history.redo", group=UNDO),
        Binding("full_stop", "again", "repeat the last verb", show=False, id="again", group=CHANGE),
        Binding("y", "copy", "copy the name", show=False, id="copy", group=OTHER),
        Binding("ctrl+o", "import_files", "import files", show=False, id="import.open", group=CHANGE),
    ]

    last_verb: Verb | None = None
    """What `.` does again, on the account that is chosen then."""

    def targets(self) -> list[int]:
        """The accounts a verb applies to: the marked ones, else the one at the cursor."""
        return []

    def target(self) -> int:
        """The account that what is asked is about: the first of them; 0 where there is none."""
        return next(iter(self.targets()), 0)

    def advance(self) -> None:
        """Go on to the next account, where there is a list to go through."""

    def subject(self) -> str:
        targets = self.targets()
        return str(targets[0]) if len(targets) == 1 else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "import_files" and self.app.profile.gated:
            return False  # the files are not where kamtui runs
        return not (action in _verbs(type(self)) and self.book.only_looks)

    # -- actions -------------------------------------------------------------------------------------------------

    @work
    async def action_undo(self) -> None:
        """Undo my last change."""
        self.say(await self.app.do(undo), hint=t("ctrl+r redo"))

    @work
    async def action_redo(self) -> None:
        """Redo what I undid last."""
        await self.do(redo)

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

    def action_import_files(self) -> None:
        """Ask for a file and show what it is read as, on a page of its own."""
        # imported late: it is one of the pages that begin here
        from kamtui.tui.importing import import_files

        import_files(self)

    # -- for the verbs -------------------------------------------------------------------------------------------

    async def do(self, operation: Operation[P, R], *args: P.args, **kwargs: P.kwargs) -> Done[R] | None:
        """Run an operation and say what was done and how to take it back; None where it was refused."""
        done = await self.app.do(operation, *args, **kwargs)
        self.say(done)
        return done

    async def act(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Run an operation on every chosen account as one change; on more than one after a question.

        It is what `.` does again. False where nothing was changed, which has been said.
        """
        self.last_verb = partial(self._act, operation, *args, **kwargs)
        return await self._act(operation, *args, **kwargs)

    async def _act(self, operation: Operation[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> bool:
        targets = self.targets()
        if len(targets) == 1:
            one = await self.app.attempt(operation, targets[0], *args, **kwargs)
            self.say(one)
            return one is not None
        if targets and await self.agrees(t("For {count} accounts?", count=len(targets))):
            done = await self.app.attempt(on_each, operation, targets, *args, **kwargs)
            if done is not None:
                said = n("{count} account changed", "{count} accounts changed", len(done.value))
                self.call_next(self.app.say, said, "ok", t("u undo"))
            return done is not None
        return False

    def say(self, done: Done[R] | None, hint: str = "") -> None:
        """Say what was done and how to take it back; a refusal has been said already."""
        # imported late: it knows every outcome there is, and before the first change it is not needed
        from kamtui.tui.inshort import brief

        if done is not None:
            self.call_next(self.app.say, brief(done.value, self.today), "ok", hint or self.hint_after(done.value))

    def hint_after(self, outcome: Outcome) -> str:
        """Which keys go with what was done."""
        return "" if isinstance(outcome, ContactPurged) else t("u undo")

    async def decide(
        self,
        operation: Operation[Concatenate[int, V, ...], R],
        value: V,
        said: str,
        was: Mapping[int, object],
        *,
        prompt: str,
        echo: Echo | None = None,
    ) -> None:
        """Decide something about the chosen accounts, with a reason that is typed at `prompt`.

        `said` is the decision in words, `was` what was in force when one looked. Where somebody decided meanwhile,
        Enter decides all the same, and Esc keeps theirs.
        """
        key = f"{operation.name}:{self.subject()}:{value or ''}"
        reason = await self.bottom.ask(prompt, key=key, echo=echo)
        if reason is None:
            return
        self.last_verb = partial(self._act, operation, value, on=self.today, reason=reason)

        async def change(was: Mapping[Any, object]) -> None:
            await self._act(operation, value, on=self.today, reason=reason or "", was=was)

        async def insist(error: Overtaken) -> bool:
            nonlocal reason
            reason = await self.bottom.ask(
                t("{value} all the same (Esc keeps theirs), because:", value=said),
                key=key,
                echo=_theirs(error, error.name if len(self.targets()) > 1 else ""),
            )
            return reason is not None

        await self.unless_overtaken(change, was, insist)

    async def correct(
        self, operation: Operation[..., R], row: object, field: str, before: object, after: object, **more: object
    ) -> None:
        """Change one field of a row, to what was typed last.

        Where somebody else changed it meanwhile, both values are shown: Enter overwrites, Esc keeps theirs.
        """
        typed = self.app.drafts.in_hand()
        # what was read as something else, a day, is not typed again as a text
        key = typed[-1].key if typed and typed[-1].text == after else ""

        def change(values: Mapping[str, Any], was: Mapping[str, object]) -> Awaitable[Done[R] | None]:
            return self.app.attempt(operation, row, values, was=was, **more)

        await self.correct_fields(change, {field: after}, {field: before}, line=lambda _: key)

    async def correct_fields(
        self,
        change: Callable[[Mapping[str, Any], Mapping[str, object]], Awaitable[Done[R] | None]],
        values: Mapping[str, object],
        was: Mapping[str, object],
        *,
        line: Callable[[str], str],
        read: Callable[[str, str], object] = lambda field, text: text,
    ) -> None:
        """Change fields of a row that showed `was`; `change` is called with the values and what was seen of them.

        Where somebody else changed one of them meanwhile, both values are shown: Enter overwrites with what stands in
        the line, Esc keeps theirs. `line` gives the key of the line in which a field was typed, `read` makes a value
        of what is typed for it.
        """
        after = dict(values)

        async def again(was: Mapping[Any, object]) -> None:
            self.say(await change(after, was))

        async def insist(error: Overtaken) -> bool:
            key, echo, mine = line(error.field), _theirs(error), after[error.field]
            if not key:
                prompt = t("yours: '{value}'. Enter overwrites, Esc keeps theirs:", value=mine)
                return await self.bottom.ask(prompt, echo=echo, keeps=False) is not None
            start = "" if self.app.drafts.text(key) else str(mine or "")
            text = await self.bottom.ask(t("Enter overwrites, Esc keeps theirs:"), start, key=key, echo=echo)
            if text is not None:
                after[error.field] = read(error.field, text)
            return text is not None

        await self.unless_overtaken(again, was, insist)

    async def unless_overtaken(
        self,
        change: Callable[[Mapping[Any, object]], Awaitable[None]],
        was: Mapping[Any, object],
        insist: Callable[[Overtaken], Awaitable[bool]],
    ) -> None:
        """Make a change that says what was seen; as often as that moved, ask whose is to stay."""
        seen = dict(was)
        while True:
            try:
                return await change(seen)
            except Overtaken as error:
                if not await insist(error):
                    self.tell(t("kept as it was"))
                    return None
                seen[error.of] = error.now

    async def agrees(self, question: str) -> bool:
        """Whether the user answers yes; what was typed for it before is kept otherwise."""
        held = self.app.drafts.in_hand()
        answer = await self.bottom.ask(t("{question} y/n", question=question), keeps=False)
        is_yes = (answer or "").strip().casefold() in ("y", "yes", "是", "好")
        if not is_yes:
            self.bottom.put_by(held)
        return is_yes

    async def choose(
        self, prompt: str, read: Callable[[str], V], options: list[str], echo: Echo | None = None
    ) -> V | None:
        """A value typed or completed with Tab, asked for until it is one; None after Esc.

        `echo` says what is known of the options, in the place of their names.
        """
        shown = echo or checking(read, options)
        text: str | None = ""
        while True:
            text = await self.bottom.ask(prompt, text or "", suggest=completing(options), echo=shown)
            if text is None or not text.strip():
                return None
            try:
                return begun(read, options, text.strip())
            except BadInput as error:
                self.call_next(self.app.say, str(error), "error")


def _theirs(error: Overtaken, name: str = "") -> Echo:
    """Who overtook, when, and with what, on the account of a `name`; above what is typed."""
    text = t(
        "{who} set it to '{now}' at {at}, you saw '{was}'",
        who=error.who,
        now=t(str(worded(error.now, error.was) or "–")),
        at=format.moment(error.at)[5:] if error.at != "?" else error.at,
        was=t(str(error.was or "–")),
    )
    if name:
        text = f"{fit(name, NAME).rstrip()}: {text}"
    return lambda _: [("! ", "warn"), (text, "warn")]


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


def completing(options: Sequence[str]) -> Suggest:
    """Tab goes through the options that begin with what is typed."""
    return lambda text: [option for option in options if option.casefold().startswith(text.casefold())]


def begun(read: Callable[[str], V], options: Sequence[str], text: str) -> V:
    """What a text is read as, or else the only option that begins with it; raises what reading the text raised."""
    try:
        return read(text)
    except KamError:
        meant = completing(options)(text)
        if not text or len(meant) != 1:
            raise
        return read(meant[0])


def checking(read: Callable[[str], object], options: list[str]) -> Echo:
    """Says what the typed text is read as, and what there is to choose from before."""

    def echo(text: str) -> Line:
        try:
            return [("  " + t(str(begun(read, options, text.strip()))), "accent")]
        except BadInput:
            return [("  " + " · ".join(t(option) for option in options), "muted")]

    return echo
