"""Accounts, people and products as lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kamtui.store.outgoing.references import Outgoing, Row

_ACCOUNTS = (
    "SELECT a.id, p.id, s.owner, s.tier, s.status, a.kind, a.industry, a.region, a.country, a.city, a.address, a.phone,"
    " a.website, a.currency, a.note, a.segments, s.archived FROM account a JOIN standing s ON s.account_id = a.id"
    " LEFT JOIN account p ON p.id = a.parent_id WHERE a.merged_into IS NULL ORDER BY a.id"
)
_PEOPLE = (
    "SELECT c.id, p.account_id, c.name, p.title, p.level, p.function, c.email, c.phone, b.contact_id, c.note"
    " FROM contact c LEFT JOIN position p ON p.contact_id = c.id AND p.to_on IS NULL AND p.id = (SELECT max(l.id)"
    " FROM position l WHERE l.contact_id = c.id AND l.account_id = p.account_id)"
    " LEFT JOIN position b ON b.id = p.reports_to"
    " WHERE c.archived_on IS NULL AND c.merged_into IS NULL AND c.purged_on IS NULL AND c.placeholder = 0"
    " AND (p.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM position o WHERE o.contact_id = c.id)) ORDER BY c.id, p.id"
)
_PRODUCTS = (
    "SELECT id, name, code, series, list_price, currency, lead_days, note FROM product WHERE archived_on IS NULL"
    " ORDER BY id"
)


def accounts(out: Outgoing) -> Iterator[Row]:
    """The accounts in the lists; one with several other names has a row more for each of them."""
    aliases = defaultdict(list)
    for key, text in out.conn.execute(
        "SELECT account_id, text FROM alias WHERE kind = 'name' AND account_id IS NOT NULL ORDER BY id"
    ):
        aliases[key].append(text)
    for key, parent, *facts, note, segments, archived in out.conn.execute(_ACCOUNTS):
        if (archived and out.accounts is None) or not out.has(key):
            continue
        called, (first, *more) = out.account(key), aliases.get(key, [None])
        yield (called.reference, called.name, out.group(parent), *facts, first, note, segments)
        for alias in more:
            yield (called.reference, called.name, *[None] * (1 + len(facts)), alias, None, None)


def contacts(out: Outgoing) -> Iterator[Row]:
    """The people who work somewhere now, a row for each place; and those nobody has placed yet."""
    mobiles: dict[int, str] = {}
    for key, text in out.conn.execute(
        "SELECT contact_id, text FROM alias WHERE kind = 'phone' AND contact_id IS NOT NULL ORDER BY id"
    ):
        mobiles.setdefault(key, text)
    several = {
        key
        for (key,) in out.conn.execute(
            "SELECT contact_id FROM position WHERE to_on IS NULL GROUP BY contact_id HAVING count(*) > 1"
        )
    }
    for key, account, name, title, level, function, email, phone, boss, note in out.conn.execute(_PEOPLE):
        if out.has(account):
            own = out.contact_id(key, account) or (f"@{key}" if key in several else None)
            place = (*out.account(account), name, title, level, function)
            yield (own, *place, email, phone, mobiles.get(key), out.contact(boss, account), note)


def products(out: Outgoing) -> Iterator[Row]:
    """The products of the catalogue; one with several other names has a row more for each of them."""
    aliases = defaultdict(list)
    for key, said in out.conn.execute("SELECT product_id, said FROM product_alias ORDER BY id"):
        aliases[key].append(said)
    for key, name, code, *rest, note in out.conn.execute(_PRODUCTS):
        first, *more = aliases.get(key, [None])
        yield (name, code, *rest, first, note)
        for alias in more:
            yield (name, code, *[None] * len(rest), alias, None)
