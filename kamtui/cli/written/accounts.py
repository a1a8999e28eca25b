"""The row of an account or a person, as a write answers with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.cli import shapes
from kamtui.cli.written.people import contact
from kamtui.domain.outcomes.accounts import AccountAdded, AccountArchived, AccountEdited, ContactAdded, ContactEdited
from kamtui.store import (
    accounts,
    standing,
)
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def of_account(outcome: AccountAdded | AccountEdited | AccountArchived, conn: Connection) -> Shape:
    standing.refresh(conn, [outcome.account_id])
    return shapes.account(accounts.row(conn, outcome.account_id))


def of_contact(outcome: ContactAdded | ContactEdited, conn: Connection) -> Shape:
    return contact(conn, outcome.contact_id)


SHAPES: Mapping[type[object], Callable[..., Shape]] = {
    AccountAdded: of_account,
    AccountEdited: of_account,
    AccountArchived: of_account,
    ContactAdded: of_contact,
    ContactEdited: of_contact,
}
