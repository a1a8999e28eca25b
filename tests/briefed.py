"""A briefing made by hand, for the tests of what is asked and how it is laid out."""

from __future__ import annotations

import datetime as dt

from kamtui.domain.briefings import (
    Asked,
    Briefing,
    Contacted,
    Granted,
    Left,
    Numbers,
    Open,
    Person,
    Planned,
    Promise,
    Quarter,
    Service,
    Voice,
    Wallet,
    Who,
)
from kamtui.domain.contacts import EndReason, Function, Level
from kamtui.domain.money import Money
from kamtui.domain.periods import Period
from kamtui.domain.policy import Levels
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Trend
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Feedback, Kind

TODAY = dt.date(2026, 11, 20)


def ago(days: int) -> dt.date:
    """A day before today."""
    return TODAY - dt.timedelta(days=days)


NOBODY = Who(1, None, "Acme", "", "end_user", "", "", "", None, None, "", None, None, None, "", (), None)

EMPTY = Briefing(
    on=TODAY,
    who=NOBODY,
    health=None,
    people=(),
    left=(),
    touches=(),
    promises=(),
    numbers=Numbers("CNY", None, None, None, None, 0, None, None, (), None),
    service=Service(60, 90, None, "", None, "", None, ()),
    voices=(),
    asked=Asked(None, None),
    reasons=(),
    ahead=(),
    unjudged=(),
    disproof=None,
    levels=Levels(),
)
"""An account of which nothing but its name is known."""


def person(name: str, level: Level | None, last: int | None, key: int = 0, since: int | None = None) -> Person:
    """Somebody who was touched so many days ago; None: never."""
    on, start = (None if days is None else ago(days) for days in (last, since))
    return Person(key or hash(name), name, "", level, None, start, on)


def full(text: str = "plain") -> Briefing:
    """An account of which everything is known; every stored text is `text`."""
    quarters = [
        Quarter(Period(dt.date(2026, month, 1), dt.date(2026, month + 2, 28)), value * 10_000, month == 10)
        for month, value in ((4, 120_000), (7, 90_000), (10, 30_000))
    ]
    return Briefing(
        on=TODAY,
        who=Who(
            account_id=7,
            external_id=text,
            name=text,
            parent=text,
            kind="dealer",
            industry=text,
            place=text,
            owner=text,
            tier=Tier.KEY,
            tier_on=ago(400),
            strategy=text,
            status=Status.SOLID,
            grade=Grade.SOLID,
            status_on=ago(200),
            status_reason=text,
            tiers=((ago(900), Tier.REGULAR), (ago(400), Tier.KEY)),
            last_touch_on=ago(3),
        ),
        health=None,
        people=(
            Person(1, text, text, Level.EXEC, Function.MANAGEMENT, None, ago(130)),
            Person(2, text, text, None, None, None, None),
        ),
        left=(Left(text, text, Level.MID, Function.PURCHASING, ago(30), EndReason.RETIRED),),
        touches=(Contacted(ago(3), Kind.VISIT, [text, text], [text, "chen.jing"], text, Feedback.BAD, text),),
        promises=(
            Promise(text, ago(5), ago(20), text, text, False),
            Promise(text, None, ago(20), text, text, True),
        ),
        numbers=Numbers(
            currency="CNY",
            revenue=2_400_000_000,
            profit=None,
            last_order_on=ago(8),
            rank=2,
            buyers=9,
            share=0.25,
            trend=Trend(Period(dt.date(2026, 8, 1), dt.date(2026, 10, 31)), 700_000_000, 1_000_000_000),
            quarters=quarters,
            wallet=Wallet(Money(9_600_000_000, "CNY"), ago(400), text, "low"),
        ),
        service=Service(7, 14, TODAY, text, ago(10), text, 50_000_000, (Granted(ago(40), text, text),)),
        voices=(Voice(text, Level.MID, text, ago(9), 4.0, 9.0, text, True),),
        asked=Asked(ago(300), ago(9)),
        reasons=(
            Reason("SIG-25", Severity.RED, "{days}d late: {title}", {"days": 5, "title": text}, Action.DONE, TODAY),
        ),
        ahead=(Planned(TODAY, Kind.EVENT, [text], text, text),),
        unjudged=(Open("market_growth", "How fast does its market grow?", 10.0),),
        disproof=None,
        levels=Levels(),
    )
