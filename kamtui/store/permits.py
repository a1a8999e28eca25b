"""What the author of a change may write: the one place where roles are checked, for every way into the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamtui.domain.roles import BOUND, LOGGED, OF_THE_COMPANY, OWN, PERSONAL, Right, Role, right_of, rights_of
from kamtui.errors import NotPermitted
from kamtui.i18n import t
from kamtui.store.fragments import held
from kamtui.store.sqlite import Connection


class Permit:
    """What one author may do in one running change. A book is open to anybody until its first head is entered."""

    def __init__(self, conn: Connection, author: str, operation: str, today: dt.date) -> None:
        """Raises NotPermitted where the author's role does not allow the operation at all."""
        self._conn = conn
        self._author = author
        self._today = today
        self._may: set[int] = set()
        self._own: set[tuple[str, int]] = set()
        self._had_head = has_head(conn, today)
        self.role = role_of(conn, author, today)
        """None: the book is open."""
        self.is_bound = self.role in BOUND
        """Whether it ends at the accounts that the author looks after."""
        self.require(operation)

    @property
    def is_head(self) -> bool:
        """Whether the author may do everything."""
        return self.role in (None, Role.HEAD)

    def require(self, operation: str) -> None:
        """Raise NotPermitted unless the author may do an operation."""
        if self.role is None or right_of(operation) in rights_of(self.role):
            return
        known = heads(self._conn, self._today)
        if not known and operation.startswith("user."):
            # otherwise nobody could ever enter another one
            return
        fields = {"who": self._author, "role": t(self.role.value), "operation": operation}
        if not known:
            message = (
                "{who} is {role} here, who may not do this ({operation}); only a head can, and none works here any"
                " more; see: kamtui user edit LOGIN --role head"
            )
            raise NotPermitted(t(message, **fields))
        message = "{who} is {role} here, who may not do this ({operation}); a head can: {heads}"
        raise NotPermitted(t(message, **fields, heads=", ".join(known)))

    def lift(self) -> None:
        """Let the change touch any account: it takes back what the author was allowed to do when they did it."""
        self.is_bound = False

    def made(self, account: int) -> None:
        """An account that this change adds is the author's to write."""
        self._may.add(account)

    def check(
        self, table: str, accounts: set[int], rows: tuple[Mapping[str, object], ...] = (), row: int | None = None
    ) -> None:
        """Raise NotPermitted unless the author may write rows of a table that belong to these accounts.

        `rows` are what the row says before and will say after, where it is one. Called before they are written: who
        hands an account over still owns it then.
        """
        if self.role is None or table in PERSONAL:
            return
        if Right.ACCOUNT not in rights_of(self.role) and table not in LOGGED:
            message = "{who} is {role} here, who may not write this ({table}); the owner of the account or a head can"
            raise NotPermitted(t(message, who=self._author, role=t(self.role.value), table=table))
        if not self.is_bound or self._is_own(table, rows, accounts):
            return
        if not accounts and table in OF_THE_COMPANY:
            raise NotPermitted(t("the plan of the company is a head's: {heads}", heads=self._heads()))
        if not accounts and table == "contact" and row is not None:
            self._check_person(row)
        for account in accounts - self._may:
            if not looks_after(self._conn, account, self._author, self._today):
                (name,) = self._conn.execute("SELECT name FROM main.account WHERE id = ?", (account,)).fetchone()
                message = "{name} is not among the accounts that {who} looks after; its owner or a head can do this"
                raise NotPermitted(t(message, name=name, who=self._author))
            self._may.add(account)

    def keep_a_head(self) -> None:
        """Raise NotPermitted where nobody would be a head any more: who could ever let somebody in again?"""
        if self._had_head and not stays_headed(self._conn):
            raise NotPermitted(t("a book needs a head: make somebody else one first; nothing was saved"))

    def _is_own(self, table: str, rows: tuple[Mapping[str, object], ...], accounts: set[int]) -> bool:
        """Whether the row was given to the author, whatever account it is about; what follows from it is theirs too."""
        column = OWN.get(table)
        if column is None:
            return False
        if rows and str(rows[0].get(column, "")).casefold() == self._author.casefold() and len(rows) > 1:
            self._own.update((table, account) for account in accounts)
        return bool(accounts) and all((table, account) in self._own for account in accounts)

    def _check_person(self, person: int) -> None:
        """A person is for who looks after one of the accounts where they work, or worked where they do so no more."""
        held_now = held("p")
        found = self._conn.execute(
            f"SELECT p.account_id, {held_now} FROM main.position p WHERE p.contact_id = :person",
            {"person": person, "on": self._today.isoformat()},
        ).fetchall()
        places = {account for account, is_held in found if is_held} or {account for account, _ in found}
        if places and not any(
            account in self._may or looks_after(self._conn, account, self._author, self._today) for account in places
        ):
            (name,) = self._conn.execute("SELECT name FROM main.contact WHERE id = ?", (person,)).fetchone()
            message = "{name} works at no account that {who} looks after; the owner there or a head can do this"
            raise NotPermitted(t(message, name=name, who=self._author))

    def _heads(self) -> str:
        return ", ".join(heads(self._conn, self._today) or ())


