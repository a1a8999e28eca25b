"""Between SQLite's values and ours: dates, and rows in the order they were asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar


class HasId(Protocol):
    """A row that knows its id."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=HasId)

BOUGHT = "(x.kind = 'order' OR (x.kind = 'summary' AND x.amount > 0))"
"""SQL over `sale x`: a document that says somebody bought something; a return does not."""


def minutes_spent(usual: Mapping[str, int]) -> str:
    """SQL over `touch x`: its minutes, those of its kind where none were typed (D3)."""
    known = " ".join(f"WHEN '{kind}' THEN {minutes:d}" for kind, minutes in usual.items())
    return f"coalesce(x.minutes, CASE x.kind {known} END, 0)"


def in_order(keys: Sequence[int], rows: Iterable[R]) -> list[R]:
    """`rows` in the order of `keys`; keys without a row are left out."""
    found = {row.id: row for row in rows}
    return [found[key] for key in keys if key in found]


def date_or_none(value: object) -> dt.date | None:
    """A stored date."""
    return None if value is None else dt.date.fromisoformat(str(value))


def text_or_none(value: dt.date | None) -> str | None:
    """A date as it is stored."""
    return None if value is None else value.isoformat()
