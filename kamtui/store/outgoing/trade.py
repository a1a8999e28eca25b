"""Sales, figures and opportunities as lists."""

from __future__ import annotations

from collections.abc import Iterator

from kamtui.store.outgoing.references import Outgoing, Row
from kamtui.store.products import catalogue

_SALES = "SELECT account_id, number, on_date, amount, currency, profit, kind, owner, key FROM sale ORDER BY on_date, id"
_FACTS = (
    "SELECT account_id, period, metric, value, product, unit, currency, source, confidence, on_date FROM fact"
    " ORDER BY on_date DESC, id DESC"
)
_OPPORTUNITIES = (
    "SELECT id, external_id, account_id, name, ifnull(nullif(outcome, ''), level), amount, currency, product, owner,"
    " kind, origin, CASE WHEN opened_said THEN opened_on END, expected_on, closed_on, reason, note FROM opportunity"
    " ORDER BY id"
)


def sales(out: Outgoing) -> Iterator[Row]:
    """The sales documents; the country is for files of others, and stays empty."""
    for account, number, *said, key in out.conn.execute(_SALES):
        if out.has(account):
            yield (*out.account(account), number, *said, None, None if key == number else key)


def facts(out: Outgoing) -> Iterator[Row]:
    """The figures as they are known last; products as the catalogue calls them."""
    called = catalogue(out.conn).called
    seen: set[Row] = set()
    found: list[Row] = []
    for account, period, metric, value, product, unit, currency, source, *rest in out.conn.execute(_FACTS):
        if not out.has(account):
            continue
        mark = account, metric, period, called(product), source
        if mark not in seen:
            seen.add(mark)
            said = (period, metric, value, called(product), unit, currency, source, *rest)
            found.append((*out.account(account), *said))
    yield from reversed(found)


def opportunities(out: Outgoing) -> Iterator[Row]:
    """The opportunities, each with where it stands or how it ended."""
    for key, external, account, *said in out.conn.execute(_OPPORTUNITIES):
        if out.has(account):
            yield (external or f"@{key}", *out.account(account), *said)
