"""What the fields of an import hold, which decides how their columns are read."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

Columns = dict[str, list[Any]]
"""Field -> its values, one for each row."""


class Holds(StrEnum):
    """What a field holds."""

    NAME = "name"
    """One line of text that names something; outer spaces are dropped."""
    REFERENCE = "reference"
    """An external id or a name of something else."""
    ID = "id"
    """A key: 17850.0 is 17850, 007 stays 007."""
    TEXT = "text"
    """Free text, kept exactly as it is."""
    DATE = "date"
    MOMENT = "moment"
    """A date, or a date with its time of day."""
    AMOUNT = "amount"
    CURRENCY = "currency"
    MINUTES = "minutes"
    KIND = "kind"
    STATE = "state"
    SALE_KIND = "sale kind"
    ACCOUNT_KIND = "account kind"
    SEGMENTS = "segments"
    LEVEL = "level"
    FUNCTION = "function"
    TIER = "tier"
    STATUS = "status"
    PERIOD = "period"
    METRIC = "metric"
    CONFIDENCE = "confidence"
    DIRECTION = "direction"
    FEEDBACK = "feedback"
    PURPOSE = "purpose"
    STAGE = "stage"
    """Where an opportunity stands, or how it ended."""
    OPPORTUNITY_KIND = "opportunity kind"
    YES_NO = "yes or no"
    INVOICE_KIND = "invoice kind"
    INVOICE_STATE = "invoice state"
    PAYMENT_KIND = "payment kind"
    CREDIT_GRADE = "credit grade"


class Field(NamedTuple):
    """One target field."""

    name: str
    holds: Holds
    help: str
    required: bool = False


def call_by_name(values: Columns) -> None:
    """An account without an id in the file is meant by its name."""
    accounts, names = values.get("account"), values.get("account_name")
    if accounts is None or names is None or None not in accounts:
        return
    values["account"] = [name if account is None else account for account, name in zip(accounts, names, strict=True)]
    values["account_name"] = [None if account is None else name for account, name in zip(accounts, names, strict=True)]
