"""What an operation on a touch or an opinion did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.outcomes.statuses import StatusSet
from kamtui.domain.outcomes.tasks import TaskAdded
from kamtui.domain.touches import Kind


class Twin(NamedTuple):
    """What a colleague logged of what looks like the same meeting (P16)."""

    touch_id: int
    by: str


class TouchLogged(NamedTuple):
    """A touch was logged, with what came along in the same line."""

    touch_id: int
    account_id: int
    account: str
    kind: Kind
    on: dt.date
    minutes: int | None
    people: tuple[str, ...]
    next_due_on: dt.date | None
    """When the next touch is due, as far as the account's tier asks for one."""
    follow_up: TaskAdded | None
    status: StatusSet | None
    repeated: bool = False
    """The same key came before: nothing was written."""
    their_promise: TaskAdded | None = None
    """What the customer promised us."""
    twin: Twin | None = None
    """What a colleague logged of the same meeting."""


class TouchEdited(NamedTuple):
    """A touch has new values."""

    touch_id: int
    account_id: int
    account: str
    fields: tuple[str, ...]


class TouchJoined(NamedTuple):
    """A touch is the same meeting as a colleague's, or is one of its own again."""

    touch_id: int
    account_id: int
    account: str
    joins: int | None
    by: str
    """The colleague."""


class OpinionAdded(NamedTuple):
    """What somebody at the customer thinks was kept."""

    opinion_id: int
    account_id: int
    account: str
    contact: str
    """"": nobody was named."""
    about: str
    """The login of one of ours; "": the firm."""
    score: float
    before: float | None
    """What the same respondent said of the same the time before."""
    touch_id: int | None


class OpinionEdited(NamedTuple):
    """An opinion has new values; without fields it was removed."""

    opinion_id: int
    account_id: int
    account: str
    fields: tuple[str, ...]


TouchOutcome = TouchLogged | TouchEdited | TouchJoined | OpinionAdded | OpinionEdited
