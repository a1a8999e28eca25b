"""Plans read: of an account or of the whole book, as of any day, with everything that belongs to them (R78, R80)."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kamtui.domain.periods import Period, fiscal_label, trailing_year
from kamtui.domain.plans import Entry, Heard, Plan, Review
from kamtui.domain.plansections import HEARD, known
from kamtui.domain.profiles import Source
from kamtui.errors import NotFound
from kamtui.i18n import t
from kamtui.store import goals, policies, touches
from kamtui.store.fragments import LATEST
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


class Head(NamedTuple):
    """Which plan it is, without what it says."""

    id: int
    account_id: int | None
    account: str
    year: Period
    owner: str
    on: dt.date
    closed_on: dt.date | None
    author: str

    @property
    def label(self) -> str:
        """The fiscal year: FY2026, or FY2026/27."""
        return fiscal_label(self.year.first, self.year.first.month)


class Listed(NamedTuple):
    """A key account with its plan of the fiscal year."""

    account_id: int
    account: str
    owner: str
    plan: Plan | None
    """None: it has none."""


def plan(conn: Connection, account: int | None, on: dt.date, year_of: dt.date | None = None) -> Plan | None:
    """The plan of an account, or of the whole book (None), as it was at the end of `on`, with all that belongs to it.

    It is that of the fiscal year of `on`, or of `year_of`; one that is closed too. None: there is none.
    """
    found = head(conn, account, year_of or on, on)
    return None if found is None else _full(conn, [found], on)[0]


def head(conn: Connection, account: int | None, day: dt.date, on: dt.date) -> Head | None:
    """The plan of an account whose year holds `day`, as far as it had been started by `on`."""
    where = "ifnull(p.account_id, 0) = ? AND p.first_on <= ? AND p.last_on >= ? AND p.on_date <= ?"
    # where the fiscal year of the book was changed two may overlap
    select = f"{_SELECT} WHERE {where} ORDER BY p.first_on DESC LIMIT 1"
    row = conn.execute(select, (account or 0, day.isoformat(), day.isoformat(), on.isoformat())).fetchone()
    return None if row is None else _head(row)


def one(conn: Connection, key: int, on: dt.date) -> Plan:
    """A plan by its number as it was at the end of a day; raises NotFound."""
    return _full(conn, [head_of(conn, key)], on)[0]


def head_of(conn: Connection, key: int) -> Head:
    """Which plan has this number; raises NotFound."""
    row = conn.execute(f"{_SELECT} WHERE p.id = ?", (key,)).fetchone()
    if row is None:
        raise NotFound(t("there is no plan {plan}", plan=key))
    return _head(row)


def heads(conn: Connection, account: int | None) -> list[Head]:
    """Every plan of an account, or of the whole book, the newest year first."""
    rows = conn.execute(f"{_SELECT} WHERE ifnull(p.account_id, 0) = ? ORDER BY p.first_on DESC", (account or 0,))
    return [_head(row) for row in rows]


def listed(conn: Connection, on: dt.date, *, owner: str | None = None) -> list[Listed]:
    """Every key account, of one owner or of all, and every other with a plan, by name, with its plan of the year."""
    rows = conn.execute(
        "SELECT a.id, a.name, s.owner FROM standing s JOIN account a ON a.id = s.account_id"
        " WHERE s.archived = 0 AND (? IS NULL OR s.owner = ?) AND (s.tier = 'key' OR EXISTS (SELECT 1 FROM plan p"
        "  WHERE ifnull(p.account_id, 0) = a.id AND p.first_on <= ? AND p.last_on >= ? AND p.on_date <= ?))"
        " ORDER BY a.name_key, a.id",
        (owner, owner, on.isoformat(), on.isoformat(), on.isoformat()),
    ).fetchall()
    found = {one.account_id: one for one in of_accounts(conn, [account for account, *_ in rows], on)}
    return [Listed(account, name, login, found.get(account)) for account, name, login in rows]


def of_year(conn: Connection, on: dt.date) -> list[Plan]:
    """The plans of all accounts for the fiscal year of a day, by name, as they were at its end."""
    rows = conn.execute(
        f"{_SELECT} WHERE p.account_id IS NOT NULL AND p.first_on <= :on AND p.last_on >= :on AND p.on_date <= :on"
        " ORDER BY a.name_key, a.id, p.first_on",
        {"on": on.isoformat()},
    )
    return _full(conn, list({found.account_id: found for found in map(_head, rows)}.values()), on)


def of_accounts(conn: Connection, accounts: Sequence[int], on: dt.date) -> list[Plan]:
    """The plans of the fiscal year of a day of these accounts, as they were at its end; without a plan: absent."""
    rows = conn.execute(
        f"{_SELECT} WHERE ifnull(p.account_id, 0) IN (SELECT value FROM json_each(?)) AND p.account_id IS NOT NULL"
        " AND p.first_on <= ? AND p.last_on >= ? AND p.on_date <= ? ORDER BY p.first_on",
        (json.dumps(list(accounts)), on.isoformat(), on.isoformat(), on.isoformat()),
    )
    return _full(conn, list({found.account_id: found for found in map(_head, rows)}.values()), on)


def history(conn: Connection, account: int | None, section: str) -> list[Entry]:
    """Everything that was said of a section in any year, the latest first; an empty text took one back.

    What a plan took over from an earlier one is said once.
    """
    rows = conn.execute(
        "SELECT s.section, s.text, s.source, s.on_date, s.author FROM plan_section s JOIN plan p ON p.id = s.plan_id"
        " WHERE ifnull(p.account_id, 0) = ? AND s.section = ? ORDER BY s.on_date DESC, s.id DESC",
        (account or 0, section),
    )
    return list(dict.fromkeys(_entry(row) for row in rows))


def newest_row(conn: Connection, plan: int, section: str, on: dt.date) -> int | None:
    """The row of what a section says on a day."""
    row = conn.execute(
        "SELECT id FROM plan_section WHERE plan_id = ? AND section = ? AND on_date <= ?"
        " ORDER BY on_date DESC, id DESC LIMIT 1",
        (plan, section, on.isoformat()),
    ).fetchone()
    return None if row is None else int(row[0])


def entries(conn: Connection, plans: Iterable[int], on: dt.date) -> dict[int, dict[str, Entry]]:
    """Plan -> section -> what it says at the end of a day; what is empty or no section of ours is absent."""
    found: dict[int, dict[str, Entry]] = defaultdict(dict)
    for _, plan_id, company, *row in conn.execute(
        f"SELECT {LATEST}, plan_id, account_id IS NULL, section, text, source, on_date, author FROM plan_section"
        " WHERE plan_id IN (SELECT value FROM json_each(?)) AND on_date <= ? GROUP BY plan_id, section",
        (json.dumps(list(plans)), on.isoformat()),
    ):
        entry = _entry(row)
        if entry.text and known(entry.section, company=bool(company)) is not None:
            found[plan_id][entry.section] = entry
    return found


def _full(conn: Connection, found: Sequence[Head], on: dt.date) -> list[Plan]:
    """Plans with all that belongs to them, a query for each kind."""
    if not found:
        return []
    policy = policies.in_force(conn, on)
    keys = [one.id for one in found]
    said, reviews = entries(conn, keys, on), _reviews(conn, keys, on)
    heard = _heard(conn, [one.account_id for one in found if one.account_id is not None], on)
    aims = goals.of_plans(conn, {one.id: goals.Of(one.account_id, one.year) for one in found}, on, policy)
    return [
        Plan(
            id=one.id,
            account_id=one.account_id,
            account=one.account,
            year=one.year,
            label=one.label,
            owner=one.owner,
            on=one.on,
            closed_on=one.closed_on,
            author=one.author,
            read_on=on,
            stale_days=policy.plans.stale_days,
            entries=said.get(one.id, {}),
            goals=aims.get(one.id, ()),
            reviews=tuple(reviews.get(one.id, ())),
            heard=tuple(heard.get(one.account_id or 0, ())),
        )
        for one in found
    ]


def _heard(conn: Connection, accounts: Sequence[int], on: dt.date) -> dict[int, list[Heard]]:
    """Account -> what was heard in twelve months that belongs into one of the overviews."""
    found: dict[int, list[Heard]] = defaultdict(list)
    for section, tags in HEARD.items():
        told = touches.heard(conn, accounts, tags, trailing_year(on).first)
        for account, entries in told.items():
            found[account] += [Heard(section, *entry) for entry in entries if entry[1] <= on]
    return found


def _reviews(conn: Connection, plans: Iterable[int], on: dt.date) -> dict[int, list[Review]]:
    found: dict[int, list[Review]] = defaultdict(list)
    for plan_id, key, day, text, author in conn.execute(
        "SELECT plan_id, id, on_date, text, author FROM plan_review WHERE plan_id IN (SELECT value FROM json_each(?))"
        " AND on_date <= ? ORDER BY on_date DESC, id DESC",
        (json.dumps(list(plans)), on.isoformat()),
    ):
        found[plan_id].append(Review(key, dt.date.fromisoformat(day), text, author))
    return found


_SELECT = (
    "SELECT p.id, p.account_id, ifnull(a.name, ''), p.first_on, p.last_on, p.owner, p.on_date, p.closed_on, p.author"
    " FROM plan p LEFT JOIN account a ON a.id = p.account_id"
)


def _head(row: tuple[Any, ...]) -> Head:
    key, account, name, first, last, owner, on, closed, author = row
    year = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return Head(key, account, name, year, owner, dt.date.fromisoformat(on), date_or_none(closed), author)


def _entry(row: Iterable[Any]) -> Entry:
    section, text, source, on, author = row
    return Entry(section, text, Source(source) if source else None, dt.date.fromisoformat(on), author)
