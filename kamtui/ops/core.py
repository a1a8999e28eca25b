"""The operation: a typed function that is given a transaction and can be called with a book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, TypeVar

from kamtui.errors import BadInput, NothingToDo
from kamtui.i18n import t
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.store.tx import Tx

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

MODULES = (
    "accounts",
    "groups",
    "merging",
    "splitting",
    "duplicates",
    "contacts",
    "moves",
    "samepeople",
    "personal",
    "touches",
    "quicklog",
    "statuses",
    "stages",
    "tiers",
    "proposals",
    "backfill",
    "shedding",
    "playbooks",
    "tasks",
    "opinions",
    "issues",
    "sales",
    "invoices",
    "payments",
    "judgements",
    "facts",
    "products",
    "peaks",
    "rates",
    "reviews",
    "exceptions",
    "users",
    "teams",
    "handover",
    "plans",
    "goals",
    "opportunities",
    "quotas",
    "profiles",
    "rivals",
    "partnerships",
    "influences",
    "links",
    "redflags",
    "policies",
    "credit",
    "terms",
    "history",
    "exports",
    "transfer.apply",
)
"""Where operations live; `load_all` imports them for those who need the whole registry."""


class Done(NamedTuple, Generic[R_co]):
    """The outcome of an operation, and the change that undoes it."""

    value: R_co
    change: int | None
    """None: there was nothing to write."""


class Operation(Generic[P, R]):
    """A verb of the book. Called with a book it is one journaled change; `within` joins a running one."""

    def __init__(self, name: str, function: Callable[Concatenate[Tx, P], R]) -> None:
        self.name = name
        self.within = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.__module__ = function.__module__

    @property
    def label(self) -> str:
        """The docstring's first sentence without its full stop: palette entry, CLI help, audit label."""
        return (self.__doc__ or "").strip().partition("\n")[0].partition(". ")[0].rstrip(".")

    def __call__(self, book: Book, /, *args: P.args, **kwargs: P.kwargs) -> Done[R]:
        with book.write(self.name) as tx:
            value = self.within(tx, *args, **kwargs)
        return Done(value, tx.change)

    def __repr__(self) -> str:
        return f"<operation {self.name}>"


REGISTRY: dict[str, Operation[..., Any]] = {}
"""Every operation by name, "noun.verb"; complete after `load_all`."""


def operation(name: str) -> Callable[[Callable[Concatenate[Tx, P], R]], Operation[P, R]]:
    """Register a function as the operation `name`; its signature stays, less the transaction."""

    def register(function: Callable[Concatenate[Tx, P], R]) -> Operation[P, R]:
        made = Operation(name, function)
        assert name not in REGISTRY, f"two operations are called {name}"
        REGISTRY[name] = made
        return made

    return register


def on_each(
    book: Book,
    operation: Operation[Concatenate[int, P], R],
    targets: Sequence[int],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> Done[list[R]]:
    """One change that does an operation on every target; those that are so already are passed over.

    Raises NothingToDo when all of them are.
    """
    outcomes = []
    with book.write(operation.name) as tx:
        for target in targets:
            with suppress(NothingToDo):
                outcomes.append(operation.within(tx, target, *args, **kwargs))
        if not outcomes:
            raise NothingToDo(t("all {count} are that already", count=len(targets)))
    return Done(outcomes, tx.change)


def together(book: Book, name: str, calls: Sequence[Callable[[Tx], R]], /) -> Done[list[R]]:
    """One change, called `name`, that makes several calls; those there is nothing to do for are passed over.

    Raises NothingToDo when all of them are.
    """
    outcomes = []
    with book.write(name) as tx:
        for call in calls:
            with suppress(NothingToDo):
                outcomes.append(call(tx))
        if not outcomes:
            raise NothingToDo(t("all {count} are that already", count=len(calls)))
    return Done(outcomes, tx.change)


def is_first(tx: Tx, op: str, key: str) -> bool:
    """Whether a script sends this key for the first time; the key is kept with the change that it belongs to."""
    if journal.was_sent(tx.conn, op, key):
        return False
    tx.insert("sent", {"op": op, "key": key})
    return True


def past(tx: Tx, on: dt.date | None) -> dt.date:
    """A day up to today, today where none is said; raises BadInput."""
    day = on or tx.today
    if day > tx.today:
        raise BadInput(t("{on} is still to come", on=day))
    return day


def load_all() -> dict[str, Operation[..., Any]]:
    """The complete registry."""
    for module in MODULES:
        import_module(f"kamtui.ops.{module}")
    return REGISTRY
