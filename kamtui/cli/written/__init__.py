"""The row that a write answers with under --json: what was added or changed, as a list would show it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch

from kamtui.cli.out import day
from kamtui.cli.written import (
    accounts,
    book,
    exceptions,
    figures,
    influences,
    invoices,
    issues,
    markets,
    opportunities,
    people,
    plans,
    rates,
    statuses,
    structure,
    supply,
    tasks,
    team,
    terms,
    tiers,
    touches,
)
from kamtui.domain.outcomes import Outcome
from kamtui.store.sqlite import Connection

Shape = Mapping[str, object]


def shape(conn: Connection, outcome: Outcome) -> Shape:
    """The row behind an outcome; an outcome without a row shows its own fields."""
    return _shape(outcome, conn)


@singledispatch
def _shape(outcome: Outcome, conn: Connection) -> Shape:
    fields: Mapping[str, object] = outcome._asdict()
    said = {name: None if value == "" else value for name, value in fields.items()}
    return {name: day(value) if hasattr(value, "isoformat") else value for name, value in said.items()}  # type: ignore[arg-type]


for _about in (
    accounts,
    book,
    exceptions,
    figures,
    influences,
    invoices,
    issues,
    markets,
    opportunities,
    people,
    plans,
    rates,
    statuses,
    structure,
    supply,
    tasks,
    team,
    terms,
    tiers,
    touches,
):
    for _row in _about.SHAPES:
        _shape.register(_row)
