"""The rows that writes on credit and terms answer with."""

from __future__ import annotations

from kamtui.cli import overseen, termshapes
from kamtui.cli.out import Json, amount, day
from kamtui.domain.outcomes.terms import (
    CreditAsked,
    CreditReviewed,
    CreditSet,
    TermsAdded,
    TermsAsked,
    TermsEdited,
    TermsEnded,
)
from kamtui.store import credit, exceptions, headroom, policies, terms
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


def decided(conn: Connection, outcome: CreditSet | CreditReviewed) -> Json:
    """A decision on credit, and when it is looked at anew."""
    row = termshapes.decision(credit.one(conn, outcome.id))
    return {**row, "account": outcome.account, "review_on": day(outcome.review_on)}


def granted(conn: Connection, outcome: TermsAdded | TermsEdited | TermsEnded) -> Json:
    """Terms as a list shows them, with the headroom before and after."""
    found = terms.one(conn, outcome.id)
    on = max(found.on, found.from_on)
    policy = policies.in_force(conn, on)
    price = headroom.priced(found, headroom.sold(Scope(conn, on, [found.account_id])), policy)
    row = termshapes.terms(found, outcome.cost if isinstance(outcome, TermsAdded) else price, on)
    return {**row, "account": outcome.account, **_moved(outcome)}


def asked(conn: Connection, outcome: CreditAsked | TermsAsked) -> Json:
    """The exception that was raised, and what would become of the headroom."""
    row = overseen.exception(exceptions.one(conn, outcome.exception_id), ())
    return {**row, "asked": True, **(_moved(outcome) if isinstance(outcome, TermsAsked) else {})}


def _moved(outcome: TermsAdded | TermsEdited | TermsEnded | TermsAsked) -> Json:
    before, after = outcome.before, outcome.after
    return {
        "headroom_before": amount(before.room, before.currency),
        "headroom_after": amount(after.room, after.currency),
        "headroom_currency": before.currency,
    }
