"""What a text may be to enter the book, whichever way it comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from kamtui.errors import BadInput
from kamtui.i18n import t

LONGEST = 10_000
"""Characters of one text; more is a file in the wrong place, and takes a screen seconds to lay out."""

LONGEST_POLICY = 200_000

LONGEST_NAME = 2_000
"""Of accounts and people: their names stand in every line, and are kept a second time to be searched."""


def check(table: str, columns: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
    """Refuse texts that no screen can show or no other program can read. Raises BadInput."""
    limits = [_longest(table, column) for column in columns]
    for row in rows:
        for value, longest in zip(row, limits, strict=True):
            if value.__class__ is str:
                _check(str(value), longest)


def _check(text: str, longest: int) -> None:
    if len(text) > longest:
        message = "a text of {count} characters is too long: at most {longest}; nothing was saved"
        raise BadInput(t(message, count=len(text), longest=longest))
    if "\0" in text:
        raise BadInput(t("a text holds a NUL character; nothing was saved"))
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInput(t("a text holds half a character; nothing was saved"))


@cache
def _longest(table: str, column: str) -> int:
    if table == "policy":
        return LONGEST_POLICY
    return LONGEST_NAME if column == "name" and table in ("account", "contact") else LONGEST
