"""Terms: what is granted, corrected and ended, each with the headroom before and after (R54, D25).

What takes more than the headroom rests on an exception that a head approved, or asks for it in the same step. Where
the headroom is unknown nothing is beyond it, and that is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.exceptions import Kind
from kamtui.domain.money import SCALE, grouped
from kamtui.domain.outcomes.terms import TermsAdded, TermsAsked, TermsEdited, TermsEnded
from kamtui.domain.terms import HUNDRED, USUAL, Cost, Headroom, Terms, TermsKind, Unit
from kamtui.errors import BadInput, Conflict, NothingToDo, NotPermitted
from kamtui.i18n import t
from kamtui.ops.approvals import approved, ask
from kamtui.ops.conflicts import unseen
from kamtui.ops.core import operation
from kamtui.store import accounts, currencies, headroom, policies, terms
from kamtui.store.scope import Scope
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none

FIELDS = (
    "title",
    "value",
    "unit",
    "cost",
    "prepay",
    "condition",
    "from_on",
    "to_on",
    "designed_with",
    "result",
)
TEXTS = frozenset({"title", "condition", "designed_with", "result"})

LONGEST = 500
"""Characters of a text."""

MOST_DAYS = 3_650 * SCALE


@operation("terms.add")
def add_terms(
    tx: Tx,
    account_id: int,
    kind: TermsKind,
    *,
    title: str = "",
    value: int | None = None,
    unit: Unit | None = None,
    cost: int | None = None,
    currency: str | None = None,
    prepay: int | None = None,
    condition: str = "",
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    designed_with: str = "",
    exception_id: int | None = None,
    proposal: str = "",
) -> TermsAdded | TermsAsked:
    """Grant terms: a discount, a rebate, longer payment, support.

    `value` is in 1/10,000 of the `unit`, `cost` what it costs in a year; where nobody estimated it a percentage, an
    amount and payment days say it themselves. `prepay` is the percent, in 1/10,000, of each invoice that must be paid
    by its day (R73). Beyond the headroom `exception_id` names the approval, and `proposal` asks for it: then nothing is
    granted yet. Raises NotFound, BadInput, NotPermitted, Conflict.
    """
    account = accounts.one(tx.conn, account_id)
    code = currency or currencies.of_account(tx.conn, account_id)
    first = from_on or tx.today
    made = Terms(
        0, account_id, kind, title.strip(), value, unit, cost, code, prepay, condition.strip(), first, to_on,
        designed_with.strip(), "", exception_id, min(first, tx.today), tx.author,
    )  # fmt: skip
    _check(made)
    before, price = _before(tx, made), _price(tx, made)
    after = _with(tx, before, made)
    if after.granted > before.granted and after.is_over:
        asked = _beyond(tx, made, account.name, before, after, proposal)
        if asked is not None:
            return asked
    elif exception_id is not None:
        _approved(tx, made)
    row = tx.insert("terms", _columns(made, instant(tx.now)))
    return TermsAdded(row, account_id, account.name, made.label, first, to_on, price, before, after, exception_id)


@operation("terms.edit")
def edit_terms(
    tx: Tx,
    terms_id: int,
    fields: Mapping[str, object],
    *,
    exception_id: int | None = None,
    proposal: str = "",
    was: Mapping[str, object] | None = None,
) -> TermsEdited | TermsAsked:
    """Correct or extend terms. For other terms from a day on, end these and grant new ones.

    `fields` are of FIELDS, None takes one back. What costs more than the headroom needs an approval, as in granting.
    `was` has what the user saw, as it is stored. Raises NotFound, BadInput, NothingToDo, NotPermitted, Conflict.
    """
    found = terms.one(tx.conn, terms_id)
    account = accounts.one(tx.conn, found.account_id)
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        raise BadInput(t("terms have no field {field}; they have {known}", field=unknown[0], known=", ".join(FIELDS)))
    unseen(tx, "terms", terms_id, was)
    fields = _with_unit(found, fields)
    values = {field: str(value or "").strip() if field in TEXTS else value for field, value in fields.items()}
    made = Terms(**{**found._asdict(), **values, **({"exception_id": exception_id} if exception_id else {})})
    made = made._replace(on=min(made.on, made.from_on))
    _check(made)
    changed = tuple(field for field in FIELDS if getattr(made, field) != getattr(found, field))
    if not changed and made.exception_id == found.exception_id:
        raise NothingToDo(t("{account}: these terms are that already", account=account.name))
    before = _before(tx, found)
    after = _with(tx, _without(tx, before, found), made)
    if after.granted > before.granted and after.is_over:
        asked = _beyond(tx, made, account.name, before, after, proposal)
        if asked is not None:
            return asked
    elif exception_id is not None:
        _approved(tx, made)
    columns = _columns(made, "")
    del columns["recorded_at"]
    tx.update("terms", terms_id, columns)
    return TermsEdited(terms_id, found.account_id, account.name, made.label, changed, before, after)


@operation("terms.end")
def end_terms(
    tx: Tx, terms_id: int, *, on: dt.date | None = None, result: str = "", was: Mapping[str, object] | None = None
) -> TermsEnded:
    """End terms.

    `on` is their last day, today where None; `result` says what came of them. Raises NotFound, BadInput, NothingToDo,
    and Conflict where somebody changed their end since.
    """
    found, last = terms.one(tx.conn, terms_id), on or tx.today
    account = accounts.one(tx.conn, found.account_id)
    unseen(tx, "terms", terms_id, was)
    if last < found.from_on:
        raise BadInput(t("they begin on {first}; they cannot end on {on}, before it", first=found.from_on, on=last))
    if found.to_on is not None and found.to_on <= last:
        raise NothingToDo(t("{account}: they end on {on} already", account=account.name, on=found.to_on))
    made = found._replace(to_on=last, result=result.strip() or found.result)
    before = _before(tx, found)
    after = _without(tx, before, found)
    tx.update("terms", terms_id, {"to_on": text_or_none(made.to_on), "result": made.result})
    return TermsEnded(terms_id, found.account_id, account.name, made.label, last, before, after)


def _check(made: Terms) -> None:
    """Raise BadInput where the terms make no sense."""
    if made.to_on is not None and made.to_on < made.from_on:
        raise BadInput(
            t("they cannot end on {until}, before they begin on {first}", until=made.to_on, first=made.from_on)
        )
    if (made.value is None) is not (made.unit is None):
        raise BadInput(t("a value needs its unit: percent, days or money"))
    if made.value is not None:
        most = {Unit.PERCENT: HUNDRED, Unit.DAYS: MOST_DAYS}.get(made.unit or Unit.MONEY)
        if made.value < 0 or (most is not None and made.value > most):
            raise BadInput(t("a percentage is 0 to 100, days are 0 to 3650, and an amount is not below zero"))
    if made.kind is TermsKind.PAYMENT_DAYS and made.unit not in (None, Unit.DAYS):
        raise BadInput(t("payment days are counted in days"))
    if made.cost is not None and made.cost < 0:
        raise BadInput(t("what terms cost is not below zero"))
    if made.prepay is not None and not 0 <= made.prepay <= HUNDRED:
        raise BadInput(t("what must be prepaid is 0 to 100 percent"))
    if made.value is None and not (made.title or made.condition or made.cost is not None):
        raise BadInput(t("say what is granted: a value, or a title"))
    if any(len(getattr(made, field)) > LONGEST for field in TEXTS):
        raise BadInput(t("a text has at most {limit} characters", limit=LONGEST))


def _with_unit(found: Terms, fields: Mapping[str, object]) -> Mapping[str, object]:
    """A value brings its unit: none where it is taken back, else the one there is, or that of the kind."""
    if "value" not in fields or "unit" in fields:
        return fields
    return {**fields, "unit": None if fields["value"] is None else found.unit or USUAL.get(found.kind, Unit.MONEY)}


def _counts(made: Terms, today: dt.date) -> bool:
    """Whether they bind us from now on; what is over already is only noted."""
    return made.to_on is None or made.to_on >= today


def _before(tx: Tx, made: Terms) -> Headroom:
    """The headroom as it is, with what is granted on the day the terms begin or today."""
    policy = policies.in_force(tx.conn, tx.today)
    granted_on = max(made.from_on, tx.today)
    return headroom.headroom(tx.conn, made.account_id, tx.today, policy, granted_on=granted_on)


def _price(tx: Tx, made: Terms) -> Cost:
    policy = policies.in_force(tx.conn, tx.today)
    return headroom.priced(made, headroom.sold(Scope(tx.conn, tx.today, [made.account_id])), policy)


def _with(tx: Tx, before: Headroom, new: Terms) -> Headroom:
    """The headroom with these terms as well, unless they were over by today."""
    if not _counts(new, tx.today):
        return before
    return before.after(_price(tx, new).amount if new.currency == before.currency else None)


def _without(tx: Tx, before: Headroom, old: Terms) -> Headroom:
    """The headroom without these terms, where they are counted in it."""
    if not old.runs(max(old.from_on, tx.today)):
        return before
    return before.without(_price(tx, old).amount if old.currency == before.currency else None)


def _beyond(tx: Tx, made: Terms, account: str, before: Headroom, after: Headroom, proposal: str) -> TermsAsked | None:
    """What is beyond the headroom is asked for; None where a head approved it. Raises NotPermitted."""
    if made.exception_id is not None:
        _approved(tx, made)
        return None
    over = f"{grouped(-(after.room or 0), after.currency)} {after.currency}"
    title = t("{what}: {over} a year beyond the headroom", what=made.label, over=over)
    if not proposal.strip():
        message = "beyond the headroom by {over} a year, a head must agree: ask with a proposal, or name the exception"
        raise NotPermitted(t(message, over=over))
    found = ask(tx, made.account_id, Kind.TERMS, title, proposal)
    return TermsAsked(found, made.account_id, account, title, before, after)


def _approved(tx: Tx, made: Terms) -> None:
    """Raise unless a head approved it, and for these terms alone."""
    assert made.exception_id is not None
    approved(tx, made.exception_id, made.account_id, Kind.TERMS)
    taken = terms.resting_on(tx.conn, made.exception_id)
    if taken is not None and taken != made.id:
        raise Conflict(t("terms {id} rest on exception {exception} already", id=taken, exception=made.exception_id))


def _columns(made: Terms, recorded_at: str) -> dict[str, object]:
    values: dict[str, object] = made._asdict()
    del values["id"], values["on"]
    return {
        **values,
        "unit": made.unit or "",
        "from_on": made.from_on.isoformat(),
        "to_on": text_or_none(made.to_on),
        "on_date": made.on.isoformat(),
        "recorded_at": recorded_at,
    }
