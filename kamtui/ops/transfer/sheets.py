"""What every file format becomes: sheets of text cells that can be read again and again, with line numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

CHUNK_ROWS = 1_000
"""Rows handed on at a time: enough to work on whole columns, few enough to stay in the processor's cache. With
10,000 reading takes more than twice as long."""

MAX_CELL = 1_000_000
"""Characters in one cell; longer ones are almost always a quote that was never closed."""

OUTER = " \t\r\n\v\f\u00a0\u3000"
"""What is dropped around a cell of one line: spaces that people and programs leave there."""

_NOTHING = (
    "na · n/a · n.a. · #n/a · #value! · #ref! · null · none · nan · nil · - · -- · — · . · \\n"
    " · (null) · (blank) · (none) · 无 · 暂无 · 空"
)
BLANK_WORDS = frozenset(_NOTHING.split(" · "))
"""How programs and people write "nothing", folded by `tidy`."""

BLANK_FORMS = frozenset(
    form for word in BLANK_WORDS for form in (word, word.upper(), word.capitalize(), "NaN" if word == "nan" else word)
)
"""The same as they are usually spelled."""


class Rejected(NamedTuple):
    """A row that will not be imported."""

    file: str
    line: int
    """The line of the file it begins on; the row number where the file has no lines."""
    reason: str
    row: tuple[str, ...]
    """The cells as they stand in the file."""


class Chunk(NamedTuple):
    """Some consecutive rows of a sheet, all as wide as its header."""

    lines: Sequence[int]
    rows: list[Sequence[str]]
    bad: list[Rejected]


@dataclass(frozen=True)
class Sheet:
    """One table of a file. Cells are text, so that leading zeros survive; a missing value is ""."""

    file: str
    """As the user named it."""
    name: str
    """The table, worksheet or file stem."""
    header: tuple[str, ...]
    read: Callable[[], Iterator[Chunk]]
    """Reads the rows from the start, each time it is called."""
    encoding: str = ""
    """Empty where the format leaves no doubt."""
    delimiter: str = ""
    header_line: int = 0
    preamble: tuple[str, ...] = ()
    """What stood above the header."""
    notes: tuple[str, ...] = ()
    by_machine: bool = False
    """Numbers were written by a program (SQL, JSON): the point is the decimal point."""

    def sample(self, count: int = 2) -> list[Sequence[str]]:
        """The first rows as they stand in the file."""
        for chunk in self.read():
            if chunk.rows:
                return chunk.rows[:count]
        return []
