from __future__ import annotations

import datetime as dt

from kamtui.domain.quickline import FollowUp
from kamtui.domain.statuses import Status
from kamtui.domain.touches import Feedback, Kind
from kamtui.domain.understood import Several, Somebody, Understood
from kamtui.render.echo import echo

TODAY = dt.date(2026, 11, 20)
PLAIN = Understood(1, "Acme", Kind.CALL, (), (), (), None, TODAY, None, None, "")


def test_what_was_not_said_shows_the_length_that_will_count() -> None:
    assert echo(PLAIN, TODAY) == "call · 15m"


def test_everything_that_was_understood_is_named_dates_with_their_weekday() -> None:
    found = PLAIN._replace(
        people=(Somebody(1, "王伟"),),
        minutes=90,
        on=dt.date(2026, 11, 18),
        follow_up=FollowUp(dt.date(2026, 11, 27), "发合同"),
        status=Status.SOLID,
        summary="price agreed",
        their_promise=FollowUp(dt.date(2026, 11, 23), "图纸"),
        feedback=Feedback.BAD,
    )
    assert echo(found, TODAY) == (
        "call on Wed 11-18 · with 王伟 · 1h30 · reaction - · status → solid · “price agreed”"
        " · next step Fri 11-27 发合同 · they promise Mon 11-23 图纸"
    )


def test_who_is_not_understood_is_asked() -> None:
    found = PLAIN._replace(unknown=("Zoe",), unclear=(Several("王", (Somebody(1, "王伟"), Somebody(2, "王芳"))),))
    assert echo(found, TODAY) == "call · who is Zoe? · which 王: 王伟, 王芳? · 15m"
