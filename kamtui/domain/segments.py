"""What kind of key account an account is by its nature (R11): it may be several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from kamtui.domain.texts import vocabulary
from kamtui.i18n import t

ECONOMIC_PERCENT = 20
"""Of the accounts that bought within a year: who buys as much and as often as these is suggested as economic."""


class Segment(StrEnum):
    """In the order in which they are kept and shown."""

    ECONOMIC = "economic"
    """Uses much, and often."""
    IMPORTANT = "important"
    """Party, government, army, justice, culture, education, health, news."""
    GROUP = "group"
    """Linked in our industry or value chain."""
    STRATEGIC = "strategic"
    """Will grow, and a rival would like to break in there: its moves are watched."""


def segment(text: str) -> Segment:
    """The segment that `text` names; raises BadInput."""
    return _WORDS.named(text, "'{text}' is not a segment; use {accepted}")


def read(text: str) -> str:
    """Segments as the book keeps them, from words apart by commas or blanks; "" for none. Raises BadInput."""
    return stored(segment(part) for part in re.split(r"[\s,，、;；+]+", text.strip()) if part)


def shown(each: Segment) -> str:
    """What a segment is called, in the user's language."""
    # a group of rows is another word
    return t("group of firms") if each is Segment.GROUP else t(each)


def stored(segments: Iterable[Segment]) -> str:
    """Apart by blanks, in the order of `Segment`."""
    given = set(segments)
    return " ".join(each for each in Segment if each in given)


def of(kept: str) -> tuple[Segment, ...]:
    """What `stored` made of them."""
    return tuple(map(Segment, kept.split()))


_WORDS = vocabulary(
    Segment,
    {
        Segment.ECONOMIC: "economic account · 经济 · 经济大客户 · 经济型",
        Segment.IMPORTANT: "important account · 重要 · 重要客户 · 重要大客户",
        Segment.GROUP: "group account · 集团 · 集团客户 · 集团大客户",
        Segment.STRATEGIC: "strategic account · 战略 · 战略客户 · 战略大客户",
    },
)
