"""The row of credit and terms, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


def of_credit(outcome: CreditSet | CreditReviewed, conn: Connection) -> Json:
    """A decision on credit, and when it is looked at anew."""
    row = termshapes.decision(credit.one(conn, outcome.id))
    return {**row, "account": outcome.account, "review_on": day(outcome.review_on)}


def of_terms(outcome: TermsAdded | TermsEdited | TermsEnded, conn: Connection) -> Json:
    """Terms as a list shows them, with the headroom before and after."""
    found = terms.one(conn, outcome.id)
    on = max(found.on, found.from_on)
    policy = policies.in_force(conn, on)
    price = headroom.priced(found, headroom.sold(Scope(conn, on, [found.account_id])), policy)
    row = termshapes.terms(found, outcome.cost if isinstance(outcome, TermsAdded) else price, on)
    return {**row, "account": outcome.account, **_moved(outcome)}


def of_what_was_asked(outcome: CreditAsked | TermsAsked, conn: Connection) -> Json:
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


SHAPES: Mapping[type[object], Callable[..., Json]] = {
    CreditSet: of_credit,
    CreditReviewed: of_credit,
    TermsAdded: of_terms,
    TermsEdited: of_terms,
    TermsEnded: of_terms,
    CreditAsked: of_what_was_asked,
    TermsAsked: of_what_was_asked,
}