def role_of(conn: Connection, login: str, today: dt.date) -> Role | None:
    """The role of a login on a day; None in a book where no head was ever entered: anybody may do anything there.

    Raises NotPermitted for who is not in the book, or not any more.
    """
    if heads(conn, today) is None:
        return None
    found = conn.execute("SELECT role, left_on FROM main.user WHERE login = ?", (login,)).fetchone()
    if found is None:
        message = "{who} is not in this book; a head can enter them: kamtui user add {who}"
        raise NotPermitted(t(message, who=login))
    role, left_on = found
    if left_on is not None and left_on <= today.isoformat():
        raise NotPermitted(t("{who} left on {on}; nothing was saved", who=login, on=left_on))
    return Role(role)


def heads(conn: Connection, on: dt.date) -> list[str] | None:
    """The logins of the heads who work here on a day; None where nobody was ever entered as one."""
    found = conn.execute(
        "SELECT login, left_on IS NULL OR left_on > ? FROM main.user WHERE role = 'head' ORDER BY id", (on.isoformat(),)
    ).fetchall()
    return [login for login, is_here in found if is_here] if found else None


def may_decide(conn: Connection, who: str, on: dt.date) -> bool:
    """Whether `who` decides what heads decide: one of them; anybody in a book that never had one."""
    known = heads(conn, on)
    return known is None or who.casefold() in {login.casefold() for login in known}


def has_head(conn: Connection, today: dt.date) -> bool:
    """Whether somebody can do what only heads do."""
    return bool(heads(conn, today))


def stays_headed(conn: Connection) -> bool:
    """Whether there is a head who does not leave."""
    return bool(heads(conn, dt.date.max))


def looks_after(conn: Connection, account: int, login: str, on: dt.date) -> bool:
    """Whether an account is somebody's to write: theirs, nobody's, or they are in its team or cover somebody there."""
    day = {"account": account, "login": login, "on": on.isoformat()}
    owner = conn.execute(
        "SELECT owner = '' OR owner = :login COLLATE NOCASE FROM main.ownership WHERE account_id = :account"
        " AND on_date <= :on ORDER BY on_date DESC, id DESC LIMIT 1",
        day,
    ).fetchone()
    if owner is None or owner[0]:
        return True
    in_team = (
        "SELECT 1 FROM main.team_member m WHERE m.account_id = :account AND m.who = :login COLLATE NOCASE"
        f" AND {held('m')}"
    )
    covers = (
        "SELECT 1 FROM main.cover c WHERE c.account_id = :account AND c.who = :login COLLATE NOCASE"
        " AND c.on_date <= :on"
        " AND c.ended = 0 AND NOT EXISTS (SELECT 1 FROM main.cover l WHERE l.account_id = c.account_id"
        " AND l.contact_id = c.contact_id AND l.who = c.who AND (l.on_date, l.id) > (c.on_date, c.id)"
        " AND l.on_date <= :on)"
    )
    return conn.execute(f"{in_team} UNION ALL {covers} LIMIT 1", day).fetchone() is not None
