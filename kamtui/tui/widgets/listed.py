"""A source for a row list whose rows are all at hand."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from kamtui.tui.widgets.rowlist import HasId

R = TypeVar("R", bound=HasId)


class Listed(Generic[R]):
    """Rows in the order given."""

    def __init__(self, rows: Iterable[R] = ()) -> None:
        self._rows = {row.id: row for row in rows}

    def ids(self) -> array[int]:
        return array("q", self._rows)

    def rows(self, ids: Sequence[int]) -> Sequence[R]:
        return [self._rows[key] for key in ids if key in self._rows]

    def set(self, rows: Iterable[R]) -> None:
        """Other rows from now on."""
        self._rows = {row.id: row for row in rows}
