"""One example per operation on our own people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from kamtui.domain.teams import OurFunction, Rated
from kamtui.domain.touches import Kind
from kamtui.ops.core import Done
from kamtui.ops.handover import hand_over
from kamtui.ops.tasks import add_task
from kamtui.ops.teams import end_cover, join_team, leave_team, rate_manager, set_cover
from kamtui.ops.touches import plan_touch
from kamtui.ops.users import leave_user
from kamtui.store.book import Book

TODAY = dt.date(2026, 11, 20)
LAST_YEAR = dt.date(2025, 11, 3)


def work_together(book: Book, acme: int) -> None:
    """A team around acme: the owner covers two people, plans a visit and promised something."""
    join_team(book, acme, "li.wei", OurFunction.KAM, since=LAST_YEAR)
    join_team(book, acme, "chen.jing", OurFunction.RND)
    set_cover(book, acme, 2, "li.wei", on=LAST_YEAR, strength=4, wanted=5)
    set_cover(book, acme, 1, "li.wei", on=LAST_YEAR)
    plan_touch(book, acme, TODAY + dt.timedelta(days=30), "the year ahead", kind=Kind.MEETING, people=[1])
    add_task(book, "the offer for next year", account_id=acme, due_on=TODAY + dt.timedelta(days=20))


EXAMPLES: dict[str, Callable[[Book, int], Done[object]]] = {
    "team.join": lambda book, acme: join_team(book, acme, "chen.jing", OurFunction.TRANSPORT, since=TODAY),
    "team.leave": lambda book, acme: leave_team(book, acme, "chen.jing", on=TODAY),
    "cover.set": lambda book, acme: set_cover(book, acme, 2, "chen.jing", on=TODAY, strength=2, wanted=4),
    "cover.end": lambda book, acme: end_cover(book, acme, 2, "li.wei", on=TODAY),
    "team.rate": lambda book, acme: rate_manager(book, "chen.jing", Rated.ORDERLINESS, 4, note="keeps the log"),
    "user.leave": lambda book, acme: leave_user(book, "chen.jing", on=TODAY),
    "account.handover": lambda book, acme: hand_over(book, "chen.jing", "li.wei", on=TODAY, leaves=True),
}
"""Operation -> example."""
