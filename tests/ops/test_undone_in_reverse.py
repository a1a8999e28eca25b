"""Whatever is done to people, groups, teams, plans and profiles in any order is undone in reverse, byte for byte."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.clock import Clock
from kamtui.domain.contacts import EndReason, Level
from kamtui.domain.goals import GoalKind, GoalState, Metric
from kamtui.domain.influences import Role
from kamtui.domain.links import LinkKind
from kamtui.domain.profiles import Source
from kamtui.domain.rivals import Stage
from kamtui.domain.teams import OurFunction, Rated
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import KamError
from kamtui.ops.accounts import add_account, archive_account, assign_account
from kamtui.ops.contacts import add_contact, edit_contact, leave
from kamtui.ops.core import Done
from kamtui.ops.duplicates import tell_apart
from kamtui.ops.goals import add_goal, edit_goal, measure_goal, settle_goal
from kamtui.ops.groups import move_account
from kamtui.ops.handover import hand_over
from kamtui.ops.history import redo, undo
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.links import add_link, end_link
from kamtui.ops.merging import merge_accounts, unmerge_accounts
from kamtui.ops.moves import join, move
from kamtui.ops.partnerships import set_partnership
from kamtui.ops.plans import assign_plan, close_plan, confirm_sections, review_plan, start_plan, write_plan
from kamtui.ops.profiles import confirm_profile, set_profile
from kamtui.ops.redflags import answer_flag, raise_flag, settle_flag
from kamtui.ops.rivals import confirm_rival, note_rival, rival_gone
from kamtui.ops.sales import add_sale
from kamtui.ops.samepeople import identify, merge, unmerge
from kamtui.ops.splitting import split_account
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.teams import end_cover, join_team, leave_team, rate_manager, set_cover
from kamtui.ops.touches import add_touch, plan_touch
from kamtui.ops.users import leave_user
from kamtui.store import doctor
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.ops.test_contract import everything

US = ("li.wei", "chen.jing")
DAYS = (dt.date(2025, 11, 3), dt.date(2026, 6, 1), dt.date(2026, 10, 1), TODAY - dt.timedelta(days=1), TODAY)


class Hand:
    """Picks from what the book has by now, the same for the same number."""

    def __init__(self, book: Book, number: int) -> None:
        self.book, self._random = book, Random(number)

    def row(self, table: str, where: str = "1") -> int:
        """Any row of a table; 999 where it has none, which every operation refuses."""
        keys = [key for (key,) in self.book.conn.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY id")]
        return int(self._random.choice(keys)) if keys else 999

    @property
    def account(self) -> int:
        return self.row("account")

    @property
    def person(self) -> int:
        return self.row("contact")

    @property
    def place(self) -> tuple[int, int]:
        """An account and somebody who is or was there."""
        key = self.row("position")
        found = self.book.conn.execute("SELECT account_id, contact_id FROM position WHERE id = ?", (key,)).fetchone()
        return (999, 999) if found is None else (found[0], found[1])

    @property
    def day(self) -> dt.date:
        return self._random.choice(DAYS)

    @property
    def us(self) -> str:
        return self._random.choice(US)

    @property
    def yes(self) -> bool:
        return self._random.random() < 0.5

    @property
    def figure(self) -> int:
        return self._random.randint(1, 5)


def _split(book: Book, hand: Hand) -> Done[object]:
    account, person = hand.place
    sales = None if hand.yes else ()
    return split_account(
        book, account, "Spun Off", on=hand.day, people=[person], sales=sales, facts=hand.yes, bare=hand.yes
    )


def _unmerge(book: Book, hand: Hand) -> Done[object]:
    later = "all" if hand.yes else ()
    return unmerge_accounts(book, hand.row("account", "merged_into IS NOT NULL"), later=later)  # type: ignore[arg-type]


STEPS: dict[str, Callable[[Book, Hand], Done[object]]] = {
    "add": lambda book, hand: add_account(book, "Newcomer", owner=hand.us, tier=Tier.PROSPECT),
    "archive": lambda book, hand: archive_account(book, hand.account, on=hand.day),
    "assign": lambda book, hand: assign_account(book, hand.account, hand.us, on=hand.day),
    "below": lambda book, hand: move_account(book, hand.account, hand.account, on=hand.day),
    "alone": lambda book, hand: move_account(book, hand.row("account", "parent_id IS NOT NULL"), None, on=hand.day),
    "merge": lambda book, hand: merge_accounts(book, hand.account, hand.account),
    "unmerge": _unmerge,
    "split": _split,
    "apart": lambda book, hand: tell_apart(book, hand.account, hand.account),
    "person": lambda book, hand: add_contact(
        book, hand.account, "" if hand.yes else "Li Na", level=Level.MID, placeholder=True, reports_to=hand.person
    ),
    "somebody": lambda book, hand: add_contact(book, hand.account, "赵敏", fields={"phone": "123 456"}),
    "rename": lambda book, hand: edit_contact(book, hand.person, {"name": "王伟", "note": "tall"}),
    "leaves": lambda book, hand: leave(
        book, hand.person, on=hand.day, reason=EndReason.MOVED_TO_RIVAL, to="Rival Ltd", successor=hand.yes
    ),
    "moves": lambda book, hand: move(
        book, hand.person, {"title": "COO", "reports_to": hand.person}, on=hand.day, successor=hand.yes
    ),
    "joins": lambda book, hand: join(
        book, hand.person, hand.account, since=hand.day, fields={"email": "x@y.example"}, instead=hand.yes
    ),
    "same": lambda book, hand: merge(book, hand.person, hand.person),
    "not the same": lambda book, hand: unmerge(book, hand.row("contact", "merged_into IS NOT NULL")),
    "known": lambda book, hand: identify(book, hand.row("contact", "placeholder"), "周涛", fields={"phone": "9"}),
    "known of": lambda book, hand: identify(book, hand.row("contact", "placeholder"), person=hand.person, on=hand.day),
    "judge": lambda book, hand: judge_influence(
        book, *hand.place, {"roles": [Role.ECONOMIC], "stance": -1, "confidential": hand.yes}, on=hand.day
    ),
    "verify": lambda book, hand: verify_influences(book, hand.account, [hand.person, hand.person], on=hand.day),
    "link": lambda book, hand: add_link(
        book, hand.account, LinkKind.REFERRAL, contact_id=hand.person, to_account_id=hand.account
    ),
    "listens": lambda book, hand: add_link(
        book, hand.account, LinkKind.INFLUENCES, contact_id=hand.person, to_contact_id=hand.person, confidential=True
    ),
    "unlink": lambda book, hand: end_link(book, hand.row("link"), on=hand.day),
    "flag": lambda book, hand: raise_flag(book, hand.account, "budget", contact_id=hand.person if hand.yes else None),
    "answer": lambda book, hand: answer_flag(book, hand.account, "role:coach", strength="service", task="a guide"),
    "settle": lambda book, hand: settle_flag(book, hand.row("red_flag")),
    "profile": lambda book, hand: set_profile(
        book, hand.account, "goals", "a plant", on=hand.day, contact_id=hand.person if hand.yes else None
    ),
    "fact": lambda book, hand: set_profile(
        book, None, "birthday", "1975-03-31", contact_id=hand.person, confidential=hand.yes
    ),
    "still": lambda book, hand: confirm_profile(book, hand.account),
    "rival": lambda book, hand: note_rival(book, hand.account, "Norvak", {"share": hand.figure}, on=hand.day),
    "rival still": lambda book, hand: confirm_rival(book, hand.account, "Norvak"),
    "rival gone": lambda book, hand: rival_gone(book, hand.account, "Norvak"),
    "partner": lambda book, hand: set_partnership(book, hand.account, Stage.AGREED, on=hand.day, note="three years"),
    "join team": lambda book, hand: join_team(book, hand.account, hand.us, OurFunction.RND, since=hand.day),
    "leave team": lambda book, hand: leave_team(book, hand.account, hand.us, on=hand.day),
    "cover": lambda book, hand: set_cover(book, *hand.place, hand.us, on=hand.day, strength=hand.figure),
    "uncover": lambda book, hand: end_cover(book, *hand.place, hand.us, on=hand.day),
    "rate": lambda book, hand: rate_manager(book, hand.us, Rated.INTELLECT, hand.figure, on=hand.day),
    "hand over": lambda book, hand: hand_over(book, hand.us, hand.us, on=hand.day, leaves=hand.yes),
    "user leaves": lambda book, hand: leave_user(book, hand.us, on=hand.day if hand.yes else None),
    "plan": lambda book, hand: start_plan(book, hand.account, day=hand.day, copy=hand.yes),
    "write": lambda book, hand: write_plan(
        book, hand.row("plan"), {"threats": f"{hand.figure}", "who": ""}, source=Source.PUBLIC, on=hand.day
    ),
    "confirm": lambda book, hand: confirm_sections(book, hand.row("plan"), on=hand.day),
    "review": lambda book, hand: review_plan(book, hand.row("plan"), "on course", on=hand.day),
    "give plan": lambda book, hand: assign_plan(book, hand.row("plan"), hand.us),
    "close": lambda book, hand: close_plan(book, hand.row("plan")),
    "goal": lambda book, hand: add_goal(book, hand.row("plan"), "more", kind=GoalKind.SUPPLY, target=hand.figure),
    "revenue goal": lambda book, hand: add_goal(book, hand.row("plan"), "sell", metric=Metric.REVENUE, on=hand.day),
    "edit goal": lambda book, hand: edit_goal(book, hand.row("goal"), {"target": hand.figure, "solution": "so"}),
    "measure": lambda book, hand: measure_goal(book, hand.row("goal"), hand.figure, on=hand.day),
    "reach": lambda book, hand: settle_goal(book, hand.row("goal"), GoalState.REACHED if hand.yes else GoalState.OPEN),
    "touch": lambda book, hand: add_touch(book, hand.account, kind=Kind.CALL, people=[hand.person], on=hand.day),
    "visit": lambda book, hand: plan_touch(book, hand.account, dt.date(2027, 1, 8), "year", people=[hand.person]),
    "task": lambda book, hand: add_task(book, "call back", account_id=hand.account, contact_id=hand.person),
    "task done": lambda book, hand: close_task(book, hand.row("task"), on=TODAY),
    "sale": lambda book, hand: add_sale(
        book, hand.account, number=f"S{hand.figure}", on=hand.day, amount=hand.figure, currency="EUR", profit=None
    ),
}
"""What may happen, in no order; a step that the book refuses leaves nothing behind."""


@pytest.fixture(scope="module")
def beginning(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three accounts of two managers, one below another, with people, documents, a plan and somebody entered twice."""
    path = tmp_path_factory.mktemp("reverse") / "beginning.kam"
    shutil.copyfile(empty_file, path)
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    acme = add_account(book, "Acme Holdings", owner="li.wei", tier=Tier.KEY).value.account_id
    mills = add_account(book, "Gorey Mills", owner="chen.jing", fields={"external_id": "G1"}).value.account_id
    below = add_account(book, "Acme Trading", owner="li.wei", fields={"parent_id": acme}).value.account_id
    chen = add_contact(book, acme, "Chen Li", level=Level.EXEC, fields={"email": "chen@acme.example"}).value.contact_id
    wang = add_contact(book, acme, "王伟", level=Level.MID, reports_to=chen).value.contact_id
    twin = add_contact(book, mills, "Wang Wei", fields={"phone": "030 1"}).value.contact_id
    join(book, twin, acme)
    for key, person in ((acme, chen), (acme, wang), (mills, twin), (below, None)):
        add_touch(book, key, kind=Kind.CALL, people=[person] if person else [], on=dt.date(2026, 10, 1), summary="hi")
        add_sale(book, key, number="A1", on=dt.date(2026, 9, 1), amount=10_0000, currency="CNY", profit=None)
    plan = start_plan(book, acme).value.plan_id
    add_goal(book, plan, "three plants", kind=GoalKind.SUPPLY, target=3_0000)
    note_rival(book, acme, "Norvak", {"share": 30}, on=DAYS[0])
    set_cover(book, acme, wang, "li.wei", on=DAYS[0], strength=4)
    book.close()
    return path


