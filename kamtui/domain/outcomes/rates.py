"""What an operation on a rate did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class RateSet(NamedTuple):
    """A unit of one currency is worth something else in another from a day on."""

    rate_id: int
    currency: str
    base: str
    on: dt.date
    value: int
    """In 1/1,000,000,000,000."""
    corrected: bool


RateOutcome = RateSet
