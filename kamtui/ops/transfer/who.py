"""Who is meant: external ids and names of a file become accounts, contacts and logins of the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from kamtui.domain.duplicates import host_of
from kamtui.domain.names import name_key
from kamtui.errors import Ambiguous, BadInput
from kamtui.i18n import t
from kamtui.ops.accounts import checked
from kamtui.ops.persons import checked_person
from kamtui.ops.transfer.ours import own_id
from kamtui.store import known, merges
from kamtui.store.known import SEVERAL
from kamtui.store.tx import Tx

CODE_LENGTH = 24
"""A longer word without spaces is a name, not a key."""


class Who:
    """Everybody the book knows, and those the import adds on the way."""

    def __init__(self, tx: Tx, warn: Callable[[str], None]) -> None:
        self._tx = tx
        self._warn = warn
        self.account_ids = known.account_ids(tx.conn)
        self.account_names = known.account_names(tx.conn)
        self._marks = merges.marks(tx.conn)
        self.contact_ids = known.contact_ids(tx.conn)
        self.contact_names = known.contact_names(tx.conn)
        self.positions = known.positions(tx.conn)
        self.purged = known.purged_contacts(tx.conn)
        """Whose data were taken out: a file does not bring them back."""
        self._logins = known.logins(tx.conn)
        self._persons = known.login_names(tx.conn)
        self._keys: dict[str, str] = {}
        self.added: set[int] = set()
        """The accounts this import has added."""
        self.new_accounts = 0
        self.new_contacts = 0

    def account(self, reference: str, name: str | None = None, **facts: object) -> int:
        """The account that a reference means; one nobody knows is added, called `name` where the file tells.

        Raises Ambiguous where the name fits several.
        """
        found = self.own_account(reference, name)
        if found is None:
            found = self.find_account(reference)
        if found is None and name:
            found = self._called(name, reference)
        if found is not None:
            return found
        is_code = name is not None or looks_like_a_key(reference)
        values = checked({"name": name or reference, "external_id": reference if is_code else None, **facts}, {})
        key = self._tx.insert("account", values)
        self.new_accounts += 1
        self.know_account(key, reference if is_code else None, str(values["name_key"]))
        return key

    def currency(self, account: int | None) -> str:
        """In which currency the amounts of an account are that name none: its own, else the book's."""
        return self._currencies.get(account or 0) or self._default

    @cached_property
    def _currencies(self) -> Mapping[int, str]:
        # read with the first amount: by then this import has added its accounts
        return known.account_currencies(self._tx.conn)

    @cached_property
    def _default(self) -> str:
        return known.book_currency(self._tx.conn)

    def meant_by(self, key: str) -> int:
        """The account of whatever has a key of the other program: itself, an opportunity's, a person's only one.

        Raises BadInput where nothing here has it.
        """
        found = self.account_ids.get(key) or self._opportunities.get(key)
        person = None if found else self.contact_ids.get(key)
        places = [account for contact, account in self.positions if contact == person] if person else []
        if found is None and len(places) != 1:
            raise BadInput(t("nothing here has the key {id}; import what it belongs to first", id=key))
        return found or places[0]

    @cached_property
    def _opportunities(self) -> Mapping[str, int]:
        # read when first asked for: by then this import has added its own
        return known.opportunity_accounts(self._tx.conn)

    def by_mail(self, address: str) -> int | None:
        """The contact who has a mail address."""
        return self._mails.get(address.lower())

    @cached_property
    def _mails(self) -> Mapping[str, int]:
        # read when somebody is first called so: by then this import has added its people
        return known.contact_mails(self._tx.conn)

    def at_host_of(self, email: str) -> int | None:
        """The only account whose people write from the domain of a mail address, or whose website is there."""
        found = self._hosts.get(host_of(email.rpartition("@")[2]) if "@" in email else "", set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _hosts(self) -> Mapping[str, set[int]]:
        # read when somebody without a firm comes first: by then this import has added its accounts
        hosts: dict[str, set[int]] = {}
        for text, account in known.mail_hosts(self._tx.conn):
            if host := host_of(text):
                hosts.setdefault(host, set()).add(account)
        return hosts

    def find_account(self, reference: str) -> int | None:
        """The account that an external id, a name or an alias means; raises Ambiguous."""
        found = self.account_ids.get(reference)
        if found is None:
            found = self.account_names.get(self.key_of(reference))
            if found == SEVERAL:
                raise Ambiguous(t("'{name}' fits several accounts; give the id", name=reference), [])
        return found

    def own_account(self, reference: str | None, name: str | None) -> int | None:
        """The account that an exported list calls by the book's own id, if it still has that name."""
        key = own_id(reference)
        if key is None or not name or reference in self.account_ids:
            return None
        row = self._tx.row_or_none("account", key)
        return key if row is not None and row["name_key"] == self.key_of(name) else None

    def own_contact(self, reference: str | None, *, name: str = "", account: int | None = None) -> int | None:
        """The contact that an exported list calls by the book's own id: of that name, or with a position there."""
        key = own_id(reference)
        if key is None or reference in self.contact_ids:
            return None
        row = self._tx.row_or_none("contact", key)
        if row is None or (name and row["name_key"] != name_key(name, person=True)):
            return None
        return key if name or (key, account) in self.positions else None

    def mark(self, reference: str) -> str:
        """What stands behind the keys of documents that came with a merged account; "" for one that was not."""
        return self._marks.get(reference) or self._marks.get(self.key_of(reference), "") if self._marks else ""

    def _called(self, name: str, external_id: str) -> int | None:
        """The account of that name, if it has no id yet: it gets this one. With another id it is another account."""
        found = self.account_names.get(self.key_of(name))
        if found is None or found == SEVERAL:
            return None
        before = self._tx.row("account", found)
        if before["external_id"] is not None:
            if found not in self.added:
                self._warn(t("'{name}' has several ids; are they one account?", name=name))
            return None
        self._tx.update("account", found, checked({"external_id": external_id}, before))
        self.account_ids[external_id] = found
        return found

    def know_account(self, key: int, external_id: str | None, name: str) -> None:
        """Remember an account that was added."""
        self.added.add(key)
        if external_id:
            self.account_ids[external_id] = key
        if name:
            self.account_names[name] = SEVERAL if name in self.account_names else key

    def contact(self, reference: str, account: int) -> int:
        """The contact that a reference means at an account; somebody nobody knows is added there.

        Raises Ambiguous where the name fits several people of the account.
        """
        found = self.contact_ids.get(reference)
        if found is None:
            found = self.own_contact(reference, account=account)
        if found is None and own_id(reference) is not None:
            raise BadInput(t("nobody here is {id}; import the contacts first", id=reference))
        if found is None:
            key = name_key(reference, person=True)
            found = self.contact_names.get((account, key))
            if found == SEVERAL:
                raise Ambiguous(t("'{name}' fits several people of the account; give the id", name=reference), [])
        if found is None:
            found = self._tx.insert("contact", checked_person({"name": reference}), of=account)
            self.new_contacts += 1
            self.know_contact(found, None, account, key)
        self.place(found, account)
        return found

    def know_contact(self, contact: int, external_id: str | None, account: int | None, name: str) -> None:
        """Remember a contact that was added."""
        if external_id:
            self.contact_ids[external_id] = contact
        if account is not None and name:
            place = (account, name)
            self.contact_names[place] = SEVERAL if self.contact_names.get(place, contact) != contact else contact

    def place(self, contact: int, account: int) -> int:
        """The contact's position at the account, made where there is none."""
        found = self.positions.get((contact, account))
        if found is None:
            found = self._tx.insert("position", {"contact_id": contact, "account_id": account})
            self.positions[contact, account] = found
        return found

    def login(self, text: str | None) -> str:
        """The login that a file means, by itself or by the name of whoever has it; nobody's is entered as a manager."""
        if not text:
            return ""
        if text.casefold() not in self._logins and text.casefold() in self._persons:
            return self._persons[text.casefold()]
        if text.casefold() not in self._logins:
            self._tx.insert("user", {"login": text, "role": "kam"})
            self._logins[text.casefold()] = text
        return self._logins[text.casefold()]

    def key_of(self, name: str) -> str:
        """`name_key`, remembered: the same names come again and again."""
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = name_key(name)
        return key


def looks_like_a_key(text: str) -> bool:
    """Whether a reference nobody knows is a key of the other program rather than a name: ALFKI, 17850, C-104."""
    if len(text) > CODE_LENGTH or not text.isascii() or any(character.isspace() for character in text):
        return False
    return any(character.isdigit() for character in text) or text.isupper()
