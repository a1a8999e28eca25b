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
            # in one expression, because an import asks this of tens of millions of texts
            if isinstance(value, str) and (
                len(value) > longest or "\0" in value or not (value.isascii() or _is_whole(value))
            ):
                raise BadInput(_refusal(value, longest))


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refusal(text: str, longest: int) -> str:
    if len(text) > longest:
        message = "a text of {count} characters is too long: at most {longest}; nothing was saved"
        return t(message, count=len(text), longest=longest)
    if "\0" in text:
        return t("a text holds a NUL character; nothing was saved")
    return t("a text holds half a character; nothing was saved")


@cache
def _longest(table: str, column: str) -> int:
    if table == "policy":
        return LONGEST_POLICY
    return LONGEST_NAME if column == "name" and table in ("account", "contact") else LONGEST
