"""What a page on an account says of its market: what they want, who else is there, how close we are (R48, R83, R89)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kamtui.domain.profiles import Held, Kept
from kamtui.domain.rivals import Partnership, Rival
from kamtui.domain.segments import Segment


class Market(NamedTuple):
    """As far as it is known, and as the page may say."""

    segments: Sequence[Segment] = ()
    goals: Kept | None = None
    drivers: Sequence[str] = ()
    """What is worth most to them, the most important first."""
    personal: Sequence[tuple[str, Sequence[str]]] = ()
    """What is worth most to people there, by their names."""
    held_by: Held | None = None
    rivals: Sequence[Rival] = ()
    """The largest share first."""
    partnership: Partnership | None = None
    """None: nothing was ever decided."""


UNKNOWN = Market()
