"""What accounts and people are called in an exported list, so that an import finds the same ones again."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from kamtui.store import known
from kamtui.store.sqlite import Connection

Row = tuple[object, ...]
"""Values of one exported row; amounts in 1/10,000 of the unit, None for what is not known."""


class Called(NamedTuple):
    """An account in a list."""

    reference: str | None
    """Its external id; None where its name says enough; @17 where two have that name."""
    name: str | None


class _Person(NamedTuple):
    """A person as they may be called."""

    external_id: str | None
    name: str
    name_key: str
    is_listed: int
    """Whether the list of contacts has them: not if they have left everywhere."""


NOBODY = Called(None, None)


class Outgoing:
    """What every list needs: how things are called, which accounts were asked for, and whether confidences may go."""

    def __init__(self, conn: Connection, accounts: Set[int] | None, *, confidential: bool = False) -> None:
        """`accounts` None: all there are."""
        self.conn = conn
        self.accounts = accounts
        self.confidential = confidential
        self._account_ids = known.account_ids(conn)
        self._account_names = known.account_names(conn)
        self._contact_ids = known.contact_ids(conn)
        self._contact_names = known.contact_names(conn)
        self._accounts = {key: self._called(key, *rest) for key, *rest in conn.execute(_ACCOUNTS)}
        self._contacts = {key: _Person(*rest) for key, *rest in conn.execute(_CONTACTS)}

    def has(self, account: int | None) -> bool:
        """Whether rows of an account were asked for; what is nobody's only goes with everything."""
        return self.accounts is None or account in self.accounts

    def account(self, key: int | None) -> Called:
        """What an account is called."""
        return NOBODY if key is None else self._accounts.get(key, NOBODY)

    def group(self, key: int | None) -> str | None:
        """What an account is called in one cell."""
        called = self.account(key)
        return called.reference or called.name

    def contact(self, key: int | None, account: int | None) -> str | None:
        """What a person is called among those of an account."""
        if key is None or key not in self._contacts:
            return None
        external, name, name_key, works_somewhere = self._contacts[key]
        is_plain = ";" not in name and name == name.strip() and name not in self._contact_ids and name[:1] != "@"
        is_only = self._is_only(key, account, name_key)
        if external and self._contact_ids.get(external) == key and (works_somewhere or not (is_plain and is_only)):
            return external
        # the list of contacts does not have who has left: another book then at least knows their name
        return name if name and is_plain and is_only else f"@{key}"

    def contact_id(self, key: int, account: int | None) -> str | None:
        """The id of a person in the list of contacts; None where their name at the account says enough."""
        external, _name, name_key, _ = self._contacts[key]
        if external:
            return external
        is_only = self._is_only(key, account, name_key)
        return None if is_only else f"@{key}"

    def _is_only(self, key: int, account: int | None, name_key: str) -> bool:
        """Whether a name means this person and nobody else at the account."""
        return account is not None and bool(name_key) and self._contact_names.get((account, name_key)) == key

    def _called(self, key: int, external: str | None, name: str, name_key: str) -> Called:
        if external and self._account_ids.get(external) == key:
            return Called(external, name)
        is_plain = name not in self._account_ids and name[:1] != "@"
        return Called(None if is_plain and self._account_names.get(name_key) == key else f"@{key}", name)


_ACCOUNTS = "SELECT id, external_id, name, name_key FROM account WHERE merged_into IS NULL"
_CONTACTS = (
    "SELECT c.id, m.external_id, m.name, m.name_key, EXISTS (SELECT 1 FROM position p WHERE p.contact_id = m.id"
    " AND p.to_on IS NULL) OR NOT EXISTS (SELECT 1 FROM position p WHERE p.contact_id = m.id)"
    " FROM contact c JOIN contact m ON m.id = ifnull(c.merged_into, c.id)"
)
