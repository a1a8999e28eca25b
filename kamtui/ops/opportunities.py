"""Opportunities: entered, moved through the funnel, won or lost (R43)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.opportunities import LONGEST_NAME, Kind, Level, Opportunity, Outcome
from kamtui.domain.outcomes.opportunities import (
    OpportunityAdded,
    OpportunityClosed,
    OpportunityEdited,
    OpportunityMoved,
)
from kamtui.errors import BadInput, Conflict, NothingToDo
from kamtui.i18n import t
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation, past
from kamtui.store import accounts, known, opportunities, owners
from kamtui.store.products import catalogue
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none

FIELDS = (
    "name",
    "account_id",
    "kind",
    "amount",
    "currency",
    "product",
    "owner",
    "origin",
    "minutes",
    "opened_on",
    "expected_on",
    "reason",
    "is_key",
    "note",
)
"""What can be changed of one; its level is moved, and its end decided."""


@operation("opportunity.add")
def add_opportunity(
    tx: Tx,
    name: str,
    *,
    account_id: int | None = None,
    kind: Kind = Kind.NEW_BUSINESS,
    level: Level = Level.UNIVERSE,
    amount: int | None = None,
    currency: str | None = None,
    product: str = "",
    owner: str = "",
    origin: str = "",
    minutes: int | None = None,
    opened_on: dt.date | None = None,
    expected_on: dt.date | None = None,
    is_key: bool = False,
    note: str = "",
    external_id: str | None = None,
) -> OpportunityAdded:
    """Add an opportunity.

    `account_id` None: nobody can be named for it yet. `amount` is in 1/10,000 of `currency`, which is the account's,
    else the book's, where None; without an amount the list price of the product stands in. `minutes` is our time that
    it still needs, None as the policy says for its level. The owner is the account's, else the author. The same
    `external_id` twice is one opportunity. Raises NotFound, BadInput.
    """
    account = None if account_id is None else accounts.one(tx.conn, account_id)
    said = "" if account is None else account.name
    if external_id and (there := opportunities.with_external(tx.conn, external_id)) is not None:
        found = opportunities.one(tx.conn, there)
        return OpportunityAdded(found.id, found.account_id, found.account or "", found.name, found.level, repeated=True)
    opened = past(tx, opened_on)
    values = {
        "external_id": external_id or None,
        "account_id": account_id,
        "name": _name(name or product),
        "kind": kind.value,
        "level": level.value,
        "level_on": opened.isoformat(),
        "amount": amount,
        "currency": currency or (account and account.currency) or known.book_currency(tx.conn),
        "product": product.strip(),
        "owner": owner or (owners.in_force(tx.conn, account_id, tx.today) if account_id else "") or tx.author,
        "origin": origin.strip(),
        "minutes": minutes,
        "opened_on": opened.isoformat(),
        "expected_on": text_or_none(expected_on),
        "is_key": int(is_key),
        "note": note,
        "recorded_at": instant(tx.now),
    }
    key = tx.insert("opportunity", values)
    unknown, suggestion = _strange(tx, product.strip())
    return OpportunityAdded(
        key, account_id, said, str(values["name"]), level, unknown_product=unknown, suggestion=suggestion
    )


@operation("opportunity.edit")
def edit_opportunity(
    tx: Tx, opportunity_id: int, fields: Mapping[str, object], *, was: Mapping[str, object] | None = None
) -> OpportunityEdited:
    """Change an opportunity.

    `fields`: name, account_id (None: nobody), kind, amount (1/10,000, None: unknown), currency, product, owner, origin,
    minutes, opened_on and expected_on (ISO text, or None for the latter), reason (of its end), is_key, note. `was` has
    what was seen of them. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        names = ", ".join(FIELDS)
        raise BadInput(t("an opportunity has no field {field}; it has {known}", field=min(unknown), known=names))
    opportunities.one(tx.conn, opportunity_id)
    unseen(tx, "opportunity", opportunity_id, was)
    values = dict(fields)
    if "name" in fields:
        values["name"] = _name(str(fields["name"]))
    if isinstance(account := fields.get("account_id"), int):
        accounts.one(tx.conn, account)
    if "is_key" in fields:
        values["is_key"] = int(bool(fields["is_key"]))
    if "opened_on" in fields:
        values["opened_on"] = past(tx, dt.date.fromisoformat(str(fields["opened_on"]))).isoformat()
        values["opened_said"] = 1
    if not tx.update("opportunity", opportunity_id, values):
        raise NothingToDo(t("opportunity {id} is that already", id=opportunity_id))
    edited = opportunities.one(tx.conn, opportunity_id)
    return OpportunityEdited(opportunity_id, edited.account_id, edited.account or "", edited.name, tuple(fields))


