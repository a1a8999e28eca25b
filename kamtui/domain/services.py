"""Another service than that of the tier, and what to think of before it is changed (R58)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Caution(StrEnum):
    """The seven things to have thought of before."""

    MARKET_SHARE = "market_share"
    MEDIA = "media"
    WORD_OF_MOUTH = "word_of_mouth"
    POTENTIAL = "potential"
    OLD_CUSTOMER = "old_customer"
    ENTRY_GATE = "entry_gate"
    FILES = "files"


ASKED: dict[Caution, str] = {
    Caution.MARKET_SHARE: "Does our market share stand it, also where this customer is one of many like it?",
    Caution.MEDIA: "Are media, associations or authorities tied to this customer?",
    Caution.WORD_OF_MOUTH: "Whom does it talk to, and what will it say of us?",
    Caution.POTENTIAL: "Was its potential looked at, and not only its past?",
    Caution.OLD_CUSTOMER: "Did it stay with us in hard times? Old customers are cherished.",
    Caution.ENTRY_GATE: "What lets the next one of its kind in? Look at the gate, not only at the door out.",
    Caution.FILES: "Is its file complete, so that we know it again when it grows?",
}
"""What the checklist asks."""


def unread(read: Collection[Caution]) -> list[Caution]:
    """The cautions that nobody said to have thought of."""
    return [caution for caution in Caution if caution not in read]
