"""Commands that write: one row from the line or many from stdin, then what was done and how to take it back.

A command is a function that is given a `Writing` and the texts of its parameters. `@writes` makes a Typer command of
it and adds --stdin, --each, --key and --dry-run; rows on stdin have the same names as the parameters.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Concatenate,
    Generic,
    NamedTuple,
    ParamSpec,
    TypeVar,
    get_args,
    get_type_hints,
)

import typer

from kamtui.cli import out
from kamtui.cli.session import Session
from kamtui.domain import fields
from kamtui.errors import BadInput, KamError, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import Operation, is_first
from kamtui.store import lookup
from kamtui.store.sqlite import Connection
from kamtui.store.tx import Tx

if TYPE_CHECKING:
    # half of the commands only read, and pay for none of what an operation may answer
    from kamtui.cli import batch
    from kamtui.domain.outcomes.every import Outcome

P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")
Body = Callable[Concatenate["Writing", P], "Outcome"]
Given = dict[str, Any]
"""Parameter -> its text, list of texts or flag."""

_DRY_RUN = Annotated[bool, typer.Option("--dry-run", help=t("Show what would happen, save nothing."))]
_STDIN = Annotated[bool, typer.Option("--stdin", help=t("Rows from stdin: JSON Lines, a JSON list or CSV."))]
_EACH = Annotated[bool, typer.Option("--each", help=t("With --stdin: every row is a change of its own."))]
_KEY = Annotated[str | None, typer.Option(metavar="KEY", help=t("Your key for this row; sent again, nothing happens."))]


class Writing:
    """What a writing command works with: the running transaction, and names resolved inside it."""

    def __init__(self, session: Session, tx: Tx, *, is_batch: bool) -> None:
        self.session = session
        self.tx = tx
        self.is_batch = is_batch
        self.later: list[Callable[[], None]] = []
        """What to do once the change is saved; not in a dry run."""

    @property
    def conn(self) -> Connection:
        return self.tx.conn

    def do(self, operation: Operation[Q, R], *args: Q.args, **kwargs: Q.kwargs) -> R:
        """Call an operation within the running transaction."""
        return operation.within(self.tx, *args, **kwargs)

    def once(self, operation: str, key: str) -> None:
        """Go on only the first time that this key of the sender's comes; raises Repeated."""
        if not is_first(self.tx, operation, key):
            raise Repeated(key)

    def date(self, text: str) -> dt.date:
        """A typed date."""
        return self.session.date(text)

    def account(self, text: str) -> int:
        """The account that a typed name means."""
        return lookup.account(self.conn, text)

    def contact(self, text: str, account: int | None = None) -> int:
        """The contact that a typed name means, at an account where one is given."""
        return lookup.contact(self.conn, text, account)


class Repeated(Exception):
    """A row whose key came before: it is answered as done, and nothing is written."""

    def __init__(self, key: str) -> None:
        super().__init__(t("key {key} came before; nothing was written", key=key))
        self.key = key


class Answer(NamedTuple):
    """What came of one row."""

    shape: Mapping[str, object]
    """The row as JSON; for one that changed nothing, why. Empty where nobody asked."""
    sentence: str
    """What was done; empty where the row is asked for instead."""


class WritingCommand(Generic[P]):
    """A command that writes, before Typer knows its parameters."""

    def __init__(self, operation: str, body: Body[P], *, rows: bool) -> None:
        self.operation = operation
        self.body = body
        self.takes_rows = rows
        self.__doc__ = body.__doc__

    def function(self) -> Callable[..., None]:
        """The function that Typer calls, with the shared options behind the command's own."""
        hints = get_type_hints(self.body, include_extras=True)
        parameters = list(inspect.signature(self.body).parameters.values())[1:]
        required = [entry.name for entry in parameters if entry.default is inspect.Parameter.empty]
        key_is_ours = self.takes_rows and all(entry.name != "key" for entry in parameters)

        def command(ctx: typer.Context, **given: Any) -> None:
            stdin, each, dry_run = (given.pop(name, False) for name in ("stdin", "each", "dry_run"))
            # read before the transaction: nobody waits for a slow sender
            rows = _sent(given, hints) if stdin else [given]
            run = _Run(ctx.obj, self.operation, self.body, required, key_is_ours=key_is_ours, is_batch=stdin)
            run(rows, each=each and stdin, dry_run=dry_run)

        command.__doc__ = self.body.__doc__
        command.__signature__ = self._signature(parameters, hints, key_is_ours=key_is_ours)  # type: ignore[attr-defined]
        return command

    def _signature(
        self, parameters: list[inspect.Parameter], hints: Mapping[str, Any], *, key_is_ours: bool
    ) -> inspect.Signature:
        """Where rows on stdin may bring them, nothing is required on the line."""
        kind = inspect.Parameter.KEYWORD_ONLY
        own = []
        for entry in parameters:
            hint, default = hints[entry.name], entry.default
            if default is inspect.Parameter.empty:
                of, *info = get_args(hint)
                hint, default = Annotated[of | None, *info], None
            own.append(inspect.Parameter(entry.name, kind, annotation=hint, default=default))
        if key_is_ours:
            own.append(inspect.Parameter("key", kind, annotation=_KEY, default=None))
        shared = {"stdin": _STDIN, "each": _EACH} if self.takes_rows else {}
        own += [
            inspect.Parameter(name, kind, annotation=hint, default=False)
            for name, hint in {**shared, "dry_run": _DRY_RUN}.items()
        ]
        context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
        return inspect.Signature([context, *own])


