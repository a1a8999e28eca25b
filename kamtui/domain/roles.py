"""Who may do what: the one table of roles and operations."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the book."""

    HEAD = "head"
    KAM = "kam"
    SUPPORT = "support"
    READER = "reader"


class Right(StrEnum):
    """What an operation asks of who does it."""

    NOTE = "note"
    """To say that one took something out of the book: everybody in it."""
    LOG = "log"
    """To log touches, tasks and issues, and to answer one's own cards."""
    ACCOUNT = "account"
    """To change an account and what hangs on it: for a key account manager those they look after."""
    BOOK = "book"
    """To change what holds for the whole book: users, rules, rates, the catalogue, quotas."""


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.HEAD: frozenset(Right),
    Role.KAM: frozenset({Right.NOTE, Right.LOG, Right.ACCOUNT}),
    Role.SUPPORT: frozenset({Right.NOTE, Right.LOG}),
    Role.READER: frozenset({Right.NOTE}),
}

BOUND = frozenset({Role.KAM})
"""Roles whose rights end at the accounts they look after; others read."""

_OF_NOUN = {
    "touch": Right.LOG,
    "task": Right.LOG,
    "issue": Right.LOG,
    "review": Right.LOG,
    "history": Right.LOG,
    "export": Right.NOTE,
    "user": Right.BOOK,
    "book": Right.BOOK,
    "policy": Right.BOOK,
    "product": Right.BOOK,
    "rate": Right.BOOK,
    "quota": Right.BOOK,
}
"""The right that every operation of a noun asks for; the others ask for ACCOUNT."""

_OF_OPERATION = {
    "team.rate": Right.BOOK,
    "exception.approve": Right.BOOK,
    "exception.change": Right.BOOK,
    "exception.refuse": Right.BOOK,
    "exception.comment": Right.LOG,
    "tier.backfill": Right.BOOK,
    "contact.purge": Right.BOOK,
}


def right_of(operation: str) -> Right:
    """What an operation, "noun.verb", asks for."""
    return _OF_OPERATION.get(operation) or _OF_NOUN.get(operation.partition(".")[0], Right.ACCOUNT)


def rights_of(role: Role) -> frozenset[Right]:
    """What a role may ask for."""
    return RIGHTS[role]


def allows(role: Role, operation: str) -> bool:
    """Whether a role may do an operation at all; where it ends at one's own accounts, see BOUND."""
    return right_of(operation) in RIGHTS[role]


PERSONAL = frozenset({"ack", "sent", "export", "exception_comment"})
"""Tables whose rows belong to who writes them, whatever account they speak of."""

LOGGED = frozenset({"touch", "touch_contact", "task", "issue"}) | PERSONAL
"""Tables that the right to log reaches; a touch that also sets a status needs the right to change accounts."""

OWN = {"task": "owner", "issue": "owner", "exception": "raised_by"}
"""Tables whose rows are given to somebody, and the column that says to whom: they may write them wherever they are."""

OF_THE_COMPANY = frozenset({"plan", "plan_section", "plan_review", "goal", "goal_actual", "quota"})
"""Tables whose rows about no account are about the company, which is a head's."""
