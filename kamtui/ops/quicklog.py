"""The touch line held against an account: who is meant, and the line logged as one touch."""

from __future__ import annotations

import datetime as dt

from kamtui.domain import quickline
from kamtui.domain.names import answers_to
from kamtui.domain.outcomes.touches import TouchLogged
from kamtui.domain.touches import Kind, TouchState
from kamtui.domain.understood import Several, Somebody, Understood
from kamtui.errors import BadInput, NotFound
from kamtui.i18n import t
from kamtui.ops.contacts import add_contact
from kamtui.ops.core import operation
from kamtui.ops.meant import candidates, nobody, person, step, unclear
from kamtui.ops.tasks import add_task
from kamtui.ops.touches import add_touch
from kamtui.store import accounts, contacts, policies, touches
from kamtui.store.sqlite import Connection
from kamtui.store.tx import Tx

__all__ = ["log_line", "person", "understand"]


@operation("touch.log")
def log_line(
    tx: Tx, account_id: int, line: str, *, create_missing: bool = False, key: str | None = None
) -> TouchLogged:
    """Log a touch in one line.

    The line names kind, people, minutes, day, promises of both sides, status and the customer's reaction (see
    `domain.quickline`). Somebody marked with @ whom nobody knows is added to the account with `create_missing`, else
    refused; the same `key` twice is one touch. On a day to come it is planned. Raises NotFound, BadInput, Ambiguous.
    """
    if key is not None and touches.with_key(tx.conn, key) is not None:
        return add_touch.within(tx, account_id, key=key)
    if quickline.parse(line, tx.today).empty:
        raise BadInput(t("the line says nothing; try: c @name what was said >fri next step"))
    found = understand(tx.conn, account_id, line, tx.today)
    for several in found.unclear:
        raise unclear(several)
    if found.unknown and not create_missing:
        raise NotFound(nobody(found.unknown[0], found.account))
    added = [add_contact.within(tx, account_id, name).contact_id for name in found.unknown]
    people = [*(somebody.contact_id for somebody in found.people), *added]
    logged = add_touch.within(
        tx,
        account_id,
        kind=found.kind,
        people=people,
        on=found.on,
        minutes=found.minutes,
        summary=found.summary,
        state=TouchState.SCHEDULED if found.on > tx.today else TouchState.DONE,
        feedback=found.feedback,
        key=key,
        follow_up=step(found.follow_up, found.summary),
        status=found.status,
    )
    theirs = step(found.their_promise, found.summary)
    if theirs is None:
        return logged
    promised = add_task.within(
        tx,
        theirs.title,
        account_id=account_id,
        due_on=theirs.due_on,
        # of several people nobody knows which one promised it
        contact_id=people[0] if len(people) == 1 else None,
        touch_id=logged.touch_id,
        on=found.on,
        by_customer=True,
    )
    return logged._replace(their_promise=promised)


def understand(conn: Connection, account_id: int, line: str, today: dt.date) -> Understood:
    """What `line` says of a touch with an account: its people found among those who work there. Raises NotFound."""
    name = accounts.one(conn, account_id).name
    here = [place.contact for place in contacts.positions(conn, account_id, on=today)]
    said = quickline.with_people(
        quickline.parse(line, today), lambda word: any(answers_to(contact, word) for contact in here)
    )
    people: list[Somebody] = []
    unknown: list[str] = []
    fits: list[Several] = []
    for word in dict.fromkeys(said.people):
        found = candidates(conn, account_id, word, today)
        if len(found) == 1:
            people += [found[0]] if found[0] not in people else []
        elif found:
            fits.append(Several(word, found))
        else:
            unknown.append(word)
    kind, on = said.kind or Kind.CALL, said.on or today
    return Understood(
        account_id,
        name,
        kind,
        tuple(people),
        tuple(unknown),
        tuple(fits),
        policies.usual_minutes(conn, on)[kind] if said.minutes is None else said.minutes,
        on,
        said.follow_up,
        said.status,
        said.summary,
        said.their_promise,
        said.feedback,
    )