def writes(operation: str, *, rows: bool = True) -> Callable[[Body[P]], WritingCommand[P]]:
    """Make a Typer command of a function that writes under the name of `operation`; `rows`: also from stdin."""
    return lambda body: WritingCommand(operation, body, rows=rows)


class _Run:
    """One invocation of a writing command."""

    def __init__(
        self,
        session: Session,
        operation: str,
        body: Body[...],
        required: list[str],
        *,
        key_is_ours: bool,
        is_batch: bool,
    ) -> None:
        self.session = session
        self.operation = operation
        self.body = body
        self.required = required
        self.key_is_ours = key_is_ours
        self.is_batch = is_batch
        self.documents: list[Mapping[str, object]] = []
        self.idle = 0
        """How many rows there was nothing to do for."""

    def __call__(self, rows: list[Given], *, each: bool, dry_run: bool) -> None:
        code = 0
        numbered = enumerate(rows, 1)
        if each:
            for entry in numbered:
                code = self._alone(entry, dry_run=dry_run) or code
        else:
            self._change(numbered, dry_run=dry_run)
        if self.session.options.json:
            out.document(self.documents if self.is_batch else self.documents[0])
        if dry_run:
            out.tell(t("dry run: nothing was saved"))
        if code or self.idle == len(rows):
            raise typer.Exit(code or NothingToDo.exit_code)

    def _alone(self, entry: tuple[int, Given], *, dry_run: bool) -> int:
        """One row as a change of its own; a refused one does not keep the others back."""
        try:
            self._change([entry], dry_run=dry_run)
        except KamError as error:
            body = {"code": error.code, "message": str(error), **error.details()}
            self.documents.append({"row": entry[0], "error": body})
            return out.refused(error, self.session.options)
        return 0

    def _change(self, rows: Iterable[tuple[int, Given]], *, dry_run: bool) -> None:
        with self.session.book.write(self.operation, dry_run=dry_run) as tx:
            writing = Writing(self.session, tx, is_batch=self.is_batch)
            answers = [self._one(writing, row, number) for number, row in rows]
        change = None if dry_run else tx.change
        for do in [] if dry_run else writing.later:
            do()
        if self.session.options.json:
            self.documents += [{**answer.shape, "change": change} for answer in answers]
        else:
            out.block(self._lines(answers, change))

    def _one(self, writing: Writing, row: Given, number: int) -> Answer:
        try:
            missing = [name for name in self.required if row[name] is None]
            if missing:
                raise BadInput(t("{field} is missing; see --help", field=missing[0].rstrip("_").upper()))
            key = row.pop("key", None) if self.key_is_ours else None
            if key is not None:
                writing.once(self.operation, key)
            outcome = self.body(writing, **row)
        except Repeated as again:
            return Answer({"key": again.key, "repeated": True}, str(again))
        except NothingToDo as error:
            if not self.is_batch:
                raise
            self.idle += 1
            return Answer({"nothing_to_do": str(error)}, str(error))
        except KamError as error:
            if self.is_batch:
                error.args = (t("row {number}: {message}", number=number, message=error),)
            raise
        return Answer(self._shape(writing, outcome), self._sentence(outcome))

    def _sentence(self, outcome: Outcome) -> str:
        if self.session.options.json or self.session.options.quiet:
            return ""
        # imported late: what only reads, and half of the commands beside it do, has nothing to say
        from kamtui.render.said import said

        return said(outcome)

    def _shape(self, writing: Writing, outcome: Outcome) -> Mapping[str, object]:
        if not (self.session.options.json or self.session.options.quiet):
            return {}
        # imported late: a sentence is answered without reading rows
        from kamtui.cli import written

        # read inside the transaction, so that a dry run shows the row as it would be
        return written.shape(writing.conn, outcome)

    def _lines(self, answers: list[Answer], change: int | None) -> Iterator[str]:
        if self.session.options.quiet:
            yield from (str(answer.shape["id"]) for answer in answers if "id" in answer.shape)
            return
        yield from (out.safe(answer.sentence) for answer in answers)
        if change is not None:
            yield t("undo: kamtui undo {change}", change=change)


def _sent(line: Mapping[str, Any], hints: Mapping[str, Any]) -> list[Given]:
    """The rows on stdin."""
    # imported late: most commands are typed
    from kamtui.cli import batch

    kinds = {name: str(hint) for name, hint in hints.items()}
    return [_filled(line, row, kinds, batch.texts) for row in batch.rows()]


def _filled(
    line: Mapping[str, Any], row: batch.Row, kinds: Mapping[str, str], texts: Callable[[object], list[str]]
) -> Given:
    """A row as the texts of the command's parameters; what it leaves out is as on the command line."""
    given = dict(line)
    for field, value in row.items():
        name = next((name for name in (field, f"{field}_", field.replace("-", "_")) if name in given), None)
        if name is None:
            known = ", ".join(name.rstrip("_") for name in given)
            raise BadInput(t("a row has no field '{field}'; it has {known}", field=field, known=known))
        if value in (None, "", []):
            continue
        kind = kinds.get(name, "")
        if "list" in kind:
            given[name] = texts(value)
        elif isinstance(value, list | dict):
            raise BadInput(t("the field '{field}' of a row takes one value", field=field))
        elif "bool" in kind:
            given[name] = value if isinstance(value, bool) else fields.yes_no(str(value))
        else:
            given[name] = str(value)
    return given
