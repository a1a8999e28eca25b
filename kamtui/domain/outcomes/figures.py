"""What an operation on a sale, a judgement or a figure did."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from kamtui.domain.facts import Metric


class SaleAdded(NamedTuple):
    """A sales document was entered, or corrected under the same number."""

    sale_id: int
    account: str
    number: str
    amount: int
    currency: str
    repeated: bool = False


class JudgementAdded(NamedTuple):
    """A criterion of an account was judged, or a judgement was taken back."""

    judgement_id: int
    account_id: int
    account: str
    criterion: str
    score: float | None
    """0-10; None with an empty answer: taken back."""
    answer: str
    on: dt.date
    stands_in: bool = False
    """The criterion is computed: the judgement counts only while the figure is unknown."""


class FactAdded(NamedTuple):
    """A figure of a period was entered, or corrected."""

    fact_id: int
    account_id: int
    account: str
    metric: Metric
    period: str
    product: str
    value: int
    """In 1/10,000 of the unit."""
    unit: str
    currency: str | None
    corrected: bool


FigureOutcome = SaleAdded | JudgementAdded | FactAdded
