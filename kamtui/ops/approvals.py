"""What lies beyond the limits rests on an exception that a head approved, or is put before one (R97, R98)."""

from __future__ import annotations

from kamtui.domain.exceptions import Kind, State
from kamtui.errors import BadInput, NotPermitted
from kamtui.i18n import t
from kamtui.ops.exceptions import raise_exception
from kamtui.store import exceptions
from kamtui.store.exceptions import ExceptionRow
from kamtui.store.tx import Tx


def approved(tx: Tx, exception_id: int, account_id: int, kind: Kind) -> ExceptionRow:
    """The exception that something rests on, as a head decided it.

    Raises NotFound, BadInput where it is about something else, and NotPermitted where no head agreed.
    """
    found = exceptions.one(tx.conn, exception_id)
    if found.account_id != account_id or found.kind is not kind:
        about = t(
            "exception {id} is not about {kind} of this account: {title}", id=found.id, kind=t(kind), title=found.title
        )
        raise BadInput(about)
    if found.state not in (State.APPROVED, State.CHANGED):
        raise NotPermitted(t("exception {id} is {state}: nothing can rest on it", id=found.id, state=t(found.state)))
    return found


def ask(tx: Tx, account_id: int, kind: Kind, title: str, proposal: str) -> int:
    """Put it before a head, with what is proposed; the number of the exception."""
    return raise_exception.within(
        tx, title, proposal=proposal, on=tx.today, account_id=account_id, kind=kind
    ).exception_id
