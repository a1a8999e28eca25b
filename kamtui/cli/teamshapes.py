"""Our people as JSON; keys may be added, not renamed."""

from __future__ import annotations

from kamtui.cli.out import Json, Word, day, figure
from kamtui.cli.reports import level
from kamtui.domain.accountteams import AccountTeam, Colleague, Covered
from kamtui.domain.managers import Candidate, Manager, Managers
from kamtui.domain.teams import Rating
from kamtui.domain.tiers import Tier
from kamtui.i18n import t


def team(found: AccountTeam) -> Json:
    """The team of an account."""
    return {
        "account_id": found.account_id,
        "account": found.account,
        "on": day(found.on),
        "owner": found.owner or None,
        "team": [colleague(each) for each in found.colleagues],
        "missing": list(found.missing),
        "people": [covered(each) for each in found.people],
        "uncovered": [one.contact_id for one in found.uncovered],
        "beyond_sales_90d": found.beyond_sales,
        "beyond_sales_touches_90d": found.beyond_sales_touches,
    }


def told(found: AccountTeam) -> Json:
    """The team of an account as a person reads it."""
    people = [
        {
            "name": one.name,
            "level": one.level,
            "key_person": Word.YES if one.is_key else None,
            "covered_by": ", ".join(f"{cover.who} {cover.strength or '?'}/{cover.wanted or '?'}" for cover in one.by),
            "last_touch": day(one.last_on),
        }
        for one in found.people
    ]
    return {
        "id": found.account_id,
        "account": found.account,
        "owner": found.owner or None,
        "missing": ", ".join(t(each.label) for each in found.missing) or None,
        "covered_by_nobody": ", ".join(one.name for one in found.uncovered) or None,
        "beyond_sales_90d": found.beyond_sales,
        "team": [colleague(each) for each in found.colleagues],
        "people": people,
    }


def colleague(one: Colleague) -> Json:
    """One of us at an account."""
    return {
        "who": one.who,
        "function": one.function,
        "is_owner": one.is_owner,
        "from_on": day(one.from_on),
        "last_touch_on": day(one.last_on),
        "touches_90d": one.touches,
    }


def covered(one: Covered) -> Json:
    """Somebody at the customer and who covers them."""
    by = [
        {"who": cover.who, "strength": cover.strength, "wanted": cover.wanted, "verified_on": day(cover.on)}
        for cover in one.by
    ]
    return {
        "contact_id": one.contact_id,
        "name": one.name,
        "level": one.level,
        "function": one.function,
        "is_key": one.is_key,
        "last_touch_on": day(one.last_on),
        "covered_by": by,
    }


def capacity(found: Managers) -> Json:
    """Everybody's load, and the company's."""
    return {
        "managers": [manager(each) for each in found.managers],
        "key_accounts": {
            "held": found.company.held,
            "unowned": found.unowned,
            "warns_above": found.company.room,
            "blocks_above": found.blocks,
            "level": level(found.company.drift),
        },
        "suggested_managers": found.suggested,
        "weeks": found.weeks,
    }


def manager(one: Manager) -> Json:
    """One manager's load; the ratings are empty where they are not for the reader's eyes."""
    return {
        "login": one.login,
        "name": one.name or None,
        "role": one.role or None,
        "hours_per_week": figure(one.hours),
        "key_accounts": one.held,
        "room": one.room,
        "free": one.free,
        "level": level(one.drift),
        "accounts": one.owned,
        "by_tier": {tier.value if tier else "none": one.accounts.get(tier, 0) for tier in (*Tier, None)},
        "logged_hours": figure(one.minutes / 60, 1),
        "due": one.due,
        "overdue": one.overdue,
        "average": figure(one.average, 1),
        "ratings": dict(one.ratings),
    }


def candidate(one: Candidate) -> Json:
    """A manager beside an account."""
    beside = {"is_owner": one.is_owner, "same_region": one.region, "same_industry": one.industry}
    return {**manager(one.manager), **beside}


def rating(one: Rating) -> Json:
    """How a manager was rated."""
    return {
        "who": one.who,
        "criterion": one.criterion,
        "score": one.score,
        "on": day(one.on),
        "note": one.note or None,
        "by": one.author,
    }
