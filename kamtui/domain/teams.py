"""Our people around an account: the functions they have in its team, and how managers are rated (R90, R91, R95)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple


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


class Rated(StrEnum):
    """What a key account manager is chosen by (R91), each 1-5."""

    RELATIONSHIP_DEVELOPMENT = "relationship_development"
    STRATEGIC_THINKING = "strategic_thinking"
    INTELLECT = "intellect"
    ORDERLINESS = "orderliness"
    TEAM_LEADERSHIP = "team_leadership"


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
