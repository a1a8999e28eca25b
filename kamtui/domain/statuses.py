"""Relationship status: four values that one key sets, and the finer grades below them (R20)."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where the relationship with an account stands; the digit keys 1-4 follow this order."""

    DEVELOPING = "developing"
    SOLID = "solid"
    DEFENDING = "defending"
    DECLINING = "declining"


class Grade(StrEnum):
    """The seven states of the source text, each inside one status (R20)."""

    POTENTIAL = "potential"
    LIMITED = "limited"
    DEVELOPING = "developing"
    GOOD = "good"
    SOLID = "solid"
    DEFENDING = "defending"
    REGRESSING = "regressing"


GRADES: dict[Status, tuple[Grade, ...]] = {
    Status.DEVELOPING: (Grade.POTENTIAL, Grade.LIMITED, Grade.DEVELOPING),
    Status.SOLID: (Grade.GOOD, Grade.SOLID),
    Status.DEFENDING: (Grade.DEFENDING,),
    Status.DECLINING: (Grade.REGRESSING,),
}
"""Which grades a status may carry."""

STANDS_FOR: dict[Status, Grade] = {
    Status.DEVELOPING: Grade.DEVELOPING,
    Status.SOLID: Grade.SOLID,
    Status.DEFENDING: Grade.DEFENDING,
    Status.DECLINING: Grade.REGRESSING,
}
"""The grade that a status without one stands for."""

STRENGTH: dict[Grade, int] = {
    Grade.POTENTIAL: 15,
    Grade.LIMITED: 30,
    Grade.DEVELOPING: 50,
    Grade.GOOD: 70,
    Grade.SOLID: 90,
    Grade.DEFENDING: 60,
    Grade.REGRESSING: 35,
}
"""Strength for charts, 0-100: a default of ours, not a fact."""
