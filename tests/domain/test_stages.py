"""The stage of a relationship, and from where it starts anew."""

from __future__ import annotations

import pytest

from kamtui.domain.stages import STAGES, Stage, anew, stage
from kamtui.domain.statuses import GRADES, STANDS_FOR, Grade, Status


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        (Grade.POTENTIAL, Stage.BUILD),
        (Grade.LIMITED, Stage.BUILD),
        (Grade.DEVELOPING, Stage.BUILD),
        (Grade.GOOD, Stage.STABILISE),
        (Grade.DEFENDING, Stage.STABILISE),
        (Grade.SOLID, Stage.STRENGTHEN),
        (Grade.REGRESSING, Stage.BUILD),
    ],
)
def test_each_grade_is_in_one_stage_and_what_goes_backwards_is_built_again(grade: Grade, expected: Stage) -> None:
    (status,) = (status for status, grades in GRADES.items() if grade in grades)
    assert stage(status, grade) is expected


def test_a_status_without_a_grade_is_in_the_stage_of_the_grade_it_stands_for() -> None:
    assert [stage(status) for status in Status] == [Stage.BUILD, Stage.STRENGTHEN, Stage.STABILISE, Stage.BUILD]
    assert all(STANDS_FOR[status] in GRADES[status] for status in Status)


def test_who_is_not_rated_is_in_no_stage() -> None:
    assert stage(None) is None


def test_every_grade_has_a_stage() -> None:
    assert set(STAGES) == set(Grade)


@pytest.mark.parametrize(("share", "grade"), [(0.0, Grade.DEVELOPING), (0.5, Grade.DEVELOPING), (0.51, Grade.LIMITED)])
def test_a_relationship_is_limited_once_more_than_half_of_the_contact_left(share: float, grade: Grade) -> None:
    assert anew(share) is grade
