"""Commands that write: one row from the line or many from stdin, then what was done and how to take it back.

A command is a function that is given a `Writing` and the texts of its parameters. `@writes` makes a Typer command of
it and adds --stdin, --each, --key and --dry-run; rows on stdin have the same names as the parameters.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Concatenate, NamedTuple, ParamSpec, TypeVar, get_args, get_type_hints

import typer

from kamtui.cli import batch, out, written
from kamtui.cli.session import Session
from kamtui.domain.outcomes import Outcome
from kamtui.errors import BadInput, KamError, NothingToDo
from kamtui.i18n import t
from kamtui.ops.core import Operation, is_first
from kamtui.render.said import said
from kamtui.store import lookup
from kamtui.store.sqlite import Connection
from kamtui.store.tx import Tx

P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")
Body = Callable[Concatenate["Writing", P], Outcome]

_SHARED: Mapping[str, Any] = {
    "stdin": Annotated[bool, typer.Option("--stdin", help=t("Rows from stdin: JSON Lines, a JSON list or CSV."))],
    "each": Annotated[bool, typer.Option("--each", help=t("With --stdin: every row is a change of its own."))],
    "dry_run": Annotated[bool, typer.Option("--dry-run", help=t("Show what would happen, save nothing."))],
}
_KEY = Annotated[str | None, typer.Option("--key", help=t("Your key for this row; sent again, nothing happens."))]


class Writing:
    """What a writing command works with: the running transaction, and names resolved inside it."""

    def __init__(self, session: Session, tx: Tx) -> None:
        self.session = session
        self.tx = tx

    @property
    def conn(self) -> Connection:
        return self.tx.conn

    def do(self, operation: Operation[Q, R], *args: Q.args, **kwargs: Q.kwargs) -> R:
        """Call an operation within the running transaction."""
        return operation.within(self.tx, *args, **kwargs)

    def account(self, text: str) -> int:
        """The account that a typed name means."""
        return lookup.account(self.conn, text)

    def contact(self, text: str, account: int | None = None) -> int:
        """The contact that a typed name means, at an account where one is given."""
        return lookup.contact(self.conn, text, account)


class Answer(NamedTuple):
    """What came of one row."""

    shape: Mapping[str, object]
    """The row as JSON; for one that changed nothing, why."""
    sentence: str


def writes(operation: str) -> Callable[[Body[P]], Callable[..., None]]:
    """Make a Typer command of a function that writes under the name of `operation`."""

    def make(body: Body[P]) -> Callable[..., None]:
        hints = get_type_hints(body, include_extras=True)
        parameters = list(inspect.signature(body).parameters.values())[1:]
        required = [entry.name for entry in parameters if entry.default is inspect.Parameter.empty]
        takes_key = any(entry.name == "key" for entry in parameters)

        def command(ctx: typer.Context, **given: Any) -> None:
            stdin, each, dry_run = (given.pop(name) for name in _SHARED)
            rows: Iterable[dict[str, Any]] = [given]
            if stdin:
                rows = (_filled(given, row, hints) for row in batch.rows())
            run = _Run(ctx.obj, operation, body, required, key_is_ours=not takes_key, is_batch=stdin)
            run(rows, each=each, dry_run=dry_run)

        command.__doc__ = body.__doc__
        command.__signature__ = _signature(parameters, hints, takes_key=takes_key)  # type: ignore[attr-defined]
        return command

    return make


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

    def __call__(self, rows: Iterable[dict[str, Any]], *, each: bool, dry_run: bool) -> None:
        options = self.session.options
        documents: list[Mapping[str, object]] = []
        for group in ([row] for row in rows) if each else [rows]:
            with self.session.book.write(self.operation, dry_run=dry_run) as tx:
                answers = [self._one(Writing(self.session, tx), row, number) for number, row in enumerate(group, 1)]
            change = None if dry_run else tx.change
            if options.json:
                documents += [{**answer.shape, "change": change} for answer in answers]
            else:
                self._say(answers, change)
        if options.json:
            out.document(documents if self.is_batch else documents[0])
        if dry_run:
            out.tell(t("dry run: nothing was saved"))

    def _one(self, writing: Writing, row: dict[str, Any], number: int) -> Answer:
        try:
            missing = [name for name in self.required if row[name] is None]
            if missing:
                raise BadInput(t("{field} is missing; see --help", field=missing[0].rstrip("_").upper()))
            key = row.pop("key", None) if self.key_is_ours else None
            if key is not None and not is_first(writing.tx, self.operation, key):
                return Answer({"key": key, "repeated": True}, t("key {key} came before; nothing was written", key=key))
            outcome = self.body(writing, **row)
        except NothingToDo as error:
            if not self.is_batch:
                raise
            return Answer({"nothing_to_do": str(error)}, str(error))
        except KamError as error:
            if self.is_batch:
                error.args = (t("row {number}: {message}", number=number, message=error),)
            raise
        # read inside the transaction, so that a dry run shows the row as it would be
        return Answer(written.shape(writing.conn, outcome), said(outcome))

    def _say(self, answers: list[Answer], change: int | None) -> None:
        for answer in answers:
            if not self.session.options.quiet:
                out.line(answer.sentence)
            elif "id" in answer.shape:
                out.line(answer.shape["id"])
        if change is not None and not self.session.options.quiet:
            out.line(t("undo: kamtui undo {change}", change=change))


def _filled(line: Mapping[str, Any], row: batch.Row, hints: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the texts of the command's parameters; what it leaves out is as on the command line."""
    given = dict(line)
    for field, value in row.items():
        name = field if field in given else f"{field}_"
        if name not in given:
            known = ", ".join(name.rstrip("_") for name in given)
            raise BadInput(t("a row has no field '{field}'; it has {known}", field=field, known=known))
        if value in (None, ""):
            continue
        if "list" in str(hints.get(name)):
            given[name] = batch.texts(value)
        else:
            given[name] = value if isinstance(value, bool) else str(value)
    return given


def _signature(parameters: list[inspect.Parameter], hints: Mapping[str, Any], *, takes_key: bool) -> inspect.Signature:
    """The Typer signature: nothing is required on the line, because rows on stdin may bring it."""
    kind = inspect.Parameter.KEYWORD_ONLY
    own = []
    for entry in parameters:
        hint, default = hints[entry.name], entry.default
        if default is inspect.Parameter.empty:
            of, *info = get_args(hint)
            hint, default = Annotated[of | None, *info], None
        own.append(inspect.Parameter(entry.name, kind, annotation=hint, default=default))
    shared = [inspect.Parameter(name, kind, annotation=hint, default=False) for name, hint in _SHARED.items()]
    if not takes_key:
        shared.append(inspect.Parameter("key", kind, annotation=_KEY, default=None))
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    return inspect.Signature([context, *own, *shared])
