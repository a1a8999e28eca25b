"""A limit that was passed, and what was done about a red account, in one line of the user's language."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.domain.overview import Handover, Red, Why
from kamtui.domain.signals.portfolio import Notice
from kamtui.i18n import t
from kamtui.render.text import clean

WORDS = ("tier", "measure")
"""Fields that hold a word of ours, which is translated; the others are numbers or a customer's name."""


def told(notice: Notice) -> str:
    """Which limit was passed, with its numbers."""
    return t(notice.text, **_fields(notice))


def what_to_do(notice: Notice) -> str:
    """What a head can do about it."""
    return t(notice.what_to_do, **_fields(notice))


def done_about(red: Red) -> str:
    """What somebody did about an account that is red all the same."""
    parts = []
    if red.next_on is not None:
        parts.append(t("next step due {on}", on=red.next_on))
    looked = red.looked
    if looked is not None and looked.until is not None:
        who = clean(looked.by)
        off = t("put off until {until} by {who}", until=looked.until, who=who)
        parts.append(t("{off}: {reason}", off=off, reason=clean(looked.reason)) if looked.reason else off)
    elif looked is not None:
        parts.append(t("looked at by {who} on {on}", who=clean(looked.by), on=looked.on))
    return "; ".join(parts) or t("nothing was done about it")


def why_handover(handover: Handover) -> str:
    """Why an account needs another owner."""
    match handover.why:
        case Why.LEFT:
            return t("{owner} left on {on}", owner=clean(handover.owner), on=handover.since)
        case Why.UNKNOWN:
            return t("{owner} is not entered as a user", owner=clean(handover.owner))
        case Why.NOBODY:
            return t("key account without an owner")


def by_owner(waiting: Mapping[str, int]) -> str:
    """How many tier proposals wait for the decision of each owner."""
    return ", ".join(f"{clean(owner) or t('nobody')} {count}" for owner, count in waiting.items())


def _fields(notice: Notice) -> dict[str, object]:
    return {name: _field(name, value) for name, value in notice.fields.items()}


def _field(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return t(value) if name in WORDS else clean(value)
