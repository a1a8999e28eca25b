"""Exceptions: raised with a proposal, discussed, and decided by a head (R97, R98)."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.exceptions import Kind, State
from kamtui.domain.outcomes.exceptions import ExceptionCommented, ExceptionDecided, ExceptionRaised
from kamtui.errors import BadInput, Conflict, NothingToDo, NotPermitted
from kamtui.i18n import t
from kamtui.ops.core import operation
from kamtui.store import accounts, exceptions, permits
from kamtui.store.exceptions import ExceptionRow
from kamtui.store.tx import Tx, instant


@operation("exception.add")
def raise_exception(
    tx: Tx, title: str, *, proposal: str, on: dt.date, account_id: int | None = None, kind: Kind = Kind.OTHER
) -> ExceptionRaised:
    """Raise an exception for a head to decide.

    `proposal` is what the author would do: a head answers proposals, not questions (R98). `account_id` None is about no
    account. Raises NotFound, BadInput.
    """
    if not title.strip():
        raise BadInput(t("an exception needs a title: what is beyond the limits"))
    if not proposal.strip():
        raise BadInput(t("an exception needs a proposal: say what you would do; a head answers that, not a question"))
    account = None if account_id is None else accounts.one(tx.conn, account_id).name
    values = {
        "account_id": account_id,
        "on_date": on.isoformat(),
        "kind": kind.value,
        "title": title.strip(),
        "proposal": proposal.strip(),
        "raised_by": tx.author,
        "recorded_at": instant(tx.now),
    }
    return ExceptionRaised(tx.insert("exception", values), account_id, account, title.strip())


@operation("exception.approve")
def approve_exception(tx: Tx, exception_id: int, *, on: dt.date, answer: str = "") -> ExceptionDecided:
    """Approve an exception as it is proposed. Raises NotFound, NotPermitted, Conflict, NothingToDo."""
    return _decide(tx, exception_id, State.APPROVED, answer, on)


@operation("exception.change")
def change_exception(tx: Tx, exception_id: int, answer: str, *, on: dt.date) -> ExceptionDecided:
    """Decide an exception otherwise than proposed.

    `answer` says what is done instead. Raises NotFound, NotPermitted, BadInput, Conflict.
    """
    if not answer.strip():
        raise BadInput(t("say what is done instead of what is proposed"))
    return _decide(tx, exception_id, State.CHANGED, answer, on)


@operation("exception.refuse")
def refuse_exception(tx: Tx, exception_id: int, answer: str, *, on: dt.date) -> ExceptionDecided:
    """Refuse an exception.

    `answer` says why. Raises NotFound, NotPermitted, BadInput, Conflict.
    """
    if not answer.strip():
        raise BadInput(t("say why it is refused"))
    return _decide(tx, exception_id, State.REFUSED, answer, on)


@operation("exception.withdraw")
def withdraw_exception(tx: Tx, exception_id: int, *, on: dt.date, answer: str = "") -> ExceptionDecided:
    """Withdraw an exception that one raised oneself.

    `answer` may say why. Raises NotFound, NotPermitted, Conflict, NothingToDo.
    """
    found = exceptions.one(tx.conn, exception_id)
    if found.raised_by.casefold() != tx.author.casefold():
        message = "exception {id} was raised by {who}: only {who} withdraws it; a head may refuse it"
        raise NotPermitted(t(message, id=found.id, who=found.raised_by))
    return _settle(tx, found, State.WITHDRAWN, answer, on)


@operation("exception.comment")
def comment_on_exception(tx: Tx, exception_id: int, text: str, *, on: dt.date) -> ExceptionCommented:
    """Comment on an exception that waits. Raises NotFound, BadInput, Conflict."""
    if not text.strip():
        raise BadInput(t("a comment without words says nothing"))
    found = exceptions.one(tx.conn, exception_id)
    _must_wait(found)
    values = {
        "exception_id": found.id,
        "account_id": found.account_id,
        "on_date": on.isoformat(),
        "author": tx.author,
        "text": text.strip(),
        "recorded_at": instant(tx.now),
    }
    return ExceptionCommented(tx.insert("exception_comment", values), found.id, found.title)


def _decide(tx: Tx, exception_id: int, state: State, answer: str, on: dt.date) -> ExceptionDecided:
    found = exceptions.one(tx.conn, exception_id)
    if not permits.may_decide(tx.conn, tx.author, on):
        heads = ", ".join(permits.heads(tx.conn, on) or ())
        if not heads:
            message = "only a head decides, and none works here any more; see: kamtui user edit LOGIN --role head"
            raise NotPermitted(t(message))
        raise NotPermitted(t("only a head decides exceptions: {heads}; you may comment", heads=heads))
    return _settle(tx, found, state, answer, on)


def _settle(tx: Tx, found: ExceptionRow, state: State, answer: str, on: dt.date) -> ExceptionDecided:
    if found.state is state and found.decided_by.casefold() == tx.author.casefold():
        raise NothingToDo(t("exception {id} is {state} already, by you", id=found.id, state=t(state)))
    _must_wait(found)
    if on < found.on:
        message = "exception {id} was raised on {raised}; it cannot be decided before, on {on}"
        raise BadInput(t(message, id=found.id, raised=found.on, on=on))
    values = {
        "state": state.value,
        "answer": answer.strip(),
        "decided_by": tx.author,
        "decided_on": on.isoformat(),
    }
    tx.update("exception", found.id, values)
    return ExceptionDecided(found.id, found.account_id, found.account, found.title, state, answer.strip())


def _must_wait(found: ExceptionRow) -> None:
    if found.state is not State.WAITING:
        raise Conflict(
            t(
                "exception {id} was decided already: {state} by {who} on {on}",
                id=found.id,
                state=t(found.state),
                who=found.decided_by,
                on=found.decided_on,
            )
        )
