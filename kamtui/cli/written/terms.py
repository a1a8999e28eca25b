"""The row of credit and terms, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.terms import (
    CreditAsked,
    CreditReviewed,
    CreditSet,
    TermsAdded,
    TermsAsked,
    TermsEdited,
    TermsEnded,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_credit(outcome: CreditSet | CreditReviewed, conn: Connection) -> Shape:
    from kamtui.cli import termswritten

    return termswritten.decided(conn, outcome)


def of_terms(outcome: TermsAdded | TermsEdited | TermsEnded, conn: Connection) -> Shape:
    from kamtui.cli import termswritten

    return termswritten.granted(conn, outcome)


def of_what_was_asked(outcome: CreditAsked | TermsAsked, conn: Connection) -> Shape:
    from kamtui.cli import termswritten

    return termswritten.asked(conn, outcome)


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    CreditSet: of_credit,
    CreditReviewed: of_credit,
    TermsAdded: of_terms,
    TermsEdited: of_terms,
    TermsEnded: of_terms,
    CreditAsked: of_what_was_asked,
    TermsAsked: of_what_was_asked,
}
