"""The day summed up: how its cards, minutes and steps are counted."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.daysummary import Acked, Contact, Day, DaySummary, Left, Step, Tomorrow, summary
from kamtui.domain.policytext import read
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.store.policies import starting
from tests.conftest import TODAY

POLICY = read(starting("revenue"))
LATER = TODAY + dt.timedelta(days=7)

NOTHING = Day((), (), (), 0, (), 0)


def of(day: Day) -> DaySummary:
    return summary("li.wei", TODAY, day, Left(0, 0), Tomorrow(0, 0, 0), POLICY)


def test_a_card_counts_once_as_it_was_settled_last() -> None:
    found = of(NOTHING._replace(acked=(Acked(1, None), Acked(1, LATER), Acked(2, LATER), Acked(2, None))))
    assert (found.reviewed, found.put_off) == (1, 1)


def test_an_account_that_was_worked_on_and_not_settled_is_counted_besides() -> None:
    touches = (Contact(1, Tier.KEY, Kind.CALL, 15), Contact(2, Tier.KEY, Kind.CALL, 15))
    steps = (Step(2, "Two", "call back", LATER), Step(None, None, "tidy up", None))
    found = of(NOTHING._replace(acked=(Acked(1, None),), touches=touches, steps=steps))
    assert (found.reviewed, found.answered, found.cards) == (1, 1, 2)


def test_time_is_shared_among_the_tiers_of_the_pyramid_and_internal_work_counts() -> None:
    touches = (
        Contact(1, Tier.KEY, Kind.VISIT, 90),
        Contact(1, Tier.KEY, Kind.INTERNAL, 30),
        Contact(2, Tier.REGULAR, Kind.CALL, 40),
        Contact(3, None, Kind.EMAIL, 5),
    )
    found = of(NOTHING._replace(touches=touches))
    assert found.minutes == 165
    assert [(share.tier, share.minutes, share.percent, share.target_percent) for share in found.shares] == [
        (Tier.KEY, 120, 75.0, 60),
        (Tier.REGULAR, 40, 25.0, 30),
        (Tier.PROSPECT, 0, 0.0, 10),
        (None, 5, None, None),
    ]
    assert found.touches == 4


def test_a_day_without_a_touch_has_no_shares_that_could_be_off_their_target() -> None:
    assert [share.percent for share in of(NOTHING).shares] == [None, None, None]
