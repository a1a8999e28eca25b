"""The JSON shapes of issues and of how they were served; hours are by the clock."""

from __future__ import annotations

import datetime as dt

from kamtui.cli.out import Json, day, figure
from kamtui.domain.issues import Cause, Issue, Seen
from kamtui.domain.serviceclocks import hours
from kamtui.domain.servicereports import Improvement, Kept, Served


def issue(one: Issue) -> Json:
    """An issue without its clocks."""
    return {
        "id": one.id,
        "account_id": one.account_id,
        "account": one.account,
        "tier": one.tier,
        "green_channel": one.green,
        "kind": one.kind,
        "severity": one.severity,
        "title": one.title,
        "text": one.text or None,
        "product": one.product or None,
        "contact_id": one.contact_id,
        "contact": one.contact,
        "touch_id": one.touch_id,
        "at": instant(one.at),
        "on": day(one.on),
        "owner": one.owner or None,
        "department": one.department,
        "state": "open" if one.is_open else "resolved",
        "responded_at": instant(one.responded_at),
        "resolved_at": instant(one.resolved_at),
        "resolved_on": day(one.resolved_on),
        "first_time": one.first_time,
        "cause": one.cause or None,
        "lesson": one.lesson or None,
        "prevented_by": one.prevented_by or None,
        "answer": one.answer or None,
        "confidential": one.confidential,
        "author": one.author,
    }


def seen(one: Seen) -> Json:
    """A row of `issue ls`; `sla` is how the clock stands that presses."""
    response, resolution = one.clocks
    return {
        **issue(one.issue),
        # what was done later had not been done yet
        "responded_at": instant(response.done_at),
        "resolved_at": instant(resolution.done_at),
        "sla": one.clocks.pressing.pace.word,
        "late": one.issue.is_open and one.clocks.is_late,
        "hours_left": hours(one.clocks.pressing.left) if one.issue.is_open else None,
        "respond_by": instant(response.due_at),
        "response": response.pace.word,
        "resolve_by": instant(resolution.due_at),
        "resolution": resolution.pace.word,
    }


def cause(found: Cause) -> Json:
    """A row of `issue causes`."""
    return {
        "cause": found.cause,
        "count": found.number,
        "accounts": [{"account_id": key, "name": name, "count": count} for key, name, count in found.accounts],
        "first_on": day(found.first_on),
        "last_on": day(found.last_on),
        "open": found.open,
        "lessons": [*found.lessons],
        "prevented_by": [*found.prevented_by],
    }


def served(tier: Served) -> Json:
    """A row of `issue report`; a share of nothing is null."""
    return {
        "tier": tier.tier,
        "issues": tier.issues,
        "open": tier.open,
        "resolved": tier.resolved,
        "first_time": tier.first_time,
        "first_time_known": tier.first_time_known,
        "first_time_rate": figure(tier.first_time_share, 4),
        **_kept("response", tier.response),
        **_kept("resolution", tier.resolution),
        "median_hours": tier.hours,
    }


def _kept(name: str, found: Kept) -> Json:
    return {f"{name}_kept": found.kept, f"{name}_decided": found.of, f"{name}_rate": figure(found.share, 4)}


def improvement(one: Improvement) -> Json:
    """What a complaint taught."""
    return {
        "issue_id": one.issue_id,
        "account_id": one.account_id,
        "account": one.account,
        "on": day(one.on),
        "resolved_on": day(one.resolved_on),
        "title": one.title,
        "cause": one.cause or None,
        "lesson": one.lesson or None,
        "prevented_by": one.prevented_by or None,
    }


def instant(moment: dt.datetime | None) -> str | None:
    """An instant, UTC with Z."""
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")
