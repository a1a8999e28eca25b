"""Our people around an account: the functions they have in its team, and how managers are rated (R90, R91, R95)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple, TypeVar

from kamtui.errors import BadInput
from kamtui.i18n import t


class OurFunction(StrEnum):
    """What one of us does for an account; the key account manager stands in the centre."""

    KAM = "kam"
    SALES_VP = "sales_vp"
    SALES_MANAGER = "sales_manager"
    TRANSPORT = "transport"
    MANUFACTURING = "manufacturing"
    RND = "rnd"
    MARKETING = "marketing"
    FINANCE = "finance"
    CUSTOMER_SERVICE = "customer_service"
    TECH_SUPPORT = "tech_support"
    EXEC_SPONSOR = "exec_sponsor"
    INTERNAL_MANAGEMENT = "internal_management"

    @property
    def label(self) -> str:
        """What it is called in a sentence; English."""
        return {"kam": "KAM", "rnd": "R&D"}.get(self.value) or self.value.replace("_", " ")


class Rated(StrEnum):
    """What a key account manager is chosen by (R91), each 1-5."""

    RELATIONSHIP_DEVELOPMENT = "relationship_development"
    STRATEGIC_THINKING = "strategic_thinking"
    INTELLECT = "intellect"
    ORDERLINESS = "orderliness"
    TEAM_LEADERSHIP = "team_leadership"


BEST = 5
"""The best a manager can be rated, and the strongest a tie can be; 1 is the least."""

SCORES = [str(score) for score in range(1, BEST + 1)]


class Cover(NamedTuple):
    """Who of us covers somebody at an account, as judged on a day (R46)."""

    contact_id: int
    who: str
    """A login."""
    on: dt.date
    strength: int | None
    """1-5: how strong the tie is; None: not judged."""
    wanted: int | None
    """1-5: how strong it should be."""


class Member(NamedTuple):
    """One of us in the team of an account."""

    id: int
    account_id: int
    who: str
    """A login."""
    function: OurFunction
    from_on: dt.date | None
    to_on: dt.date | None


class Rating(NamedTuple):
    """How a manager was judged at one thing."""

    who: str
    """A login."""
    criterion: Rated
    on: dt.date
    score: int
    """1-5."""
    note: str
    author: str


def score(text: str) -> int:
    """A typed score or strength, 1-5; raises BadInput."""
    if text.strip() not in SCORES:
        raise BadInput(t("{score} is no score; use 1 to {best}", score=text, best=BEST))
    return int(text)


def function(text: str) -> OurFunction:
    """A typed function; raises BadInput."""
    return _one_of(OurFunction, text, t("function"))


def criterion(text: str) -> Rated:
    """A typed criterion; raises BadInput."""
    return _one_of(Rated, text, t("criterion"))


W = TypeVar("W", bound=StrEnum)


def _one_of(words: type[W], text: str, noun: str) -> W:
    """The word that a text means: itself, its translation, or the only one that begins so."""
    wanted = text.strip().casefold().replace(" ", "_").replace("-", "_")
    found = [word for word in words if wanted in (word.value, t(word.value).casefold())]
    found = found or [word for word in words if wanted and word.value.startswith(wanted)]
    if len(found) != 1:
        raise BadInput(t("'{text}' is no {noun}; use one of {known}", text=text, noun=noun, known=", ".join(words)))
    return found[0]
