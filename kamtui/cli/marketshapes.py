"""The JSON shapes of profiles, competitors and partnerships: keys may be added, not renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamtui.cli.out import Json, amount, day

if TYPE_CHECKING:
    import datetime as dt

    from kamtui.domain.profiles import Kept
    from kamtui.domain.rivals import Partnership, Rival
    from kamtui.store.profilegaps import Profiled
    from kamtui.store.referrals import Introduced
    from kamtui.store.segments import Suggested


def profile(found: Kept, on: dt.date, days: int) -> Json:
    """A row of `profile ls`; `days`: after so many a value is stale."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "contact_id": found.contact_id,
        "field": found.field,
        "value": found.value or None,
        "source": found.source,
        "on": day(found.on),
        "age_days": (on - found.on).days,
        "stale": found.is_stale(on, days),
        "confidential": found.confidential,
        "author": found.author,
    }


def profiled(found: Profiled) -> Json:
    """A row of `profile gaps`."""
    whole = found.completeness
    return {
        "account_id": found.account_id,
        "name": found.name,
        "tier": found.tier,
        "owner": found.owner or None,
        "percent": whole.percent,
        "known": whole.known,
        "of": whole.of,
        "stale": whole.stale,
        "oldest_on": day(whole.oldest_on),
        "held_by": found.held_by,
        "held_by_barrier_only": found.is_held_by_barrier_only,
        "gaps": [{"field": gap.topic.name, "on": day(gap.on)} for gap in found.gaps],
        "unsourced": list(found.unsourced),
    }


def rival(found: Rival) -> Json:
    """A row of `rival ls`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "name": found.name,
        "product": found.product or None,
        "on": day(found.on),
        "share": found.share,
        "strengths": found.strengths or None,
        "contacts": found.contacts or None,
        "counter": found.counter or None,
        "move": found.move or None,
        "move_on": day(found.move_on),
        "source": found.source,
        "gone": found.gone,
        "author": found.author,
    }


def partnership(found: Partnership, on: dt.date) -> Json:
    """A row of `profile partners`."""
    return {
        "id": found.id,
        "account_id": found.account_id,
        "stage": found.stage,
        "on": day(found.on),
        "until": day(found.until_on),
        "ends_in_days": found.days_left(on),
        "note": found.note or None,
        "decided_by": found.decided_by,
    }


def introduced(found: Introduced) -> Json:
    """A row of `profile referrals`."""
    code = found.currency or ""
    return {
        "link_id": found.link_id,
        "account_id": found.account_id,
        "account": found.account,
        "contact": found.contact or None,
        "introduced_id": found.to_account_id,
        "introduced": found.to_account,
        "introduced_contact": found.to_contact or None,
        "on": day(found.on),
        "orders": found.orders,
        "revenue": amount(found.revenue, code),
        "profit": amount(found.profit, code) if found.currency else None,
        "currency": found.currency,
        "note": found.note or None,
    }


def suggested(found: Suggested) -> Json:
    """A row of `profile segments`."""
    return {**found._asdict(), "segment": found.segment}
