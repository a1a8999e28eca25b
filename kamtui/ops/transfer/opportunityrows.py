"""Opportunities as an import reads them: the fields of their target, and what follows from other columns."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from kamtui.domain.opportunities import Kind, Outcome, Stage
from kamtui.i18n import t
from kamtui.ops.transfer.holds import Columns, Field, Holds, call_by_name


class OpportunityRow(NamedTuple):
    """Something that may be sold. Without an account it is unattributed: reported, never dropped."""

    id: str | None
    account: str | None
    account_name: str | None
    """The name the account gets if `account` is an id nobody knows yet."""
    name: str
    stage: Stage | None
    """None: the file does not say where it stands."""
    amount: int | None
    """In 1/10,000 of the currency unit; None: the list price of the product stands in."""
    currency: str | None
    product: str | None
    owner: str | None
    kind: Kind | None
    origin: str | None
    opened: dt.date | None
    expected: dt.date | None
    closed: dt.date | None
    """Only of what is decided."""
    reason: str | None
    note: str | None


FIELDS = (
    Field("id", Holds.ID, "the key it has in the other program"),
    Field("account", Holds.REFERENCE, "to whom it may be sold: id or name"),
    Field("account_name", Holds.NAME, "name of that account, where account is an id"),
    Field("name", Holds.NAME, "what may be sold; its product or key if there is no such column"),
    Field("stage", Holds.STAGE, "won, lost, universe, above, in, best_few, or as the other program says it"),
    Field("amount", Holds.AMOUNT, "what it is worth; the list price of the product if empty"),
    Field("currency", Holds.CURRENCY, "ISO code; else that of the account or the book"),
    Field("product", Holds.NAME, "which product"),
    Field("owner", Holds.NAME, "login of who works on it"),
    Field("kind", Holds.OPPORTUNITY_KIND, ", ".join(Kind)),
    Field("origin", Holds.NAME, "where it came from: a campaign, a fair"),
    Field("opened", Holds.DATE, "since when there is hope"),
    Field("expected", Holds.DATE, "when it may be decided"),
    Field("closed", Holds.DATE, "when it was won or lost; of an open one it is when that is expected"),
    Field("reason", Holds.NAME, "why it was won or lost"),
    Field("note", Holds.TEXT, "free text"),
)

PARTS = (Field("status", Holds.STAGE, "open, won or lost, beside the stage"),)


def finish(values: Columns, count: int, today: dt.date, reasons: dict[int, str]) -> None:
    """A name where there is no column of names, the stage with its status, and the day of what is not decided yet."""
    call_by_name(values)
    nothing: list[Any] = [None] * count
    _finish_names(values, count, reasons)
    statuses, stages = values.pop("status", nothing), values.get("stage", nothing)
    values["stage"] = list(map(_together, stages, statuses))
    closed, expected = values.get("closed", nothing), values.get("expected", nothing)
    is_over = [stage is not None and stage.outcome is not Outcome.OPEN for stage in values["stage"]]
    values["expected"] = [
        day if over else day or other for day, other, over in zip(expected, closed, is_over, strict=True)
    ]
    values["closed"] = [day if over else None for day, over in zip(closed, is_over, strict=True)]


def _finish_names(values: Columns, count: int, reasons: dict[int, str]) -> None:
    if "name" in values:
        for i, name in enumerate(values["name"]):
            if name is None:
                reasons.setdefault(i, t("no {field}", field="name"))
        return
    nothing: list[Any] = [None] * count
    parts = (values.get(field, nothing) for field in ("product", "id", "account_name", "account"))
    values["name"] = [next((part for part in each if part), None) for each in zip(*parts, strict=True)]
    for i, name in enumerate(values["name"]):
        if name is None:
            reasons.setdefault(i, t("no {field}", field="name"))


def _together(stage: Stage | None, status: Stage | None) -> Stage | None:
    """Where it stands by its stage and its status: what is over is over, how near it was is the stage's to say."""
    if status is None or stage is None:
        return stage or status
    return stage._replace(outcome=status.outcome) if status.outcome is not Outcome.OPEN else stage
