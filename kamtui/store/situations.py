"""What the signals look at, read as of any day for one account, one owner's or everybody's, a query for each kind.

Accounts at which nothing can be the matter are left out early: `situations` gives those that may have a card.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kamtui.domain.contacts import Function, Level
from kamtui.domain.periods import Period, add_months, fiscal_year, month_start
from kamtui.domain.policy import Levels, Policy
from kamtui.domain.signals.people import TRACE_DAYS
from kamtui.domain.signals.situation import NONE, Gone, Opinion, Promises, Situation, Someone, Trend
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import QUALIFYING
from kamtui.store import fiscal
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none

MONTHS = 3
"""Whole months that are compared with the same of last year (D18)."""

PROJECT_MONTHS = 12
"""The same for who buys by the project."""

NOTHING: Mapping[str, object] = {}


def situations(
    conn: Connection,
    on: dt.date,
    policy: Policy,
    owner: str | None = None,
    among: Iterable[int] | None = None,
    also: Iterable[int] = (),
) -> list[Situation]:
    """The accounts that may have a reason on a day: of one owner or of everybody (None), of all or of some.

    Those in `also` are looked at in any case.
    """
    reader = _Reader(conn, on, _chosen(conn, owner, among))
    trends, ours, theirs = reader.trends(), reader.promises(by_customer=0), reader.promises(by_customer=1)
    events, forums = reader.events(policy.signals.event_days), reader.forums()
    opinions, exceptions, gone = reader.opinions(), reader.exceptions(), reader.gone()
    answered = reader.answered()
    people = reader.people(policy.levels)
    has_owners = conn.execute("SELECT 1 FROM ownership WHERE owner <> '' LIMIT 1").fetchone() is not None
    year = fiscal_year(on, fiscal.start(conn))
    asks = {*people, *ours, *theirs, *events, *opinions, *exceptions, *gone, *trends, *also}
    return [
        Situation(
            account_id=account,
            tier=_TIERS[tier],
            tier_on=date_or_none(tiered),
            owner=login,
            status=_STATUSES[status],
            grade=Grade(grade) if grade else None,
            status_on=date_or_none(rated),
            last_touch_on=date_or_none(last),
            next_due_on=date_or_none(due),
            overdue_on=date_or_none(late),
            unclosed_on=date_or_none(unclosed),
            people=people.get(account, ()),
            gone=gone.get(account, ()),
            ours=ours.get(account),
            theirs=theirs.get(account),
            event=events.get(account),
            fiscal_year=year,
            forum_on=forums.get(account),
            opinions=opinions.get(account, ()),
            trend=trends.get(account),
            exception=exceptions.get(account),
            has_owners=has_owners,
            answered=answered.get(account, NONE),
        )
        for account, tier, tiered, login, status, grade, rated, last, due, late, unclosed in reader.standings(asks)
    ]


class _Reader:
    """The facts of a day, each as account -> fact, for the accounts one is interested in."""

    def __init__(self, conn: Connection, on: dt.date, among: list[int] | None) -> None:
        self._conn = conn
        self._on = on
        self._among = among
        self._ids = None if among is None else json.dumps(among)

    def standings(self, asks: Iterable[int]) -> Iterator[tuple[Any, ...]]:
        """Where those accounts stand that are due, badly rated or unclosed, and those in `asks`."""
        return self._rows(
            "SELECT s.account_id, s.tier, s.tier_on, s.owner, s.status, s.grade, s.status_on, s.last_touch_on,"
            " s.next_due_on, s.overdue_on, (SELECT min(x.on_date) FROM touch x WHERE x.account_id = s.account_id"
            "  AND x.state = 'scheduled' AND x.on_date < :on)"
            " FROM standing s WHERE +s.archived = 0 AND (s.next_due_on <= :on OR s.last_touch_on IS NULL"
            " OR s.status IN ('defending', 'declining', 'solid') OR s.tier = 'key'"
            " OR EXISTS (SELECT 1 FROM touch x WHERE x.account_id = s.account_id AND x.state = 'scheduled'"
            "  AND x.on_date < :on)"
            " OR s.account_id IN (SELECT value FROM json_each(:asks)))",
            of="s.",
            asks=json.dumps(list(asks)),
        )

    def people(self, levels: Levels) -> dict[int, list[Someone]]:
        """Everybody at the key accounts and at those called solid, with their own clocks."""
        since: dict[str, object] = {
            f"{level}_since": self._on - dt.timedelta(days=levels.most(level)) for level in Level
        }
        within = " ".join(f"WHEN '{level}' THEN :{level}_since" for level in Level)
        found: dict[int, list[Someone]] = defaultdict(list)
        for account, contact, name, level, function, start, last, weight in self._rows(
            "SELECT q.account_id, q.contact_id, c.name, q.level, q.function, min(q.from_on), max(t.on_date),"
            f" total(CASE WHEN t.on_date < CASE q.level {within} END THEN 0"
            "  WHEN t.kind IN ('email', 'message') THEN 0.5 ELSE 1 END * (t.id IS NOT NULL))"
            # CROSS JOIN: the accounts come first, whatever the planner thinks of their number
            " FROM standing s CROSS JOIN position q ON q.account_id = s.account_id"
            " JOIN contact c ON c.id = q.contact_id LEFT JOIN touch_contact a ON a.contact_id = q.contact_id"
            f" LEFT JOIN touch t ON t.id = a.touch_id AND t.account_id = q.account_id AND {_COUNTS}"
            f" WHERE +s.archived = 0 AND (s.tier = 'key' OR s.status = 'solid') AND {_HELD}",
            by="q.account_id, q.contact_id",
            of="s.",
            values=since,
        ):
            found[account].append(
                Someone(
                    contact,
                    name,
                    Level(level) if level else None,
                    Function(function) if function else None,
                    date_or_none(start),
                    date_or_none(last),
                    weight,
                )
            )
        return found

    def gone(self) -> dict[int, list[Gone]]:
        """Who left within a year, the latest first, and how much of the contact went through them."""
        found: dict[int, list[Gone]] = defaultdict(list)
        touched = (
            f"SELECT count(*) FROM touch t WHERE t.account_id = p.account_id AND {_COUNTS}"
            " AND t.on_date <= p.to_on AND t.on_date > date(p.to_on, '-1 year')"
        )
        with_them = f"{touched} AND t.id IN (SELECT touch_id FROM touch_contact WHERE contact_id = p.contact_id)"
        for account, contact, name, level, day, through, every in self._rows(
            f"SELECT p.account_id, p.contact_id, c.name, p.level, max(p.to_on), ({with_them}), ({touched})"
            " FROM position p JOIN contact c ON c.id = p.contact_id"
            " WHERE p.to_on <= :on AND p.to_on >= :first AND p.end_reason IS NOT 'entered_wrongly'"
            " AND NOT EXISTS (SELECT 1 FROM position q WHERE q.contact_id = p.contact_id"
            f"  AND q.account_id = p.account_id AND {_HELD})",
            by="p.account_id, p.contact_id",
            of="p.",
            first=self._on - dt.timedelta(days=TRACE_DAYS),
        ):
            share = through / every if every else 0.0
            found[account].append(
                Gone(contact, name, Level(level) if level else None, dt.date.fromisoformat(day), share)
            )
        for those in found.values():
            those.sort(key=lambda one: one.on, reverse=True)
        return found

    def promises(self, *, by_customer: int) -> dict[int, Promises]:
        """What one side promised and is due."""
        return {
            account: Promises(count, dt.date.fromisoformat(due), title)
            for account, count, due, title in self._rows(
                # with min() the other columns are those of the row that has it
                "SELECT account_id, count(*), min(due_on), title FROM task WHERE state = 'open' AND due_on <= :on"
                " AND by_customer = :side AND account_id IS NOT NULL",
                by="account_id",
                side=by_customer,
            )
        }

    def answered(self) -> dict[int, dict[str, dt.date]]:
        """Which signals have a next step that is not late, and until when."""
        found: dict[int, dict[str, dt.date]] = defaultdict(dict)
        for account, signal, due in self._rows(
            "SELECT account_id, signal, max(due_on) FROM task WHERE state = 'open' AND signal <> '' AND due_on >= :on"
            " AND account_id IS NOT NULL",
            by="account_id, signal",
        ):
            found[account][signal] = dt.date.fromisoformat(due)
        return found

    def events(self, days: int) -> dict[int, tuple[dt.date, str]]:
        """The next event of each customer within so many days."""
        rows = self._rows(
            "SELECT account_id, min(on_date), summary FROM touch WHERE kind = 'event' AND state = 'scheduled'"
            " AND on_date BETWEEN :on AND :last",
            by="account_id",
            last=self._on + dt.timedelta(days=days),
        )
        return {account: (dt.date.fromisoformat(day), what) for account, day, what in rows}

    def forums(self) -> dict[int, dt.date]:
        """The annual forum of the fiscal year, held or planned."""
        year = fiscal_year(self._on, fiscal.start(self._conn))
        rows = self._rows(
            "SELECT account_id, max(on_date) FROM touch WHERE kind = 'annual_forum' AND state <> 'cancelled'"
            " AND on_date BETWEEN :first AND :last",
            by="account_id",
            first=year.first,
            last=year.last,
        )
        return {account: dt.date.fromisoformat(day) for account, day in rows}

    def opinions(self) -> dict[int, list[Opinion]]:
        """What customers said, the latest last."""
        found: dict[int, list[Opinion]] = defaultdict(list)
        for account, contact, about, day, score, _ in self._rows(
            "SELECT account_id, contact_id, about, on_date, score, id FROM opinion WHERE on_date <= :on",
            order="on_date, id",
        ):
            found[account].append(Opinion(contact, about, dt.date.fromisoformat(day), score))
        return found

    def exceptions(self) -> dict[int, tuple[dt.date, str]]:
        """The exception that waits the longest."""
        rows = self._rows(
            "SELECT account_id, min(on_date), title FROM exception WHERE state = 'waiting' AND on_date <= :on"
            " AND account_id IS NOT NULL",
            by="account_id",
        )
        return {account: (dt.date.fromisoformat(day), title) for account, day, title in rows}

    def trends(self) -> dict[int, Trend]:
        """The last whole months beside the same of last year; twelve of them where one buys by the project (D18)."""
        by_project = [
            account
            for account, answer, _ in self._rows(
                "SELECT account_id, answer, max(on_date || printf('%015d', id)) FROM judgement"
                " WHERE criterion = 'pattern' AND on_date <= :on",
                by="account_id",
            )
            if answer in ("project", "one_off")
        ]
        found = self._trends(MONTHS)
        if by_project:
            some = _Reader(self._conn, self._on, by_project)
            for account in by_project:
                found.pop(account, None)
            found |= some._trends(PROJECT_MONTHS)
        return found

    def _trends(self, months: int) -> dict[int, Trend]:
        end = month_start(self._on)
        now = Period(add_months(end, -months), end - dt.timedelta(days=1))
        then = Period(add_months(now.first, -12), add_months(end, -12) - dt.timedelta(days=1))
        rows = self._rows(
            "SELECT x.account_id, total(CASE WHEN x.on_date >= :now_first THEN x.amount END),"
            " total(CASE WHEN x.on_date <= :then_last THEN x.amount END)"
            " FROM sale x JOIN standing s ON s.account_id = x.account_id AND s.currency = x.currency"
            " WHERE (x.on_date BETWEEN :then_first AND :then_last OR x.on_date BETWEEN :now_first AND :now_last)",
            by="x.account_id",
            of="x.",
            now_first=now.first,
            now_last=now.last,
            then_first=then.first,
            then_last=then.last,
        )
        return {account: Trend(now, int(revenue), int(before)) for account, revenue, before in rows if before > 0}

    def _rows(
        self,
        select: str,
        *,
        by: str = "",
        order: str = "",
        of: str = "",
        values: Mapping[str, object] = NOTHING,
        **more: object,
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT that ends in its WHERE; `of` is the table alias of account_id."""
        given: dict[str, object] = {"on": self._on, **values, **more}
        texts = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in given.items()}
        if self._ids is not None:
            select += f" AND {of}account_id IN (SELECT value FROM json_each(:ids))"
            texts["ids"] = self._ids
        select += f" GROUP BY {by}" if by else ""
        select += f" ORDER BY {order}" if order else ""
        return self._conn.execute(select, texts)


def _chosen(conn: Connection, owner: str | None, among: Iterable[int] | None) -> list[int] | None:
    """The accounts meant; None is all of them."""
    if owner is None:
        return None if among is None else list(among)
    rows = conn.execute("SELECT account_id FROM standing WHERE archived = 0 AND owner = ?", (owner,))
    mine = [account for (account,) in rows]
    return mine if among is None else list(set(mine).intersection(among))


# looking a word up is several times faster than making the member, which counts for a hundred thousand accounts
_TIERS: dict[str | None, Tier | None] = {None: None, **{tier.value: tier for tier in Tier}}
_STATUSES: dict[str | None, Status | None] = {None: None, **{status.value: status for status in Status}}

_HELD = "(q.from_on IS NULL OR q.from_on <= :on) AND (q.to_on IS NULL OR q.to_on > :on)"
"""SQL over `position q`: it was held on the day."""

_KINDS = ", ".join(repr(kind.value) for kind in sorted(QUALIFYING))

_COUNTS = f"t.state = 'done' AND t.on_date <= :on AND t.kind IN ({_KINDS})"
"""SQL over `touch t`: it took place and was contact with the customer."""