def sound(book: Book) -> None:
    """Nothing is wrong with the data, whatever was done."""
    wrong = [found for found in doctor.examine(book) if found.level == "error"]
    assert wrong == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 500)), min_size=6, max_size=24))
def test_any_sequence_is_undone_in_reverse_and_redone(beginning: Path, steps: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.kam"
        shutil.copyfile(beginning, path)
        book = Book.open(path, who="li.wei", clock=Clock(TODAY))
        try:
            states, changes = [everything(book)], []
            for name, number in steps:
                change = None
                with suppress(KamError):
                    change = STEPS[name](book, Hand(book, number)).change
                now = everything(book)
                if change is None:
                    assert now == states[-1], name
                    continue
                changes.append(change)
                states.append(now)
            sound(book)
            for change, before in zip(reversed(changes), reversed(states[:-1]), strict=True):
                undo(book, change)
                assert everything(book) == before
            sound(book)
            for after in states[1:]:
                redo(book)
                assert everything(book) == after
        finally:
            book.close()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 500)), min_size=6, max_size=24),
    numbers=st.lists(st.integers(0, 500), min_size=6, max_size=6, unique=True),
)
def test_whatever_went_before_two_that_are_merged_come_apart_as_they_were(
    beginning: Path, steps: list[tuple[str, int]], numbers: list[int]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.kam"
        shutil.copyfile(beginning, path)
        book = Book.open(path, who="li.wei", clock=Clock(TODAY))
        try:
            for name, number in steps:
                with suppress(KamError):
                    STEPS[name](book, Hand(book, number))
            for hand in (Hand(book, number) for number in numbers):
                before = everything(book)
                with suppress(KamError):
                    account = merge_accounts(book, hand.account, hand.account).value
                    unmerge_accounts(book, account.victim_id)
                with suppress(KamError):
                    person = merge(book, hand.person, hand.person).value
                    unmerge(book, person.other_id)
                assert everything(book) == before
        finally:
            book.close()


def test_undoing_a_split_without_people_brings_the_figures_of_the_original_back(book: Book, acme: int) -> None:
    add_touch(book, acme, kind=Kind.CALL, people=[], on=dt.date(2026, 10, 1))
    add_sale(book, acme, number="A1", on=dt.date(2026, 9, 1), amount=10_0000, currency="CNY", profit=None)
    before = everything(book)
    split_account(book, acme, "Spun Off", on=dt.date(2026, 8, 1), sales=None, bare=True)
    undo(book)
    assert everything(book) == before
    sound(book)