@operation("opportunity.move")
def move_opportunity(
    tx: Tx,
    opportunity_id: int,
    level: Level,
    *,
    on: dt.date | None = None,
    was: Mapping[str, object] | None = None,
) -> OpportunityMoved:
    """Move an opportunity to another level of the funnel.

    `on` is the day it got there, today where None; `was` has the level that was seen. Raises NotFound, BadInput,
    Conflict, NothingToDo.
    """
    found, day = opportunities.one(tx.conn, opportunity_id), past(tx, on)
    unseen(tx, "opportunity", opportunity_id, was)
    _must_be_open(found)
    if found.level is level:
        raise NothingToDo(t("{name} is on this level already: {level}", name=found.name, level=t(level.label)))
    tx.update("opportunity", opportunity_id, {"level": level.value, "level_on": day.isoformat()})
    return OpportunityMoved(found.id, found.account_id, found.account or "", found.name, found.level, level, day)


@operation("opportunity.win")
def win_opportunity(
    tx: Tx,
    opportunity_id: int,
    *,
    on: dt.date | None = None,
    amount: int | None = None,
    reason: str = "",
    was: Mapping[str, object] | None = None,
) -> OpportunityClosed:
    """Say that an opportunity is won.

    `amount` is what it came to, in 1/10,000; None: as it was. `on` is the day, today where None. Raises NotFound,
    BadInput, Conflict, NothingToDo.
    """
    more: dict[str, object] = {} if amount is None else {"amount": amount}
    return _close(tx, opportunity_id, Outcome.WON, past(tx, on), reason, was, more)


@operation("opportunity.lose")
def lose_opportunity(
    tx: Tx,
    opportunity_id: int,
    *,
    on: dt.date | None = None,
    reason: str = "",
    was: Mapping[str, object] | None = None,
) -> OpportunityClosed:
    """Say that an opportunity is lost.

    `reason` is why, `on` the day, today where None. Raises NotFound, BadInput, Conflict, NothingToDo.
    """
    return _close(tx, opportunity_id, Outcome.LOST, past(tx, on), reason, was, {})


@operation("opportunity.reopen")
def reopen_opportunity(tx: Tx, opportunity_id: int, *, was: Mapping[str, object] | None = None) -> OpportunityClosed:
    """Say that an opportunity is open again. Raises NotFound, Conflict, NothingToDo."""
    found = opportunities.one(tx.conn, opportunity_id)
    unseen(tx, "opportunity", opportunity_id, was)
    if found.is_open:
        raise NothingToDo(t("{name} is open already", name=found.name))
    tx.update("opportunity", opportunity_id, {"outcome": "", "closed_on": None, "reason": ""})
    return OpportunityClosed(found.id, found.account_id, found.account or "", found.name, Outcome.OPEN, tx.today)


def _close(
    tx: Tx,
    opportunity_id: int,
    outcome: Outcome,
    day: dt.date,
    reason: str,
    was: Mapping[str, object] | None,
    more: Mapping[str, object],
) -> OpportunityClosed:
    found = opportunities.one(tx.conn, opportunity_id)
    unseen(tx, "opportunity", opportunity_id, was)
    said: dict[str, object] = {"reason": reason.strip()} if reason.strip() else {}
    if found.outcome is outcome:
        if not tx.update("opportunity", opportunity_id, {**said, **more}):
            raise NothingToDo(t("{name} is {outcome} already", name=found.name, outcome=t(outcome)))
    else:
        _must_be_open(found)
        values = {"outcome": outcome.value, "closed_on": day.isoformat(), **said, **more}
        tx.update("opportunity", opportunity_id, values)
    closed = opportunities.one(tx.conn, opportunity_id)
    on = closed.closed_on or day
    return OpportunityClosed(
        found.id, found.account_id, found.account or "", found.name, outcome, on, before_opened=on < found.opened_on
    )


def _must_be_open(found: Opportunity) -> None:
    if not found.is_open:
        message = "{name} was {outcome} on {on}; reopen it first"
        raise Conflict(t(message, name=found.name, outcome=t(found.outcome), on=found.closed_on))


def _name(text: str) -> str:
    if not text.strip():
        raise BadInput(t("an opportunity needs a name, or at least a product"))
    if len(text.strip()) > LONGEST_NAME:
        raise BadInput(t("a text has at most {limit} characters", limit=LONGEST_NAME))
    return text.strip()


def _strange(tx: Tx, product: str) -> tuple[str, str]:
    """A product that the catalogue does not have, and what it calls one that reads nearly so."""
    there = catalogue(tx.conn)
    if not product or there.is_empty or there.find(product) is not None:
        return "", ""
    found = there.suggestion(product)
    return product, "" if found is None else found.name
