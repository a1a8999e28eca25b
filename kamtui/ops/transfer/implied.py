"""What the columns of touches say without a column for it: a list with a "Call Duration" holds calls."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from kamtui.domain.touches import Kind
from kamtui.ops.transfer import headers

TODAY = "today"
"""The constant that stands for the day of the import."""


class Implied(NamedTuple):
    """Constants for what a list of touches has no columns for; "" where its columns do not say it either."""

    kind: str
    at: str


def implied(known: Set[str]) -> Implied:
    """What follows from the keys of a header.

    A task or a note without a kind is a note: whatever it was, it is no proof of contact with the customer. Notes that
    hang on something by its key and carry no day get that of the import.
    """
    kind = next((kind for kind in Kind if known & headers.implying(kind)), "")
    is_note = kind == Kind.NOTE and bool(known & set(headers.names("touches")["about"]))
    return Implied(kind, TODAY if is_note else "")
