"""Probable duplicates read: what is compared of every account, and which pairs were told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kamtui.domain import duplicates
from kamtui.domain.duplicates import Known, Pair
from kamtui.domain.names import look_key
from kamtui.store import accounts
from kamtui.store.accounts import Account, AccountRow
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection


class Side(NamedTuple):
    """One of two that may be one, with what one compares by eye."""

    row: AccountRow
    facts: Account
    people: int
    """With a position there, on whatever day."""
    touches: int
    documents: int


def pairs(conn: Connection) -> list[Pair]:
    """Every pair of accounts in the lists that may be one, the surest first."""
    return duplicates.pairs(_known(conn), told_apart(conn))


def side(conn: Connection, account: int) -> Side:
    """What one compares of an account; raises NotFound."""
    counted = conn.execute(
        "SELECT (SELECT count(DISTINCT contact_id) FROM position WHERE account_id = :key),"
        " (SELECT count(*) FROM touch WHERE account_id = :key), (SELECT count(*) FROM sale WHERE account_id = :key)",
        {"key": account},
    ).fetchone()
    return Side(accounts.row(conn, account), accounts.one(conn, account), *counted)


def told_apart(conn: Connection) -> list[tuple[int, int]]:
    """The pairs that somebody said are not the same, the smaller id first."""
    return conn.execute("SELECT account_id, other_id FROM told_apart").fetchall()


def is_told_apart(conn: Connection, one: int, other: int) -> bool:
    """Whether somebody said that two accounts are not the same."""
    found = conn.execute(
        "SELECT 1 FROM told_apart WHERE account_id = ? AND other_id = ?", (min(one, other), max(one, other))
    ).fetchone()
    return found is not None


def namesakes(scope: Scope) -> dict[int, tuple[int, str, int]]:
    """Account -> how many others in the lists have its name, what the first of them is called, and its id.

    The one trace that a card is worth: it needs no look at everybody's phone (SIG-34). Those in other cities are no
    trace.
    """
    # of all accounts few share a name, of one account its name is looked up
    several = (
        " (SELECT name_key FROM standing WHERE archived = 0 GROUP BY name_key HAVING count(*) > 1) k"
        " CROSS JOIN standing s ON s.name_key = k.name_key"
        if scope.is_whole
        else " standing s"
    )
    # the index by owner has the names, so that no row of the many of one owner need be read
    is_here, of = ("+s.archived = 0", "s.") if scope.owner is None else ("s.archived = 0 AND s.owner = :owner", "+s.")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for account, other, name, city, mine in scope.rows(
        f"SELECT s.account_id, o.account_id, a.name, a.city, m.city FROM{several}"
        " CROSS JOIN standing o ON o.archived = 0 AND o.name_key = s.name_key AND o.account_id <> s.account_id"
        " CROSS JOIN account a ON a.id = o.account_id CROSS JOIN account m ON m.id = s.account_id"
        f" WHERE {is_here} AND NOT EXISTS (SELECT 1 FROM told_apart t"
        " WHERE t.account_id = min(s.account_id, o.account_id) AND t.other_id = max(s.account_id, o.account_id))",
        by="",
        of=of,
        values={} if scope.owner is None else {"owner": scope.owner},
    ):
        if not duplicates.are_elsewhere(mine, city):
            found[account][other] = name
    return {account: (len(others), others[min(others)], min(others)) for account, others in found.items()}


def _known(conn: Connection) -> Iterator[Known]:
    """What is compared of every account that is neither archived nor merged."""
    names, codes, hosts = defaultdict(list), defaultdict(list), defaultdict(set)
    for account, kind, text, key in conn.execute(
        "SELECT account_id, kind, text, key FROM alias WHERE account_id IS NOT NULL AND kind IN ('name', 'id')"
    ):
        if kind == "name":
            names[account].append(key)
        else:
            codes[account].append(text)
    for account, host in conn.execute(
        "SELECT DISTINCT p.account_id, lower(substr(c.email, instr(c.email, '@') + 1)) FROM contact c"
        " JOIN position p ON p.contact_id = c.id WHERE p.to_on IS NULL AND instr(c.email, '@') > 0"
    ):
        hosts[account].add(host)
    for key, name, full, code, phone, website, city in conn.execute(
        "SELECT a.id, a.name_key, a.name, a.external_id, a.phone, a.website, a.city FROM standing s JOIN account a"
        " ON a.id = s.account_id WHERE s.archived = 0 AND a.merged_into IS NULL"
    ):
        own_codes = (*([code] if code else ()), *codes.get(key, ()))
        looks = "" if full.isascii() else look_key(full)
        called = (name, *names.get(key, ()))
        yield Known(key, called, own_codes, phone, website, frozenset(hosts.get(key, ())), city, looks)
