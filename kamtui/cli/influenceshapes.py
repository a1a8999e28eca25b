"""Buying influences, links and red flags as JSON."""

from __future__ import annotations

import datetime as dt

from kamtui.cli.out import Json, day
from kamtui.domain.coverage import Coverage, Threads
from kamtui.domain.hierarchy import Rungs
from kamtui.domain.influences import Influence, is_key_person
from kamtui.domain.links import Link
from kamtui.domain.redflags import Flagged, Kept
from kamtui.domain.signals.situation import Someone
from kamtui.render.flagged import text

_NEVER = dt.date.min


def influence(said: Influence | None) -> Json:
    """What is judged of somebody; unknown is null."""
    if said is None:
        said = Influence(0, _NEVER)
    return {
        "roles": [*said.roles],
        "degree": said.degree,
        "mode": said.mode,
        "rating": said.rating,
        "stance": said.stance,
        "win": said.win or None,
        "result": said.result or None,
        "rung": said.rung,
        "rung_wanted": said.rung_wanted,
        "touch_id": said.touch_id,
        "confidential": said.confidential,
        "author": said.author or None,
        "on": None if said.on == _NEVER else day(said.on),
    }


def someone(one: Someone, *, is_stale: bool) -> Json:
    """Somebody at an account with what is judged of them."""
    return {
        "contact_id": one.contact_id,
        "name": one.name,
        "placeholder": one.is_placeholder,
        "level": one.level,
        "function": one.function,
        "key": is_key_person(one.level, one.influence, marked=one.is_marked),
        **influence(one.influence),
        "stale": is_stale,
        "covered_by": [*one.covered],
        "last_touch_on": day(one.last_on),
    }


def rungs(found: Rungs) -> Json:
    """The buy-sell hierarchy."""
    return {
        "people": {str(rung): count for rung, count in found.people.items()},
        "unknown": found.unknown,
        "least": found.least,
        "least_names": [*found.held_by],
    }


def coverage(found: Coverage | None, threads: Threads) -> Json:
    """The points of D16, and on how many threads the account hangs."""
    points = None
    if found is not None:
        parts = ("roles", "levels", "functions", "people", "covers")
        points = {"value": round(found.value, 1), **{part: round(getattr(found, part), 1) for part in parts}}
    return {"points": points, **{f"active_{name}": count for name, count in threads._asdict().items()}}


def link(found: Link) -> Json:
    """A tie."""
    row = {**found._asdict(), "from_on": day(found.from_on), "to_on": day(found.to_on)}
    return {name: None if value == "" else value for name, value in row.items()}


def kept(row: Kept) -> Json:
    """A flag as the book keeps it."""
    return {
        "id": row.id,
        "subject": row.subject,
        "text": row.text or None,
        "contact_id": row.contact_id,
        "contact": row.contact or None,
        "since": day(row.on),
        "by_hand": row.by_hand,
        "strength": row.strength or None,
        "task_id": row.task_id,
        "task": row.task or None,
    }


def flag(found: Flagged) -> Json:
    """A red flag with what is done about it."""
    said, kept = found.flag, found.kept
    return {
        "id": None if kept is None else kept.id,
        "subject": said.subject,
        "text": text(said),
        "contact_id": said.contact_id,
        "contact": said.contact or None,
        "since": day(said.since),
        "by_hand": found.by_hand,
        "strength": None if kept is None else kept.strength or None,
        "task_id": None if kept is None else kept.task_id,
        "task": None if kept is None else kept.task or None,
    }
