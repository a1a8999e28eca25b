"""What came of opportunities, read by account, owner, product, kind, origin or year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.money import Money
from kamtui.domain.opportunities import Kind, Outcome
from kamtui.domain.periods import fiscal_label
from kamtui.domain.winrates import Ended, Rate, rate, rates
from kamtui.store import fiscal, groups, users
from kamtui.store.products import catalogue
from kamtui.store.sqlite import Connection


class By(StrEnum):
    """What opportunities are told apart by."""

    ACCOUNT = "account"
    OWNER = "owner"
    PRODUCT = "product"
    KIND = "kind"
    ORIGIN = "origin"
    YEAR = "year"
    """The fiscal year in which they were decided; what is open has none."""


class Order(StrEnum):
    """Which groups come first."""

    DECIDED = "decided"
    """Those of which most was decided; years in their order."""
    RATE = "rate"
    WON = "won"
    """Those that brought most."""
    OPEN = "open"
    """Those with the most in the funnel."""


class Only(NamedTuple):
    """Which opportunities are looked at."""

    account: int | None = None
    owner: str | None = None
    kind: Kind | None = None
    currency: str | None = None
    since: dt.date | None = None
    """Decided from this day on; what is open is left out."""
    until: dt.date | None = None
    groups: bool = False
    """Accounts of one group are told as the account at its top."""


class Rates(NamedTuple):
    """What came of opportunities."""

    groups: list[Rate[str | int | None]]
    """By group, None where nobody said; what was decided most often comes first."""
    whole: Rate[str | int | None]
    names: Mapping[int, str]
    """Names of the accounts among the groups."""
    idle: list[str]
    """Of us who work here: who has none at all. Only where they are told apart by owner."""


def of_book(conn: Connection, by: By, only: Only, on: dt.date, order: Order = Order.DECIDED) -> Rates:
    """The rates of the opportunities that are asked for, as the book is read."""
    ended = _ended(conn, by, only, on)
    found = rates(ended)
    found.sort(key=lambda each: (-(each.won + each.lost), -each.size, str(each.group)))
    match order:
        case Order.RATE:
            found.sort(key=lambda each: -(each.win_rate or 0))
        case Order.WON:
            found.sort(key=lambda each: -_most(each.value))
        case Order.OPEN:
            found.sort(key=lambda each: -_most(each.open_value))
        case Order.DECIDED if by is By.YEAR:
            found.sort(key=lambda each: str(each.group or "~"))
    idle: list[str] = []
    if by is By.OWNER and only == Only():
        known = {str(each.group).casefold() for each in found}
        staff = [user for user in users.all_users(conn) if user.left_on is None or user.left_on > on]
        idle = [user.login for user in staff if user.role == "kam" and user.login.casefold() not in known]
        found += [Rate(login) for login in idle]
    names = dict(conn.execute("SELECT id, name FROM account")) if by is By.ACCOUNT else {}
    return Rates(found, rate(None, ended), names, idle)


def _most(value: Sequence[Money]) -> int:
    """What groups are put in order by: that of the currency of most of them; currencies are not added up."""
    return value[0].amount if value else 0


def _ended(conn: Connection, by: By, only: Only, on: dt.date) -> list[Ended[str | int | None]]:
    where, values = ["1"], list[object]()
    for clause, asked in (
        ("account_id = ?", only.account),
        ("owner = ? COLLATE NOCASE", only.owner),
        ("kind = ?", only.kind),
        ("currency = ?", only.currency),
        ("closed_on >= ?", only.since),
        ("closed_on <= ?", only.until),
    ):
        if asked is not None:
            where.append(clause)
            values.append(asked.isoformat() if isinstance(asked, dt.date) else asked)
    column = {By.ACCOUNT: "account_id", By.YEAR: "closed_on"}.get(by, by.value)
    rows = conn.execute(
        f"SELECT {column}, outcome, amount, currency, product, CASE WHEN opened_said THEN opened_on END, closed_on"
        f" FROM opportunity WHERE {' AND '.join(where)} ORDER BY id",
        values,
    )
    known, group = catalogue(conn), _grouping(conn, by, groups.roots(conn, on) if only.groups else {})
    outcomes = {outcome.value: outcome for outcome in Outcome}
    day = dt.date.fromisoformat
    found = []
    for said, outcome, amount, currency, product, opened_on, closed_on in rows:
        value = None if amount is None else Money(amount, currency)
        if amount is None and (listed := known.find(product)) is not None and listed.list_price is not None:
            value = Money(listed.list_price, listed.currency or currency)
        closed = None if closed_on is None else day(closed_on)
        is_estimated = amount is None and value is not None
        found.append(Ended(group(said), outcomes[outcome], value, is_estimated, opened_on and day(opened_on), closed))
    return found


def _grouping(conn: Connection, by: By, tops: Mapping[int, int]) -> Callable[[str | int | None], str | int | None]:
    """The group that a column names; "" is nobody's."""
    if by is By.YEAR:
        start = fiscal.start(conn)
        years: dict[str, str] = {}

        def year(text: str | int | None) -> str | None:
            if text is None:
                return None
            month = str(text)[:7]
            if month not in years:
                years[month] = fiscal_label(dt.date.fromisoformat(f"{month}-01"), start)
            return years[month]

        return year
    if by is By.PRODUCT:
        known = catalogue(conn)
        return lambda text: known.called(str(text)) or None
    if by is By.ACCOUNT:
        return lambda account: tops.get(account, account) if isinstance(account, int) else None
    return lambda text: text or None
