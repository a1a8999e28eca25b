"""Credit decisions as an import reads them: the fields of their target, and what follows from other columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from kamtui.domain.credit import CreditGrade
from kamtui.i18n import t
from kamtui.ops.transfer.holds import Columns, Field, Holds, call_by_name


class CreditRow(NamedTuple):
    """How far an account is trusted; what a row leaves empty stays as it was."""

    account: str
    account_name: str | None
    """The name the account gets if `account` is an id nobody knows yet."""
    limit: int | None
    """In 1/10,000 of the currency unit."""
    grade: CreditGrade | None
    on: dt.date | None
    """None: the day of the import."""
    review: dt.date | None
    """None: as the policy says."""
    reason: str | None
    currency: str | None


FIELDS = (
    Field("account", Holds.REFERENCE, "id or name", required=True),
    Field("account_name", Holds.NAME, "name of that account, where account is an id"),
    Field("limit", Holds.AMOUNT, "the credit limit"),
    Field("grade", Holds.CREDIT_GRADE, "A, B, C or D"),
    Field("on", Holds.DATE, "the day it was decided, else today"),
    Field("review", Holds.DATE, "the next review, else as the policy says"),
    Field("reason", Holds.TEXT, "why"),
    Field("currency", Holds.CURRENCY, "ISO code; else that of the account or the book"),
)

MOST_FOREIGN = 2
"""Columns that a list of credit limits may have beside; with more it describes firms."""


def are_credit(fields: Mapping[str, object], columns: int) -> bool:
    """Whether rows with so many columns are credit limits and nothing else."""
    return "account" in fields and bool(fields.keys() & {"limit", "grade"}) and columns <= len(fields) + MOST_FOREIGN


def finish(values: Columns, count: int, today: dt.date, reasons: dict[int, str]) -> None:
    """A row is somebody's and says a limit or a grade."""
    call_by_name(values)
    nothing = [None] * count
    rows = zip(*(values.get(field, nothing) for field in ("account", "limit", "grade", "on")), strict=True)
    for i, (account, limit, grade, on) in enumerate(rows):
        if account is None:
            reasons.setdefault(i, t("no {field}", field="account"))
        elif limit is None and grade is None:
            reasons.setdefault(i, t("neither limit nor grade"))
        elif limit is not None and limit < 0:
            reasons.setdefault(i, t("a limit cannot be below zero; - takes it back"))
        elif on is not None and on > today:
            reasons.setdefault(i, t("{on} is still to come", on=on))
