"""Forms filled in the bottom line, one field after the other."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

from kamtui.errors import KamError
from kamtui.i18n import t
from kamtui.ops.core import Done, Operation
from kamtui.tui.screens.acting import Acting, begun, completing
from kamtui.tui.text import Line
from kamtui.tui.widgets.bottomline import Echo

Values = Mapping[str, Any]
Read = Callable[[Acting, int, str, Values], Any]
"""Reads an answer on a page, for its account, beside those before it; raises a refusal, said before asking again."""

Call = tuple[tuple[Any, ...], Values]
"""Positional and keyword arguments of an operation."""


class Field(NamedTuple):
    """One question; an empty answer leaves the field out."""

    name: str
    prompt: str
    read: Read
    options: Sequence[str] | Callable[[Acting], Sequence[str]] = ()
    """What Tab completes; a function where the book says it."""
    is_required: bool = False
    before: Callable[[Acting, int, Values], object] | None = None
    """Reads the value that the answer is to replace, as it is stored; it is shown above the line."""


class Form(NamedTuple):
    """What to ask for an operation, and its call on the answers that were given.

    A form whose fields replace values calls an operation that takes `was`: a row and the fields to change, or a row and
    one keyword for each of them. An answer goes to the field of its own name, else it is that of `value`.
    """

    operation: Operation[..., Any]
    fields: tuple[Field, ...]
    call: Callable[[Acting, int, Values], Call]
    """(page, account, answers) -> positional and keyword arguments."""

    @property
    def label(self) -> str:
        return self.operation.label

    @property
    def needs_account(self) -> bool:
        """Whether it can only be asked where an account is chosen."""
        first = [*inspect.signature(self.operation.within).parameters.values()][1]
        return (first.name, first.annotation) == ("account_id", "int")

    @property
    def edits(self) -> bool:
        """Whether it changes what is there already."""
        return any(field.before is not None for field in self.fields)


def without(given: Values, *taken: str) -> dict[str, Any]:
    """The answers but those that were taken already."""
    return {name: value for name, value in given.items() if name not in taken}


def run(page: Acting, form: Form, given: Values | None = None) -> None:
    """Ask for the fields of a form on a page, without those whose answers are `given`, and do its operation."""
    if form.needs_account and not page.targets():
        page.tell(t("choose an account first"), "warn")
        return
    page.run_worker(_Filling(page, form, given or {}).fill(), exit_on_error=True)


class _Filling:
    """One form on its way, for the account that was chosen when it began."""

    def __init__(self, page: Acting, form: Form, given: Values) -> None:
        self.page = page
        self.form = form
        self.account = page.target()
        self.answers: dict[str, Any] = dict(given)
        self.seen: dict[str, object] = {}
        """Answer -> what stood there when it was asked for."""

    async def fill(self) -> None:
        for field in self.form.fields:
            if field.name not in self.answers and not await self._ask(field):
                return
        if self.form.edits:
            await self._edit()
        else:
            arguments, named = self._call()
            await self.page.do(self.form.operation, *arguments, **named)

    async def _ask(self, field: Field) -> bool:
        """Take an answer, asked for until it is understood; False after Esc."""
        page, text = self.page, ""
        options = field.options(page) if callable(field.options) else field.options
        if field.before is not None:
            self.seen[field.name] = field.before(page, self.account, self.answers)
        while True:
            answer = await page.bottom.ask(
                t(field.prompt),
                text,
                key=self._line(field.name),
                suggest=completing(list(options)),
                echo=_present(self.seen[field.name]) if field.name in self.seen else None,
            )
            text = answer or ""
            if answer is None or (not text.strip() and not field.is_required):
                return answer is not None
            try:
                self.answers[field.name] = begun(
                    lambda said: field.read(page, self.account, said, self.answers), options, text.strip()
                )
                return True
            except KamError as error:
                page.call_next(page.app.say, str(error), "error")

    async def _edit(self) -> None:
        """Make the change, unless somebody changed the same since it was asked for."""
        (row, *rest), named = self._call()

        def change(values: Values, was: Values) -> Awaitable[Done[Any] | None]:
            arguments = (row, values) if rest else (row,)
            keywords = named if rest else values
            return self.page.app.attempt(self.form.operation, *arguments, **keywords, was=was)

        def read(field: str, text: str) -> object:
            name = self._answer(field)
            reader = next(each.read for each in self.form.fields if each.name == name)
            self.answers[name] = reader(self.page, self.account, text.strip(), self.answers)
            return self._values()[field]

        values = self._values()
        was = {field: self.seen[self._answer(field)] for field in values}
        await self.page.correct_fields(
            change, values, was, line=lambda field: self._line(self._answer(field)), read=read
        )

    def _call(self) -> Call:
        return self.form.call(self.page, self.account, self.answers)

    def _values(self) -> Values:
        """Fields and their new values."""
        (_, *rest), named = self._call()
        values: Values = rest[0] if rest else named
        return values

    def _answer(self, field: str) -> str:
        return field if field in self.seen else "value"

    def _line(self, name: str) -> str:
        return f"{self.form.operation.name}:{self.account}:{name}"


def _present(value: object) -> Echo:
    """What is there now."""
    shown = (t("yes") if value else t("no")) if isinstance(value, bool) else str(value or "–")
    line: Line = [("  " + t("now: {value}", value=t(shown)), "muted")]
    return lambda _: line
