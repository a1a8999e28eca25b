"""Credit: each decision and each review is a row, and none is overwritten (R75, D21).

Who trusts less decides alone. Who trusts more than before (a better grade, a higher limit, none where there was one)
and is no head, where the book has heads, rests on an exception that a head approved, or asks for it in the same step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.credit import Credit, CreditGrade, is_more
from kamtui.domain.exceptions import Kind
from kamtui.domain.money import grouped
from kamtui.domain.outcomes.terms import CreditAsked, CreditReviewed, CreditSet
from kamtui.errors import BadInput, Conflict, NothingToDo, NotPermitted
from kamtui.i18n import t
from kamtui.ops.approvals import approved, ask
from kamtui.ops.conflicts import refuse_overtaken
from kamtui.ops.core import operation, past
from kamtui.store import accounts, credit, currencies, permits, policies, tiers
from kamtui.store.accounts import Account
from kamtui.store.tx import Tx, instant
from kamtui.store.values import text_or_none

FIELDS = ("grade", "limit", "next_review_on")


class Decision(NamedTuple):
    """What is decided of an account's credit."""

    grade: CreditGrade | None
    limit: int | None
    currency: str
    next_review_on: dt.date | None
    reason: str


@operation("credit.set")
def set_credit(
    tx: Tx,
    account_id: int,
    fields: Mapping[str, object],
    *,
    currency: str | None = None,
    reason: str = "",
    on: dt.date | None = None,
    exception_id: int | None = None,
    proposal: str = "",
    was: Mapping[str, object] | None = None,
) -> CreditSet | CreditAsked:
    """Decide grade, limit and next review of an account's credit.

    `fields` are of FIELDS: grade a CreditGrade, limit in 1/10,000 of the currency, next_review_on a date; None takes
    one back, what is not named stays, but the next review: that is as the policy says (D21). Another grade needs a
    `reason`. More trust than before needs a head: `exception_id` names the approval, `proposal` asks for it instead.
    `was` has what the user saw. Raises NotFound, BadInput, NothingToDo, NotPermitted, and Conflict.
    """
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    before = credit.in_force(tx.conn, day, [account_id]).get(account_id)
    said = _decision(tx, account, before, fields, currency, reason)
    now = {} if before is None else before._asdict()
    seen = {field: now.get(field) for field in was or {}}
    refuse_overtaken(tx, "credit_decision", before and before.id, seen, was, to=fields)
    if before is not None and said[:4] == (before.grade, before.limit, before.currency, before.next_review_on):
        raise NothingToDo(t("{account}: credit is that already; to confirm it, review it", account=account.name))
    was_grade = None if before is None else before.grade
    if was_grade is not None and said.grade is not was_grade and not said.reason:
        raise BadInput(t("another grade needs a reason"))
    if is_more(before, said.grade, said.limit, said.currency) and not permits.may_decide(tx.conn, tx.author, tx.today):
        if exception_id is None:
            return _ask(tx, account, before, said, proposal)
        _rests_on(tx, exception_id, account_id, before)
    row, review_on = _insert(tx, account_id, said, day)
    limits = said.limit, said.currency, was_grade, None if before is None else before.limit
    return CreditSet(row, account_id, account.name, said.grade, *limits, day, review_on, before is None)


@operation("credit.review")
def review_credit(
    tx: Tx,
    account_id: int,
    *,
    reason: str = "",
    next_review_on: dt.date | None = None,
    on: dt.date | None = None,
) -> CreditReviewed:
    """Say that the credit of an account was looked at and stays as it is.

    `next_review_on` None: as the policy says. Raises NotFound, BadInput where nothing was decided yet, NothingToDo.
    """
    account, day = accounts.one(tx.conn, account_id), past(tx, on)
    before = credit.in_force(tx.conn, day, [account_id]).get(account_id)
    if before is None:
        raise BadInput(
            t("{account} has no credit decision to review; decide a grade and a limit", account=account.name)
        )
    if before.on == day and next_review_on is None:
        raise NothingToDo(t("{account}: credit was decided on {on} already", account=account.name, on=day))
    _coming(next_review_on, day)
    said = Decision(before.grade, before.limit, before.currency, next_review_on, reason.strip())
    row, review_on = _insert(tx, account_id, said, day)
    return CreditReviewed(row, account_id, account.name, said.grade, said.limit, said.currency, day, review_on)


