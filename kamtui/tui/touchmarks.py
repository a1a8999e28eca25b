"""The small marks of a touch: how the customer reacted, what it taught us, whose meeting it was too."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.domain.touches import Feedback
from kamtui.i18n import t
from kamtui.render.text import clean
from kamtui.store.touches import Touch
from kamtui.tui.text import Bit

ROLES = {Feedback.GOOD: "ok", Feedback.NEUTRAL: "muted", Feedback.BAD: "error"}


def reaction(touch: Touch) -> Bit:
    """How the customer reacted: + 0 -, nothing where nobody said (R37)."""
    return (f"{touch.feedback} ", ROLES[touch.feedback]) if touch.feedback else ("", "")


def learned(touch: Touch) -> Bit:
    """What it changes in our judgement (R37)."""
    return ("  " + t("learned: {lesson}", lesson=clean(touch.lesson)) if touch.lesson else "", "accent")


def joined(touch: Touch, authors: Mapping[int, str]) -> Bit:
    """Whose meeting it was too, by the authors of the touches that are known here (P16)."""
    if touch.joins is None:
        return "", ""
    who = authors.get(touch.joins)
    return ("  " + (t("one meeting with {who}'s", who=clean(who)) if who else t("joined")), "muted")
