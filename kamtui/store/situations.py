"""What the signals look at, read as of any day for one account, one owner's or everybody's, a query for each kind.

Accounts at which nothing can be the matter are left out early: `situations` gives those that may have a card.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from kamtui.domain import periods
from kamtui.domain.periods import Period
from kamtui.domain.policy import Policy
from kamtui.domain.signals.situation import Opinion, Promises, RivalMove, Situation
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from kamtui.store import (
    creditstates,
    deals,
    duplicates,
    fiscal,
    issues,
    payingstates,
    planstates,
    presences,
    ratings,
    standing,
    supply,
    termsstates,
    trade,
)
from kamtui.store.discretion import visible
from kamtui.store.presences import COUNTS
from kamtui.store.scope import Scope
from kamtui.store.sqlite import Connection
from kamtui.store.values import date_or_none


def situations(
    conn: Connection,
    on: dt.date,
    policy: Policy,
    owner: str | None = None,
    among: Iterable[int] | None = None,
    also: Iterable[int] = (),
    only: Collection[str] | None = None,
) -> list[Situation]:
    """The accounts that may have a reason on a day: of one owner or of everybody (None), of all or of some.

    Those in `also` are looked at in any case. `only` are the fields that are asked for beside where the accounts
    stand; None: all. Where the table `standing` speaks of another day, where the accounts
    stood on this one is computed; what was promised or asked of a head is then as it is today.
    """
    then = standing.day(conn) != on
    chosen = _chosen(conn, owner, among)
    if then and chosen is None:
        chosen = [account for (account,) in conn.execute("SELECT id FROM account")]
    reader = _Reader(conn, on, chosen, owner=owner, then=then)
    facts, alike, sold = _facts(reader, policy, only), _alike(reader), trade.Sold(reader, policy.signals)
    averages = ratings.averages(conn, on)
    asks = {account for field, found in facts.items() if field not in BESIDE for account in found}
    asks.update(sold.by_project, also)
    known: dict[int, dict[str, Any]] = defaultdict(alike.copy)
    for field, found in facts.items():
        for account, fact in found.items():
            known[account][field] = fact
    day = _Days()
    return [
        Situation(
            account_id=account,
            tier=_TIERS[tier],
            tier_on=day[tiered],
            owner=login,
            status=_STATUSES[status],
            grade=Grade(grade) if grade else None,
            status_on=day[rated],
            status_since=day[so],
            first_touch_on=day[began],
            last_touch_on=day[last],
            next_due_on=day[due],
            overdue_on=day[late],
            trend=trend,
            last_order_on=quiet,
            rating=averages.get(login),
            **known.get(account, alike),
        )
        for account, tier, tiered, login, status, grade, rated, so, began, last, due, late, *sums in (
            reader.standings(asks, sold)
        )
        for trend, quiet in [sold.of(account, *sums)]
    ]


BESIDE = frozenset({"forum_on", "asked_on", "plan", "answered"})
"""Fields that alone are no reason to look at an account."""


Facts = Mapping[int, Any]
"""Account -> what a field holds; an account that is absent has nothing of the kind."""


def _facts(reader: _Reader, policy: Policy, only: Collection[str] | None) -> dict[str, Facts]:
    """Field of a situation -> its facts: of those in `only`, or of all."""
    return {
        field: facts
        for fields, read in READS.items()
        if only is None or not set(fields).isdisjoint(only)
        for field, facts in zip(fields, read(reader, policy), strict=True)
    }


def _planned(reader: _Reader, policy: Policy) -> tuple[Facts, Facts]:
    plans = reader.passed_plans()
    return {key: day for key, (day, _) in plans.items()}, {key: count for key, (_, count) in plans.items()}


def _plans(reader: _Reader, policy: Policy) -> tuple[Facts]:
    return (planstates.states(reader, policy) if planstates.any_plan(reader.conn, reader.on) else {},)


READS: Mapping[tuple[str, ...], Callable[[_Reader, Policy], tuple[Facts, ...]]] = {
    ("people",): lambda reader, policy: (presences.people(reader, policy.levels),),
    ("gone",): lambda reader, policy: (presences.gone(reader),),
    ("ours",): lambda reader, policy: (reader.promises(by_customer=0),),
    ("theirs",): lambda reader, policy: (reader.promises(by_customer=1),),
    ("event",): lambda reader, policy: (reader.events(policy.signals.event_days),),
    ("forum_on",): lambda reader, policy: (reader.forums(),),
    ("opinions",): lambda reader, policy: (reader.opinions(),),
    ("short", "peaks"): supply.signalled,
    ("asked_on",): lambda reader, policy: (reader.asked(),),
    ("issues", "repeated"): lambda reader, policy: issues.signalled(reader, policy.service),
    ("unclosed_on", "unclosed"): _planned,
    ("overdue", "patterns"): lambda reader, policy: payingstates.signalled(reader, policy.receivables),
    ("credit",): lambda reader, policy: (creditstates.signalled(reader, policy.receivables),),
    ("terms",): lambda reader, policy: (termsstates.signalled(reader, policy),),
    ("deals",): lambda reader, policy: (deals.signalled(reader, policy.funnel),),
    ("exception",): lambda reader, policy: (reader.exceptions(),),
    ("rival",): lambda reader, policy: (reader.rival_moves(policy.signals.rival_days),),
    ("plan",): _plans,
    ("namesakes",): lambda reader, policy: (duplicates.namesakes(reader),),
    ("answered",): lambda reader, policy: (reader.answered(),),
}
"""The fields that are read together, and how."""


def _alike(reader: _Reader) -> dict[str, Any]:
    """Field of a situation -> what it holds for every account."""
    return {
        "fiscal_year": reader.fiscal_year(),
        "has_plans": planstates.any_plan(reader.conn, reader.on),
        "has_owners": reader.has_owners(),
        "has_covers": reader.has_covers(),
    }


class _Reader(Scope):
    """The facts of a day, each as account -> fact, and what is the same for all of them."""

    def fiscal_year(self) -> Period:
        """The fiscal year of the day."""
        return periods.fiscal_year(self.on, fiscal.start(self.conn))

    def has_owners(self) -> bool:
        """Whether anybody owned an account by the day."""
        owned = "SELECT 1 FROM ownership WHERE owner <> '' AND on_date <= ? LIMIT 1"
        return self.conn.execute(owned, (self.on.isoformat(),)).fetchone() is not None

    def has_covers(self) -> bool:
        """Whether anybody covered anybody by the day."""
        covered = "SELECT 1 FROM cover WHERE on_date <= ? LIMIT 1"
        return self.conn.execute(covered, (self.on.isoformat(),)).fetchone() is not None

    def standings(self, asks: Iterable[int], sold: trade.Sold) -> Iterator[tuple[Any, ...]]:
        """Where those accounts stand that are due, badly rated or buy less, and those in `asks`."""
        return self.rows(
            f"SELECT s.account_id, s.tier, {_since('tier', 'key')}, s.owner,"
            f" s.status, s.grade, s.status_on, {_since('status', 'defending', 'declining')},"
            f" CASE WHEN s.tier = 'key' THEN (SELECT min(t.on_date) {_CONTACT}) END,"
            f" s.last_touch_on, s.next_due_on, s.overdue_on, {trade.COLUMNS}"
            " FROM standing s WHERE +s.archived = 0 AND (s.next_due_on <= :on OR s.last_touch_on IS NULL"
            " OR s.status IN ('defending', 'declining', 'solid') OR s.tier = 'key'"
            f" OR {trade.ASKS} OR s.account_id IN (SELECT value FROM json_each(:asks)))",
            of="s.",
            by="",
            values={**sold.values, "asks": json.dumps(list(asks))},
        )

    def passed_plans(self) -> dict[int, tuple[dt.date, int]]:
        """The day of the oldest planned touch that should have taken place and was never closed, and how many are."""
        rows = self.rows(
            "SELECT account_id, min(on_date), count(*) FROM touch WHERE state = 'scheduled' AND on_date < :on"
            " AND account_id IS NOT NULL"
        )
        return {account: (dt.date.fromisoformat(day), count) for account, day, count in rows}

    def promises(self, *, by_customer: int) -> dict[int, Promises]:
        """What one side promised and is due."""
        return {
            account: Promises(count, dt.date.fromisoformat(due), title)
            for account, count, due, title in self.rows(
                # with min() the other columns are those of the row that has it
                "SELECT account_id, count(*), min(due_on), title FROM task WHERE state = 'open' AND due_on <= :on"
                " AND by_customer = :side AND account_id IS NOT NULL",
                side=by_customer,
            )
        }

    def answered(self) -> dict[int, dict[str, dt.date]]:
        """Which signals have a next step that is not late, and until when."""
        found: dict[int, dict[str, dt.date]] = defaultdict(dict)
        for account, signal, due in self.rows(
            "SELECT account_id, signal, max(due_on) FROM task WHERE state = 'open' AND signal <> '' AND due_on >= :on"
            " AND account_id IS NOT NULL",
            by="account_id, signal",
        ):
            found[account][signal] = dt.date.fromisoformat(due)
        return found

    def events(self, days: int) -> dict[int, tuple[dt.date, str]]:
        """The next event of each customer within so many days."""
        rows = self.rows(
            "SELECT account_id, min(on_date), summary FROM touch WHERE kind = 'event' AND state = 'scheduled'"
            " AND on_date BETWEEN :on AND :last",
            last=self.on + dt.timedelta(days=days),
        )
        return {account: (dt.date.fromisoformat(day), what) for account, day, what in rows}

    def forums(self) -> dict[int, dt.date]:
        """The annual forum of the fiscal year, held or planned."""
        year = self.fiscal_year()
        rows = self.rows(
            # in the words of the index, or SQLite does not see that it may take it
            "SELECT account_id, max(on_date) FROM touch WHERE kind IN ('event', 'annual_forum')"
            " AND kind = 'annual_forum' AND state <> 'cancelled'"
            " AND on_date BETWEEN :first AND :last",
            first=year.first,
            last=year.last,
        )
        return {account: dt.date.fromisoformat(day) for account, day in rows}

    def opinions(self) -> dict[int, list[Opinion]]:
        """What customers said, as far as one may see it, the latest last."""
        found: dict[int, list[Opinion]] = defaultdict(list)
        for account, contact, about, day, score, name in self.rows(
            "SELECT o.account_id, o.contact_id, o.about, o.on_date, o.score, ifnull(c.name, '')"
            f" FROM opinion o LEFT JOIN contact c ON c.id = o.contact_id WHERE o.on_date <= :on AND {visible('o')}",
            of="o.",
            by="",
            order="o.on_date, o.id",
        ):
            found[account].append(Opinion(contact, about, dt.date.fromisoformat(day), score, name))
        return found

    def asked(self) -> dict[int, dt.date]:
        """When somebody was last asked about one of our people; the day is no secret, the answer may be."""
        rows = self.rows("SELECT account_id, max(on_date) FROM opinion WHERE about <> '' AND on_date <= :on")
        return {account: dt.date.fromisoformat(day) for account, day in rows}

    def exceptions(self) -> dict[int, tuple[int, dt.date, str]]:
        """How many exceptions wait, since when, and what the oldest is called."""
        rows = self.rows(
            "SELECT account_id, count(*), min(on_date), title FROM exception WHERE state = 'waiting'"
            " AND on_date <= :on AND account_id IS NOT NULL"
        )
        return {account: (count, dt.date.fromisoformat(day), title) for account, count, day, title in rows}

    def rival_moves(self, days: int) -> dict[int, RivalMove]:
        """The latest move of a competitor within so many days after which nothing was done about it."""
        later = "n.account_id = r.account_id AND n.name = r.name AND n.product = r.product AND n.on_date <= :on"
        rows = self.rows(
            "SELECT r.account_id, max(r.move_on), r.name, r.move, instr(a.segments, 'strategic') > 0 FROM rival r"
            " JOIN account a ON a.id = r.account_id WHERE r.move_on BETWEEN :first AND :on AND r.on_date <= :on"
            " AND r.gone = 0 AND r.move <> ''"
            f" AND NOT EXISTS (SELECT 1 FROM rival n WHERE {later} AND (n.on_date, n.id) > (r.on_date, r.id))"
            # one that is still open answers as long as it is not late
            " AND NOT EXISTS (SELECT 1 FROM task t WHERE t.account_id = r.account_id AND t.signal = 'SIG-30'"
            "  AND t.state = 'done' AND t.done_on BETWEEN r.move_on AND :on)",
            by="r.account_id",
            of="r.",
            first=self.on - dt.timedelta(days=days),
        )
        return {
            account: RivalMove(name, move, dt.date.fromisoformat(day), bool(strategic))
            for account, day, name, move, strategic in rows
        }


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


class _Days(dict[str | None, dt.date | None]):
    """Day as it is kept -> as it is counted with; many accounts have the same."""

    def __missing__(self, text: str | None) -> dt.date | None:
        day = self[text] = date_or_none(text)
        return day


def _since(what: str, *values: str) -> str:
    """SQL over `standing s`: since when an account is one of `values`, however often that was decided again."""
    wanted = ", ".join(map(repr, values))
    return (
        f"CASE WHEN s.{what} IN ({wanted}) THEN (SELECT min(d.on_date) FROM {what}_decision d"
        f" WHERE d.account_id = s.account_id AND d.on_date <= :on AND d.{what} = s.{what} AND NOT EXISTS"
        f" (SELECT 1 FROM {what}_decision e WHERE e.account_id = d.account_id AND e.on_date <= :on"
        f" AND e.{what} IS NOT s.{what} AND (e.on_date, e.id) > (d.on_date, d.id))) ELSE s.{what}_on END"
    )


_CONTACT = f"FROM touch t WHERE t.account_id = s.account_id AND {COUNTS}"
