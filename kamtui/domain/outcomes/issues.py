"""What an operation on an issue did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.issues import IssueKind
from kamtui.domain.teams import OurFunction


class IssueAdded(NamedTuple):
    """An issue came in."""

    issue_id: int
    account_id: int
    account: str
    kind: IssueKind
    title: str
    owner: str
    """"": nobody."""
    department: OurFunction | None
    respond_by: dt.datetime
    resolve_by: dt.datetime
    repeated: bool = False
    """It came in under the same key before."""


class IssueEdited(NamedTuple):
    """An issue was corrected."""

    issue_id: int
    account_id: int
    account: str
    title: str
    fields: tuple[str, ...]


class IssueAnswered(NamedTuple):
    """The customer got an answer."""

    issue_id: int
    account_id: int
    account: str
    title: str
    at: dt.datetime
    late: dt.timedelta
    """After it was due; zero or below: in time."""


class IssueResolved(NamedTuple):
    """An issue is settled."""

    issue_id: int
    account_id: int
    account: str
    title: str
    on: dt.date
    first_time: bool | None
    """None: not said."""
    late: dt.timedelta
    """After it was due; zero or below: in time."""


class IssueReopened(NamedTuple):
    """An issue is open again: it was not settled at the first go."""

    issue_id: int
    account_id: int
    account: str
    title: str


IssueOutcome = IssueAdded | IssueEdited | IssueAnswered | IssueResolved | IssueReopened
