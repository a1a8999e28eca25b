"""What was judged, tied and flagged: the outcomes of operations about buying influences."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.links import LinkKind


class InfluenceJudged(NamedTuple):
    """Somebody's part in purchases was judged."""

    influence_id: int
    account_id: int
    account: str
    contact_id: int
    contact: str
    fields: tuple[str, ...]
    on: dt.date
    confidential: bool


class InfluencesVerified(NamedTuple):
    """What was judged of some people is still true."""

    account_id: int
    account: str
    contacts: tuple[str, ...]
    on: dt.date


class LinkAdded(NamedTuple):
    """Two are tied."""

    link_id: int
    kind: LinkKind
    one: str
    other: str


class LinkEnded(NamedTuple):
    """Two are tied no longer."""

    link_id: int
    kind: LinkKind
    one: str
    other: str
    on: dt.date


class FlagRaised(NamedTuple):
    """Something is in doubt."""

    flag_id: int
    account_id: int
    account: str
    subject: str
    contact: str
    """"": of the account."""


class FlagAnswered(NamedTuple):
    """Something is done about what is in doubt."""

    flag_id: int
    account_id: int
    account: str
    subject: str
    contact: str
    strength: str
    task_id: int | None


class FlagSettled(NamedTuple):
    """It is in doubt no longer."""

    flag_id: int
    account_id: int
    account: str
    subject: str
    contact: str
    on: dt.date


InfluenceOutcome = (
    InfluenceJudged | InfluencesVerified | LinkAdded | LinkEnded | FlagRaised | FlagAnswered | FlagSettled
)
