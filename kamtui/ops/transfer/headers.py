"""Names of columns, in English and Chinese and as the well-known CRMs write them, and the field each one means.

Compared without case, spaces, underscores and punctuation, and so without the "*" of required columns. The table itself
is headers.toml. For one field the earlier name wins; a name marked "!" says by itself what the rows are.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from kamtui.ops.transfer.targets import TARGETS

_NOT_WORD = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")

_TABLES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("headers.toml").read_text(encoding="utf-8"))

OPPORTUNITIES = frozenset(_TABLES["other"]["opportunities"].split())
"""Columns that only opportunities have: hopes, not sales."""

PERSONAL = frozenset(_TABLES["other"]["personal"].split())
"""Columns of address books: the rows are people, whatever firm stands beside them."""

CALENDAR = frozenset(_TABLES["other"]["calendar"].split())
"""Columns of calendars: the rows are appointments."""

CREATED = frozenset(_TABLES["other"]["created"].split())
"""Days of records in general, not of what is recorded."""

FIRM = frozenset(_TABLES["other"]["firm"].split())
"""Columns beside people that say something about their firm."""

COLLEAGUES = frozenset(_TABLES["other"]["colleagues"].split())
"""Columns of lists of our own colleagues."""


def key(header: str) -> str:
    """A header as it is compared: no case, width, spaces, underscores or punctuation."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", header).casefold())


def keys(header: str) -> tuple[str, ...]:
    """The forms under which a header is looked up: whole, and without what stands in brackets behind it."""
    whole = key(header)
    shorter = key(_IN_BRACKETS.sub("", header))
    return (whole, shorter) if shorter and shorter != whole else (whole,)


@cache
def names(target: str) -> dict[str, dict[str, int]]:
    """Field -> known header key -> rank; lower is better."""
    return {
        field: {name.rstrip("!"): rank for rank, name in enumerate(listed.split())}
        for field, listed in _TABLES[target].items()
    }


def wins(target: str, field: str) -> bool:
    """Whether a column with our own name for `field` is that field, whatever other columns there are."""
    return names(target).get(field, {}).get(key(field), 0) == 0


@cache
def telling(target: str) -> frozenset[str]:
    """Header keys that say by themselves that rows are of this target."""
    return frozenset(name[:-1] for listed in _TABLES[target].values() for name in listed.split() if name.endswith("!"))


@cache
def implying(kind: str) -> frozenset[str]:
    """Header keys that say of which kind touches are that have no column for it."""
    return frozenset(_TABLES["implied"].get(kind, "").split())


@cache
def _all() -> frozenset[str]:
    return frozenset(name for target in TARGETS for field in names(target).values() for name in field)


def familiar(cells: Sequence[str]) -> int:
    """How many cells are names of columns we know."""
    known = _all()
    return sum(1 for cell in cells if any(form in known for form in keys(cell)))
