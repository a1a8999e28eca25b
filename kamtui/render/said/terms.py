"""One sentence per outcome about credit and terms; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.money import grouped
from kamtui.domain.outcomes.terms import (
    CreditAsked,
    CreditReviewed,
    CreditSet,
    TermsAdded,
    TermsAsked,
    TermsEdited,
    TermsEnded,
)
from kamtui.domain.terms import Condition, Cost, Headroom
from kamtui.i18n import t


def credit_set(outcome: CreditSet) -> str:
    now = _credit(outcome.grade, outcome.limit, outcome.currency)
    if outcome.is_first:
        sentence = t("{account}: credit {now}", account=outcome.account, now=now)
    else:
        before = _credit(outcome.was_grade, outcome.was_limit, outcome.currency)
        sentence = t("{account}: credit {before} → {now}", account=outcome.account, before=before, now=now)
    return sentence + t(", next review {on}", on=outcome.review_on)


def credit_reviewed(outcome: CreditReviewed) -> str:
    now = _credit(outcome.grade, outcome.limit, outcome.currency)
    sentence = t("{account}: credit reviewed, stays {now}", account=outcome.account, now=now)
    return sentence + t(", next review {on}", on=outcome.review_on)


def credit_asked(outcome: CreditAsked) -> str:
    return _asked(outcome)


def terms_added(outcome: TermsAdded) -> str:
    # the room that is left comes first: a narrow screen shows no more
    room = moved(outcome.before, outcome.after)
    sentence = t("{account}: {what}; {headroom}", account=outcome.account, what=outcome.what, headroom=room)
    sentence += f"; {costs(outcome.cost, outcome.before.currency)}, " + t("from {on}", on=outcome.from_on)
    return sentence if outcome.to_on is None else sentence + t(" to {on}", on=outcome.to_on)


def terms_edited(outcome: TermsEdited) -> str:
    sentence = t("{account}: {what} is changed", account=outcome.account, what=outcome.what)
    if outcome.before == outcome.after:
        return sentence
    return f"{sentence}; {moved(outcome.before, outcome.after)}"


def terms_ended(outcome: TermsEnded) -> str:
    sentence = t("{account}: {what} ends on {on}", account=outcome.account, what=outcome.what, on=outcome.on)
    return f"{sentence}; {moved(outcome.before, outcome.after)}"


def terms_asked(outcome: TermsAsked) -> str:
    return f"{_asked(outcome)}; {moved(outcome.before, outcome.after)}"


def moved(before: Headroom, after: Headroom) -> str:
    """The headroom before and after, or why it is unknown."""
    if before.room is None or after.room is None:
        return t("headroom unknown: {why}", why=why_unknown(before))
    code = before.currency
    was, now = grouped(before.room, code), grouped(after.room, code)
    sentence = t("headroom {before} → {after} {currency}", before=was, after=now, currency=code)
    return sentence + (t(" at most") if after.is_at_most else "")


def why_unknown(found: Headroom) -> str:
    """What is missing for a headroom to be known."""
    if found.revenue is None:
        return t("no sales in {currency}", currency=found.currency)
    return t("no profit is known of some sales of the twelve months")


def costs(found: Cost, currency: str) -> str:
    """What terms cost in a year, and whether that was computed."""
    if found.amount is None:
        return t("nobody knows what it costs")
    amount = f"{grouped(found.amount, currency)} {currency}"
    if found.is_computed:
        return t("costs {amount} a year (computed)", amount=amount)
    return t("costs {amount} a year", amount=amount)


def kept(found: Condition) -> str:
    """Whether invoices were prepaid as agreed, with the figures."""
    if found.is_met is None:
        return t("{percent:g} % prepayment: nothing was invoiced yet", percent=found.percent)
    message = "{percent:g} % prepayment: met on {met} of {invoices} invoices, {prepaid} of {amount} {currency} prepaid"
    return t(
        message,
        percent=found.percent,
        met=found.met,
        invoices=found.invoices,
        prepaid=grouped(found.prepaid, found.currency),
        amount=grouped(found.amount, found.currency),
        currency=found.currency,
    )


def _asked(outcome: CreditAsked | TermsAsked) -> str:
    message = "{account}: nothing is granted yet; exception {id} asks a head: {title}"
    return t(message, account=outcome.account, id=outcome.exception_id, title=outcome.title)


def _credit(grade: str | None, limit: int | None, currency: str) -> str:
    """Grade and limit: "B, limit 50,000.00 EUR"."""
    said = t("no limit") if limit is None else t("limit {amount}", amount=f"{grouped(limit, currency)} {currency}")
    return f"{grade or t('not graded')}, {said}"


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    CreditSet: credit_set,
    CreditReviewed: credit_reviewed,
    CreditAsked: credit_asked,
    TermsAdded: terms_added,
    TermsEdited: terms_edited,
    TermsEnded: terms_ended,
    TermsAsked: terms_asked,
}
