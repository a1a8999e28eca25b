"""What a briefing says, read for one account as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kamtui.domain import asking, briefings, health, signals
from kamtui.domain.briefings import (
    TOUCHES,
    Ask,
    Asked,
    Briefing,
    Contacted,
    Granted,
    Left,
    Open,
    Person,
    Planned,
    Promise,
    Service,
    Who,
)
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.deliverychecks import DeliveryCheck
from kamtui.domain.exceptions import State
from kamtui.domain.facts import Metric
from kamtui.domain.gates import TESTS
from kamtui.domain.health import Health
from kamtui.domain.periods import trailing_year
from kamtui.domain.policy import AXES, Policy
from kamtui.domain.signals.reason import Reason
from kamtui.domain.signals.relationship import disproof
from kamtui.domain.signals.situation import Situation, Someone
from kamtui.domain.traderules import ServiceRules
from kamtui.store import (
    accounts,
    buying,
    deliverychecks,
    exceptions,
    facts,
    figures,
    influences,
    issuesbriefed,
    judgements,
    markets,
    opinions,
    payingstates,
    plans,
    policies,
    presences,
    redflags,
    services,
    situations,
    tasks,
    tiers,
    ties,
    touches,
    voices,
)
from kamtui.store.accounts import AccountRow
from kamtui.store.fragments import by_level, counts, held
from kamtui.store.sqlite import Connection
from kamtui.store.touches import Touch
from kamtui.store.values import date_or_none

AHEAD = 5
"""Planned touches and events that a page has room for."""

LEFT_DAYS = 365
"""Who left longer ago is no news."""

GRANTED_DAYS = 365
"""Days for which something granted is told."""


def briefing(conn: Connection, account: int, on: dt.date, *, confidential: bool = True) -> Briefing:
    """The briefing on an account, for the user of this connection; raises NotFound.

    What was said in confidence is for those who may see it (R47, P19), and only with `confidential`; what rests on it
    is left out with it.
    """
    policy = policies.in_force(conn, on)
    row = accounts.row(conn, account)
    heard = voices.newest(conn, account, on, confidential=confidential)
    situation = _situation(conn, account, on, policy)
    folk = presences.people_at(conn, account, on, policy, confidential=confidential)
    seen = situation
    if not confidential:
        said = voices.in_public(conn, account, on)
        seen = issuesbriefed.in_public(conn, presences.in_public(situation, folk), on, policy.service)
        seen = seen._replace(opinions=said)
    told = voices.told(conn, account, on)
    against = disproof(situation, policy, on)
    known = Briefing(
        on=on,
        who=_who(conn, row, on, policy),
        health=None if row.archived else _health(conn, seen, on, policy),
        people=_people(conn, account, on, folk),
        left=_left(conn, account, on),
        touches=_touches(conn, account, on),
        promises=_promises(conn, account),
        numbers=buying.numbers(conn, row, on, situation.trend),
        service=_service(conn, row, on, policy),
        voices=heard,
        asked=Asked(voices.asked_on(told, of_staff=False), voices.asked_on(told, of_staff=True)),
        reasons=_reasons(seen, seen._replace(opinions=told), policy, on),
        ahead=_ahead(conn, account, on),
        unjudged=_unjudged(conn, account, on, policy),
        disproof=None if against is None else Ask(*against),
        levels=policy.levels,
        plan=plans.plan(conn, account, on),
        market=markets.market(conn, account, on, confidential=confidential),
        delivery=None if row.archived else _delivery(conn, row, on, policy, confidential=confidential),
        issues=issuesbriefed.issued(conn, account, on, policy.service, confidential=confidential),
        flags=redflags.of_people(conn, account, folk, row.tier, policy, on),
        threads=ties.threads(conn, account, on),
    )
    return known._replace(asks=asking.asks(known, policy.signals))


def left_out(conn: Connection, account: int, on: dt.date) -> int:
    """How many answers and judgements a briefing without what is confidential leaves out that the user might see."""
    found = opinions.rows(conn, opinions.ids(conn, account=account, until=on, newest=True))
    judged = influences.at_account(conn, account, on).values()
    told = issuesbriefed.issued(conn, account, on, ServiceRules(), confidential=True)
    secret = [*(each.confidential for each in found), *(one.confidential for one in told)]
    return sum(secret) + sum(said.confidential for said in judged)


def _situation(conn: Connection, account: int, on: dt.date, policy: Policy) -> Situation:
    found = situations.situations(conn, on, policy, among=[account], also=[account])
    # how our own people are rated is nothing to read before a meeting, or to print
    return found[0]._replace(rating=None) if found else Situation(account)


def _health(conn: Connection, seen: Situation, on: dt.date, policy: Policy) -> Health:
    covered = figures.coverages(conn, on, policy, [seen.account_id])
    cash = payingstates.cash(conn, on, policy.receivables, [seen.account_id])
    return health.of(seen, figures.value(covered, seen.account_id), policy, on, cash.get(seen.account_id))


def _who(conn: Connection, row: AccountRow, on: dt.date, policy: Policy) -> Who:
    own = accounts.one(conn, row.id)
    rated = conn.execute(
        "SELECT reason FROM status_decision WHERE account_id = ? AND on_date <= ?"
        " ORDER BY on_date DESC, id DESC LIMIT 1",
        (row.id, on.isoformat()),
    ).fetchone()
    return Who(
        account_id=row.id,
        external_id=row.external_id,
        name=row.name,
        parent="" if row.parent_id is None else accounts.one(conn, row.parent_id).name,
        kind=own.kind,
        industry=own.industry,
        place=", ".join(part for part in (own.city, own.region, own.country) if part),
        owner=row.owner,
        tier=row.tier,
        tier_on=row.tier_on,
        strategy="" if row.tier is None else policy.strategy.get(row.tier, ""),
        status=row.status,
        grade=row.grade,
        status_on=row.status_on,
        status_reason="" if rated is None or row.status is None else rated[0],
        tiers=[(each.on, each.tier) for each in tiers.history(conn, row.id) if each.on <= on],
        last_touch_on=row.last_touch_on,
        green_channel=row.green_channel,
    )


def _people(conn: Connection, account: int, on: dt.date, folk: Iterable[Someone]) -> list[Person]:
    """Everybody who holds a position there, each once; `folk` has what is judged of them."""
    found: dict[int, Person] = {}
    known = {one.contact_id: one for one in folk}
    for contact, name, title, level, function, since, last in conn.execute(
        "SELECT q.contact_id, c.name, q.title, q.level, q.function, q.from_on,"
        " (SELECT max(t.on_date) FROM touch_contact a JOIN touch t ON t.id = a.touch_id"
        f"  WHERE a.contact_id = q.contact_id AND t.account_id = q.account_id AND {counts('t')} AND t.on_date <= :on)"
        f" FROM position q JOIN contact c ON c.id = q.contact_id WHERE q.account_id = :account AND {held('q')}"
        f" ORDER BY {by_level('q')}, c.name_key, q.id",
        {"account": account, "on": on.isoformat()},
    ):
        words = level and Level(level), function and Function(function)
        one, days = known[contact], (date_or_none(since), date_or_none(last))
        person = Person(contact, name, title, *words, *days, one.influence, one.is_placeholder, one.covered)
        found.setdefault(contact, person)
    return list(found.values())


def _left(conn: Connection, account: int, on: dt.date) -> list[Left]:
    """Who left within a year and holds no position there any more; what was entered wrongly never was one."""
    found = conn.execute(
        "SELECT c.name, p.title, p.level, p.function, max(p.to_on), p.end_reason FROM position p"
        " JOIN contact c ON c.id = p.contact_id WHERE p.account_id = :account AND p.to_on BETWEEN :first AND :on"
        " AND p.end_reason IS NOT 'entered_wrongly' AND NOT EXISTS (SELECT 1 FROM position q"
        f"  WHERE q.contact_id = p.contact_id AND q.account_id = p.account_id AND {held('q')})"
        " GROUP BY p.contact_id ORDER BY 5 DESC, p.id DESC",
        {"account": account, "on": on.isoformat(), "first": (on - dt.timedelta(days=LEFT_DAYS)).isoformat()},
    )
    return [
        Left(
            name,
            title,
            level and Level(level),
            function and Function(function),
            dt.date.fromisoformat(day),
            reason and EndReason(reason),
        )
        for name, title, level, function, day, reason in found
    ]


def _touches(conn: Connection, account: int, on: dt.date) -> list[Contacted]:
    """The last ones; a meeting that several of us logged is one."""
    found = conn.execute(
        "SELECT id FROM touch WHERE account_id = ? AND state = 'done' AND on_date <= ? AND joins IS NULL"
        " ORDER BY on_date DESC, id DESC LIMIT ?",
        (account, on.isoformat(), TOUCHES),
    )
    return [_contacted(conn, touch) for touch in touches.rows(conn, [key for (key,) in found])]


def _contacted(conn: Connection, touch: Touch) -> Contacted:
    """A touch with those who were there by what colleagues logged of the same meeting."""
    logs = [touch, *touches.rows(conn, touches.joined_by(conn, touch.id))]
    people = {person.contact_id: person.name for log in logs for person in log.people}
    by = dict.fromkeys(log.by for log in logs if log.by)
    return Contacted(touch.on, touch.kind, [*people.values()], [*by], touch.summary, touch.feedback, touch.lesson)


def _ahead(conn: Connection, account: int, on: dt.date) -> list[Planned]:
    """What is planned from the day on: visits, and events of the customer."""
    found = conn.execute(
        "SELECT id FROM touch WHERE account_id = ? AND state = 'scheduled' AND on_date >= ?"
        " ORDER BY on_date, id LIMIT ?",
        (account, on.isoformat(), AHEAD),
    )
    return [
        Planned(touch.on, touch.kind, [person.name for person in touch.people], touch.by, touch.summary)
        for touch in touches.rows(conn, [key for (key,) in found])
    ]


def _promises(conn: Connection, account: int) -> list[Promise]:
    return [
        Promise(task.title, task.due_on, task.on, task.owner, task.contact or "", task.by_customer)
        for task in tasks.rows(conn, tasks.ids(conn, account=account))
    ]


def _service(conn: Connection, row: AccountRow, on: dt.date, policy: Policy) -> Service:
    changed = services.in_force(conn, row.id, on)
    target, most = policy.cadence.get(row.tier or "prospect", (None, None))
    if changed is not None and changed.cadence_days is not None:
        target, most = changed.cadence_days, changed.cadence_days * 3 // 2
    year = trailing_year(on)
    given = facts.amounts(conn, Metric.CONCESSION, *year, row.currency, [row.id])
    return Service(
        target_days=target,
        most_days=most,
        next_due_on=row.next_due_on,
        change="" if changed is None else changed.change,
        change_on=None if changed is None else changed.on,
        change_reason="" if changed is None else changed.reason,
        concessions=given.get(row.id),
        granted=_granted(conn, row.id, on),
    )


def _granted(conn: Connection, account: int, on: dt.date) -> list[Granted]:
    """What a head allowed within a year."""
    found = exceptions.rows(conn, exceptions.ids(conn, account=account, state=None))
    made = [
        Granted(each.decided_on, each.title, each.answer if each.state is State.CHANGED else each.proposal)
        for each in found
        if each.state in (State.APPROVED, State.CHANGED)
        and each.decided_on is not None
        and 0 <= (on - each.decided_on).days <= GRANTED_DAYS
    ]
    return sorted(made, key=lambda each: each.on, reverse=True)


def _delivery(conn: Connection, row: AccountRow, on: dt.date, policy: Policy, *, confidential: bool) -> DeliveryCheck:
    """What it owes and needs; without `confidential` no issue that was told in confidence."""
    found = deliverychecks.check(conn, row.id, on, policy, row.tier)
    return found if confidential else found._replace(issues=[each for each in found.issues if not each.confidential])


def _reasons(seen: Situation, all_told: Situation, policy: Policy, on: dt.date) -> list[Reason]:
    """Why it wants attention, as far as the user sees; not what only seems so because they do not see all."""
    true = signals.reasons(all_told, policy, on)
    return [reason for reason in signals.reasons(seen, policy, on) if reason in true]


def _unjudged(conn: Connection, account: int, on: dt.date, policy: Policy) -> list[Open]:
    """What a person judges and nobody has, the heaviest first; then the tests of a key account (R16).

    What is computed from figures is not looked at: that takes the whole book.
    """
    judged = judgements.newest(conn, on, [account]).get(account, {})
    found = [
        Open(each.name, each.why, each.weight * policy.composite[axis] / 100)
        for axis in AXES
        for each in policy.cards[axis]
        if each.measure is None and each.name not in judged
    ]
    tests = [Open(name, briefings.TESTS_WHY[name], 0) for name in TESTS if name not in judged]
    return [*sorted(found, key=lambda each: -each.weight), *tests]
