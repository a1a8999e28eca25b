"""The row that a write answers with under --json: what was added or changed, as a list would show it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

from kamtui.cli import scored, shapes
from kamtui.cli.out import day
from kamtui.domain.outcomes import (
    AccountAdded,
    AccountArchived,
    AccountEdited,
    ContactAdded,
    ContactEdited,
    ContactLeft,
    FactAdded,
    JudgementAdded,
    Outcome,
    ProposalAccepted,
    ProposalAnswered,
    SaleAdded,
    StatusSet,
    TaskAdded,
    TaskClosed,
    TaskEdited,
    TierSet,
    TouchEdited,
    TouchLogged,
    Undone,
    UserAdded,
    UserEdited,
)
from kamtui.store import (
    accounts,
    contacts,
    facts,
    judgements,
    proposals,
    sales,
    standing,
    statuses,
    tasks,
    tiers,
    touches,
    users,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def shape(conn: Connection, outcome: Outcome) -> Shape:
    """The row behind an outcome; an outcome without a row shows its own fields."""
    return _shape(outcome, conn)


@singledispatch
def _shape(outcome: Outcome, conn: Connection) -> Shape:
    fields: Mapping[str, object] = outcome._asdict()
    return {name: day(value) if hasattr(value, "isoformat") else value for name, value in fields.items()}  # type: ignore[arg-type]


@_shape.register
def _(outcome: AccountAdded | AccountEdited | AccountArchived, conn: Connection) -> Shape:
    standing.refresh(conn, [outcome.account_id])
    return shapes.account(accounts.row(conn, outcome.account_id))


@_shape.register
def _(outcome: ContactAdded | ContactEdited | ContactLeft, conn: Connection) -> Shape:
    return shapes.contact(contacts.one(conn, outcome.contact_id), contacts.positions_of(conn, outcome.contact_id))


@_shape.register
def _(outcome: TouchLogged | TouchEdited, conn: Connection) -> Shape:
    row = shapes.touch(touches.one(conn, outcome.touch_id))
    if isinstance(outcome, TouchEdited):
        return row
    return {
        **row,
        "next_due_on": day(outcome.next_due_on),
        "follow_up": None if outcome.follow_up is None else shapes.task(tasks.one(conn, outcome.follow_up.task_id)),
        "status": None if outcome.status is None else outcome.status.after,
        "repeated": outcome.repeated,
    }


@_shape.register
def _(outcome: StatusSet, conn: Connection) -> Shape:
    newest = max(statuses.history(conn, outcome.account_id), key=lambda decision: decision.id)
    return {"account_id": outcome.account_id, "account": outcome.account, **shapes.status(newest)}


@_shape.register
def _(outcome: TierSet, conn: Connection) -> Shape:
    decision = shapes.tier(tiers.decision(conn, outcome.decision_id))
    row = {"account_id": outcome.account_id, "account": outcome.account, **decision}
    return {**row, "objections": list(outcome.objections)}


@_shape.register
def _(outcome: ProposalAccepted, conn: Connection) -> Shape:
    demoted = None if outcome.demoted is None else _shape(outcome.demoted, conn)
    row = _shape(outcome.set, conn)
    return {**row, "objections": list(outcome.overridden), "overridden": list(outcome.overridden), "demoted": demoted}


@_shape.register
def _(outcome: ProposalAnswered, conn: Connection) -> Shape:
    return scored.answered(outcome, proposals.answer(conn, outcome.answer_id))


@_shape.register
def _(outcome: TaskAdded | TaskClosed | TaskEdited, conn: Connection) -> Shape:
    return shapes.task(tasks.one(conn, outcome.task_id))


@_shape.register
def _(outcome: Undone, conn: Connection) -> Shape:
    # "change" is the new change, which takes the undo back
    return {"undone": outcome.change, "op": outcome.op, "rows": outcome.rows, "redone": outcome.redone}


@_shape.register
def _(outcome: SaleAdded, conn: Connection) -> Shape:
    return {**shapes.sale(sales.one(conn, outcome.sale_id)), "repeated": outcome.repeated}


@_shape.register
def _(outcome: JudgementAdded, conn: Connection) -> Shape:
    return shapes.judgement(judgements.one(conn, outcome.judgement_id))


@_shape.register
def _(outcome: FactAdded, conn: Connection) -> Shape:
    return {**shapes.fact(facts.one(conn, outcome.fact_id)), "corrected": outcome.corrected}


@_shape.register
def _(outcome: UserAdded | UserEdited, conn: Connection) -> Shape:
    return shapes.user(users.one(conn, outcome.login))
