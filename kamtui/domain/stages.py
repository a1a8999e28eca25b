"""The stage of a relationship: build, stabilise, strengthen, and round again when the customer changes (R21, D30)."""

from __future__ import annotations

from enum import StrEnum

from kamtui.domain.statuses import STANDS_FOR, Grade, Status

MOST_OF_IT = 0.5
"""Who takes more than this share of the influence known, or of the contact, leaves hardly a relationship (D30)."""


class Stage(StrEnum):
    """Where a relationship is in its cycle; the first is the most critical and costs the most."""

    BUILD = "build"
    STABILISE = "stabilise"
    STRENGTHEN = "strengthen"


STAGES: dict[Grade, Stage] = {
    Grade.POTENTIAL: Stage.BUILD,
    Grade.LIMITED: Stage.BUILD,
    Grade.DEVELOPING: Stage.BUILD,
    Grade.GOOD: Stage.STABILISE,
    Grade.DEFENDING: Stage.STABILISE,
    Grade.SOLID: Stage.STRENGTHEN,
    Grade.REGRESSING: Stage.BUILD,
}
"""What goes backwards has to be built again."""


def stage(status: Status | None, grade: Grade | None = None) -> Stage | None:
    """The stage of a rating; a status without a grade is in that of the grade it stands for. None: not rated."""
    if grade is None and status is not None:
        grade = STANDS_FOR[status]
    return None if grade is None else STAGES[grade]


def anew(share: float) -> Grade:
    """The grade from which a relationship starts anew after this share 0-1 of its influence or contact left (D30)."""
    return Grade.LIMITED if share > MOST_OF_IT else Grade.DEVELOPING
