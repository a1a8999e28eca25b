"""A small book that lives through some days: what happens on each, done by the operations on that day's clock."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from kamtui.clock import Clock
from kamtui.domain.contacts import Level
from kamtui.domain.reviews import Card
from kamtui.domain.statuses import GRADES, Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import QUALIFYING, Kind, TouchState
from kamtui.errors import KamError
from kamtui.ops.accounts import add_account, archive_account, assign_account
from kamtui.ops.contacts import add_contact, leave
from kamtui.ops.judgements import judge
from kamtui.ops.policies import set_policy
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch, edit_touch
from kamtui.ops.users import add_user
from kamtui.store import accounts, appraisals, policies, reviews
from kamtui.store.book import Book
from kamtui.store.look import look
from tests.conftest import TODAY
from tests.store.sold import sell

ACCOUNTS = (1, 2, 3)
KINDS = sorted(Kind)
CONTACT = sorted(QUALIFYING)
SIGNALS = ("SIG-08", "SIG-09", "SIG-28", "SIG-31")
PATTERNS = ("recurring", "project", "one_off")


class Step(NamedTuple):
    """Something that happens `after` days after the step before; what `a` and `b` choose depends on what it is."""

    after: int
    what: str
    account: int
    a: int
    b: int


def _touch(book: Book, on: dt.date, step: Step) -> None:
    people = [1 + 4 * (step.account - 1) + person for person in range(4) if step.b >> person & 1]
    add_touch(book, step.account, kind=KINDS[step.a % len(KINDS)], people=people, on=on)


def _opinion(book: Book, on: dt.date, step: Step) -> None:
    with book.write("opinion.add") as tx:
        row = {"account_id": step.account, "contact_id": 4 * step.account - step.b % 2, "on_date": on.isoformat()}
        said = {"score": float(step.a % 11), "about": "li.wei" if step.b % 3 else "", "author": "li.wei"}
        tx.insert("opinion", {**row, **said, "recorded_at": "2026-01-01T00:00:00Z"})


def _exception(book: Book, on: dt.date, step: Step) -> None:
    with book.write("exception.add") as tx:
        row = {"account_id": step.account, "kind": "terms", "proposal": "60 days", "raised_by": "li.wei"}
        tx.insert(
            "exception", {**row, "title": "terms", "on_date": on.isoformat(), "recorded_at": "2026-01-01T00:00:00Z"}
        )


def _decision(book: Book, on: dt.date, step: Step) -> None:
    waiting = "SELECT id FROM exception WHERE account_id = ? AND state = 'waiting' AND on_date <= ? ORDER BY id"
    for (key,) in book.conn.execute(waiting, (step.account, on.isoformat())).fetchmany(1):
        with book.write("exception.approve") as tx:
            tx.update("exception", key, {"state": "approved", "decided_by": "li.wei", "decided_on": on.isoformat()})


def _closing(book: Book, on: dt.date, step: Step) -> None:
    still = "SELECT id FROM task WHERE account_id = ? AND state = 'open' AND on_date <= ? ORDER BY id"
    for (key,) in book.conn.execute(still, (step.account, on.isoformat())).fetchmany(1):
        close_task(book, key, on=on, state=("done", "cancelled")[step.a % 2])


def _status(book: Book, on: dt.date, step: Step) -> None:
    status = list(Status)[step.a % 4]
    grades = GRADES[status]
    set_status(book, step.account, status, on=on, grade=grades[step.b % len(grades)], reason=f"{step.a} {step.b}")


def _task(book: Book, on: dt.date, step: Step) -> None:
    signal = (*SIGNALS, "", "")[step.b % 6]
    due = on + dt.timedelta(days=step.a % 9)
    add_task(book, "promised", account_id=step.account, due_on=due, on=on, by_customer=step.b % 5 == 0, signal=signal)


def _policy(book: Book, on: dt.date, step: Step) -> None:
    text = policies.starting("revenue").replace("key = [7, 14]", f"key = [{1 + step.a % 9}, {10 + step.b % 9}]")
    set_policy(book, f"# {on}\n{text}".replace("people = 3 ", f"people = {1 + step.b % 3} "), on=on)


def _service(book: Book, on: dt.date, step: Step) -> None:
    with book.write("service.change") as tx:
        row = {"account_id": step.account, "on_date": on.isoformat(), "change": "x", "cadence_days": 1 + step.a}
        tx.insert("service_change", {**row, "decided_by": "li.wei", "recorded_at": "2026-01-01T00:00:00Z"})


def _archive(book: Book, on: dt.date, step: Step) -> None:
    if accounts.one(book.conn, step.account).archived_on is None:
        archive_account(book, step.account, on=on)


def _plan(book: Book, on: dt.date, step: Step) -> None:
    kind = (Kind.VISIT, Kind.EVENT, Kind.ANNUAL_FORUM)[step.b % 3]
    day = on + dt.timedelta(days=step.a)
    add_touch(book, step.account, kind=kind, on=day, state=TouchState.SCHEDULED, summary="planned")


def _planned(change: Callable[[dt.date, Step], dict[str, object]]) -> Callable[[Book, dt.date, Step], None]:
    """Changes the plan of an account that was made first."""

    def edit(book: Book, on: dt.date, step: Step) -> None:
        open_plans = "SELECT id FROM touch WHERE account_id = ? AND state = 'scheduled' ORDER BY id"
        for (key,) in book.conn.execute(open_plans, (step.account,)).fetchmany(1):
            edit_touch(book, key, change(on, step))

    return edit


STEPS: dict[str, Callable[[Book, dt.date, Step], object]] = {
    "touch": _touch,
    "status": _status,
    "tier": lambda book, on, step: set_tier(book, step.account, list(Tier)[step.a % 4], on=on, reason="decided"),
    "task": _task,
    "task closed": _closing,
    "opinion": _opinion,
    "exception": _exception,
    "exception decided": _decision,
    "left": lambda book, on, step: leave(book, 1 + 4 * (step.account - 1) + step.a % 4, on=on),
    "sale": lambda book, on, step: sell(book, step.account, on.isoformat(), step.a * 10 + 1),
    "owner": lambda book, on, step: assign_account(book, step.account, ("li.wei", "chen.jing", "")[step.a % 3], on=on),
    "pattern": lambda book, on, step: judge(book, step.account, "pattern", answer=PATTERNS[step.a % 3], on=on),
    "policy": _policy,
    "service": _service,
    "archived": _archive,
    "plan": _plan,
    "plan held": _planned(lambda on, step: {"state": TouchState.DONE, "on": on}),
    "plan moved": _planned(lambda on, step: {"on": on + dt.timedelta(days=step.a)}),
    "plan off": _planned(lambda on, step: {"state": TouchState.CANCELLED}),
}
"""What may happen on a day and is dated that day; the first is what happens most."""

SETTLED: dict[str, Callable[[Book, dt.date, Step], object]] = {
    "done": lambda book, on, step: mark_done(book, step.account, on=on),
    "snooze": lambda book, on, step: snooze(book, step.account, on=on, until=on + dt.timedelta(days=1 + step.a % 9)),
}
"""What one may do about a card."""


def steps(most: int = 10, *, settling: bool = True) -> st.SearchStrategy[list[Step]]:
    """What happens over some days."""
    what = [*STEPS, "touch", "touch", "status", "task", "plan", *(SETTLED if settling else ())]
    gap = st.one_of(st.integers(0, 3), st.sampled_from((0, 0, 10, 30, 80)))
    one = st.builds(Step, gap, st.sampled_from(what), st.sampled_from(ACCOUNTS), st.integers(0, 30), st.integers(0, 15))
    return st.lists(one, min_size=1, max_size=most)


def dated(happened: Sequence[Step], first: dt.date = TODAY) -> list[tuple[dt.date, Step]]:
    """Each step with its day."""
    days, day = [], first
    for step in happened:
        day += dt.timedelta(days=step.after)
        days.append(day)
    return list(zip(days, happened, strict=True))


def do(book: Book, on: dt.date, step: Step) -> None:
    """One step; what the operations refuse is nothing that happened."""
    with suppress(KamError):
        (STEPS | SETTLED)[step.what](book, on, step)


def build(path: Path) -> None:
    """Three accounts with four people each, tiers, sales of two years, touches and a plan, all before TODAY."""
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Days", currency="CNY", fiscal_start=4)
    add_user(book, "li.wei", role="head")
    add_user(book, "chen.jing")
    year_ago = TODAY - dt.timedelta(days=366)
    for account, tier in zip(ACCOUNTS, (Tier.KEY, Tier.REGULAR, Tier.KEY), strict=True):
        add_account(book, f"Account {account}")
        assign_account(book, account, ("li.wei", "chen.jing", "li.wei")[account - 1], on=year_ago)
        set_tier(book, account, tier, on=year_ago)
        for name, level in zip("ABCD", (Level.EXEC, Level.MID, Level.FRONT, None), strict=True):
            add_contact(book, account, f"{name}{account}", level=level, since=year_ago)
        for month in range(24):
            sell(book, account, (TODAY - dt.timedelta(days=5 + 30 * month)).isoformat(), 10 + month % account)
    for account, days in ((1, 13), (1, 80), (2, 40)):
        add_touch(book, account, kind=Kind.VISIT, people=[4 * account - 3], on=TODAY - dt.timedelta(days=days))
    for account, days, kind in ((1, 9, Kind.EVENT), (2, -3, Kind.VISIT), (3, 40, Kind.ANNUAL_FORUM)):
        day = TODAY + dt.timedelta(days=days)
        add_touch(book, account, kind=kind, on=day, state=TouchState.SCHEDULED, summary="planned")
    book.close()


@contextmanager
def copy_of(path: Path) -> Iterator[Path]:
    """A book of this example's own."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "days.kam"
        shutil.copyfile(path, target)
        yield target


@contextmanager
def on_day(path: Path, day: dt.date, who: str = "li.wei") -> Iterator[Book]:
    """The book as somebody opens it on a day."""
    book = Book.open(path, who=who, clock=Clock(day))
    try:
        yield book
    finally:
        book.close()


def cards_of(book: Book, on: dt.date, who: str = "li.wei", owner: str | None = None) -> list[Card]:
    """The review of a day as `kamtui today` makes it."""
    return reviews.cards(book.conn, on, who, owner, ranking=appraisals.ranking(book.conn, on))


def as_of(book: Book, on: dt.date, who: str = "li.wei", owner: str | None = None) -> list[Card]:
    """The same, looked up later."""
    look(book.conn, book.today(), as_of=on)
    return cards_of(book, on, who, owner)
