"""Touches: one logged contact with one or more people of an account."""

from __future__ import annotations

import re
from enum import StrEnum

from kamtui.domain.texts import clipped
from kamtui.errors import BadInput
from kamtui.i18n import t


class Kind(StrEnum):
    """What kind of contact it was."""

    VISIT = "visit"
    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    MESSAGE = "message"
    EVENT = "event"
    TRAINING = "training"
    WORKSHOP = "workshop"
    ANNUAL_FORUM = "annual_forum"
    SURVEY = "survey"
    INTERNAL = "internal"
    NOTE = "note"


class TouchState(StrEnum):
    """Whether it took place."""

    DONE = "done"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Direction(StrEnum):
    """Who sought the contact."""

    OUT = "out"
    IN = "in"
    BOTH = "both"


class Feedback(StrEnum):
    """How the customer reacted (R37)."""

    GOOD = "+"
    NEUTRAL = "0"
    BAD = "-"


class Purpose(StrEnum):
    """What the contact was for; courtesy is the personal tie (R36)."""

    SELL = "sell"
    DELIVER = "deliver"
    SOLVE = "solve"
    LEARN = "learn"
    COURTESY = "courtesy"
    REVIEW = "review"
    PLAN = "plan"
    COLLECT = "collect"


QUALIFYING = frozenset(Kind) - {Kind.INTERNAL, Kind.NOTE}
"""Kinds that count as contact with the customer and restart the account's clock (D14)."""

WRITTEN = frozenset((Kind.EMAIL, Kind.MESSAGE))
"""Kinds that count half for a level's clock (D14)."""

DEFAULT_MINUTES: dict[Kind, int] = {
    Kind.VISIT: 90,
    Kind.MEETING: 60,
    Kind.WORKSHOP: 180,
    Kind.ANNUAL_FORUM: 240,
    Kind.TRAINING: 120,
    Kind.EVENT: 120,
    Kind.CALL: 15,
    Kind.EMAIL: 5,
    Kind.MESSAGE: 3,
    Kind.SURVEY: 15,
    Kind.INTERNAL: 30,
    Kind.NOTE: 0,
}
"""Minutes counted where none were typed (D3)."""


def tag(text: str) -> str:
    """The tag that `text` names, without its #: "intel", "情报". Raises BadInput."""
    found = text.strip().removeprefix("#").casefold()
    if not re.fullmatch(r"\w{1,40}", found):
        raise BadInput(t("'{text}' is not a tag; a tag is one word, such as intel", text=clipped(text)))
    return found
