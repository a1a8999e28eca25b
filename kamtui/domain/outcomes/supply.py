"""What an operation on the catalogue or on a peak did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class ProductAdded(NamedTuple):
    """The catalogue has one product more."""

    product_id: int
    name: str
    code: str | None


class ProductEdited(NamedTuple):
    """A product is described otherwise."""

    product_id: int
    name: str
    fields: tuple[str, ...]


class ProductArchived(NamedTuple):
    """A product is not sold any more, or is again."""

    product_id: int
    name: str
    on: dt.date | None
    """None: it is sold again."""


class ProductAliased(NamedTuple):
    """Another name was taken as that of a product, or is not any more."""

    product_id: int
    name: str
    said: str
    removed: bool
    rows: int
    """Rows of the book that say it so."""


class PeakAdded(NamedTuple):
    """A season in which a customer needs more was entered."""

    peak_id: int
    account_id: int
    account: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    prepare_on: dt.date
    """From when it should be prepared."""


class PeakEdited(NamedTuple):
    """A peak is described otherwise, or lies on other days."""

    peak_id: int
    account_id: int
    account: str
    name: str
    fields: tuple[str, ...]
    moved_tasks: int
    """Open tasks of its preparation that moved with it."""


class PeakCancelled(NamedTuple):
    """A peak will not come, and its open tasks are called off."""

    peak_id: int
    account_id: int
    account: str
    name: str
    on: dt.date
    tasks: int


class PeakResulted(NamedTuple):
    """What came of a peak was written down."""

    peak_id: int
    account_id: int
    account: str
    name: str
    result: str


class Errand(NamedTuple):
    """What one of us does before a peak."""

    task_id: int
    title: str
    owner: str
    due_on: dt.date


class PeakPrepared(NamedTuple):
    """The tasks that prepare a peak were given to those who produce and ship."""

    peak_id: int
    account_id: int
    account: str
    name: str
    errands: tuple[Errand, ...]
    vacant: tuple[str, ...]
    """Functions nobody has in the team: the owner of the account got their task; English labels."""


SupplyOutcome = (
    ProductAdded
    | ProductEdited
    | ProductArchived
    | ProductAliased
    | PeakAdded
    | PeakEdited
    | PeakCancelled
    | PeakResulted
    | PeakPrepared
)