def columns(account_id: int, said: Decision, on: dt.date, *, by: str, policy: int | None, at: str) -> dict[str, object]:
    """The columns of a decision."""
    return {
        "account_id": account_id,
        "on_date": on.isoformat(),
        "grade": said.grade,
        "credit_limit": said.limit,
        "currency": said.currency,
        "next_review_on": text_or_none(said.next_review_on),
        "reason": said.reason,
        "decided_by": by,
        "policy_version": policy,
        "recorded_at": at,
    }


def _decision(
    tx: Tx, account: Account, before: Credit | None, fields: Mapping[str, object], currency: str | None, reason: str
) -> Decision:
    """What is decided, with what stays as it was; raises BadInput."""
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        raise BadInput(t("credit has no field {field}; it has {known}", field=unknown[0], known=", ".join(FIELDS)))
    code = currency or (before and before.currency) or currencies.of_account(tx.conn, account.id)
    if before is not None and before.limit is not None and code != before.currency and "limit" not in fields:
        raise BadInput(t("say the limit in {currency}, too", currency=code))
    rated = fields.get("grade", before and before.grade)
    limit = fields.get("limit", before and before.limit)
    review = fields.get("next_review_on")
    if isinstance(limit, int) and limit < 0:
        raise BadInput(t("a limit cannot be below zero; - takes it back"))
    if isinstance(review, dt.date):
        _coming(review, tx.today)
    if before is None and rated is None and limit is None and review is None:
        raise BadInput(t("say a grade, a limit or a next review"))
    return Decision(
        CreditGrade(str(rated)) if rated else None,
        limit if isinstance(limit, int) else None,
        code,
        review if isinstance(review, dt.date) else None,
        reason.strip(),
    )


def _coming(review: dt.date | None, on: dt.date) -> None:
    if review is not None and review <= on:
        raise BadInput(t("the next review cannot be on {on}, it must come later", on=review))


def _rests_on(tx: Tx, exception_id: int, account_id: int, before: Credit | None) -> None:
    """An approval is for one decision: it is used up by any that comes after it."""
    found = approved(tx, exception_id, account_id, Kind.CREDIT)
    if before is not None and found.decided_on is not None and found.decided_on < before.on:
        raise Conflict(t("exception {id} was used: credit was decided on {on} after it", id=found.id, on=before.on))


def _ask(tx: Tx, account: Account, before: Credit | None, said: Decision, proposal: str) -> CreditAsked:
    title = t("credit {before} → {after}", before=_named(before), after=_named(said))
    if not proposal.strip():
        message = "a head must agree: ask with a proposal, or name the exception; {title}"
        raise NotPermitted(t(message, title=title))
    found = ask(tx, account.id, Kind.CREDIT, title, proposal)
    return CreditAsked(found, account.id, account.name, title)


def _named(said: Credit | Decision | None) -> str:
    """Grade and limit in short: "B 50,000.00 EUR"."""
    if said is None:
        return "–"
    limit = t("no limit") if said.limit is None else f"{grouped(said.limit, said.currency)} {said.currency}"
    return f"{said.grade or '–'} {limit}"


def _insert(tx: Tx, account_id: int, said: Decision, day: dt.date) -> tuple[int, dt.date]:
    """Write it down; its number, and when it is looked at anew."""
    version = policies.version_in_force(tx.conn, day)
    row = tx.insert(
        "credit_decision",
        columns(account_id, said, day, by=tx.author, policy=version, at=instant(tx.now)),
    )
    rules = policies.in_force(tx.conn, day).receivables
    return row, credit.one(tx.conn, row).review_on(tiers.in_force(tx.conn, account_id, day), rules)
