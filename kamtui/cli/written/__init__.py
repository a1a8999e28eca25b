"""The row that a write answers with under --json: what was added or changed, as a list would show it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from kamtui.cli.out import day
from kamtui.store.sqlite import Connection

if TYPE_CHECKING:
    from kamtui.domain.outcomes.every import Outcome

Shape = Mapping[str, object]


def shape(conn: Connection, outcome: Outcome) -> Shape:
    """The row behind an outcome; an outcome without a row shows its own fields.

    As a sentence, it is looked up in the module that is called as the outcome's own.
    """
    kind = type(outcome)
    of_kind = import_module(f"{__name__}.{kind.__module__.rpartition('.')[2]}").SHAPES.get(kind)
    row: Shape = _fields(outcome) if of_kind is None else of_kind(outcome, conn)
    return row


def _fields(outcome: Outcome) -> Shape:
    fields: Mapping[str, object] = outcome._asdict()
    said = {name: None if value == "" else value for name, value in fields.items()}
    return {name: day(value) if hasattr(value, "isoformat") else value for name, value in said.items()}  # type: ignore[arg-type]
