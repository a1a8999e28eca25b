"""Between SQLite's values and ours: dates, and rows in the order they were asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class HasId(Protocol):
    """A row that knows its id."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=HasId)


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
