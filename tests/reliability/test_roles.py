"""Who may do what, cell by cell: every operation by everybody, allowed or refused as the one table says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.roles import BOUND, RIGHTS, Right, Role, right_of
from kamtui.domain.teams import OurFunction
from kamtui.domain.touches import Kind
from kamtui.errors import KamError, NotPermitted
from kamtui.ops.accounts import add_account, assign_account
from kamtui.ops.contacts import edit_contact
from kamtui.ops.core import load_all
from kamtui.ops.history import undo
from kamtui.ops.policies import set_policy
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.teams import join_team
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user, edit_user, leave_user
from kamtui.store import discretion, journal, policies, users
from kamtui.store.book import Book
from tests.conftest import TODAY, found_acme
from tests.ops.examples import EXAMPLES
from tests.ops.test_contract import live_in

HEAD, OWNER, IN_TEAM, OTHER, SUPPORT, READER, GONE, STRANGER = (
    "li.wei",
    "owner",
    "in.team",
    "colleague",
    "support",
    "reader",
    "gone",
    "stranger",
)
ROLES = {OWNER: Role.KAM, IN_TEAM: Role.KAM, OTHER: Role.KAM, SUPPORT: Role.SUPPORT, READER: Role.READER}

OPERATIONS = sorted(set(load_all()) - {"history.undo", "history.redo"})

ELSEWHERE = frozenset(
    {
        "account.handover",
        "account.merge",
        "account.unmerge",
        "account.split",
        "account.apart",
        "account.move",
        "contact.move",
        "contact.merge",
        "contact.join",
        "contact.unmerge",
        "contact.identify",
        "import.apply",
        "link.add",
        "link.end",
        "service.change",
        "tier.accept",
        "tier.reject",
        "tier.defer",
        "plan.start",
        # only who raised it
        "exception.withdraw",
    }
)
"""Operations whose examples reach beyond the one account: there a manager of that account alone may be refused."""

OF_NO_ACCOUNT = frozenset({"account.add", "export.note"})
"""Operations that are about no account which is somebody's."""


@pytest.fixture(scope="module")
def peopled_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed book in which somebody of every role works; acme is OWNER's, IN_TEAM is in its team."""
    path = tmp_path_factory.mktemp("roles") / "peopled.kam"
    shutil.copyfile(empty_file, path)
    book = Book.open(path, who=HEAD, clock=Clock(TODAY))
    acme = found_acme(book)
    live_in(book, acme)
    for login, role in ROLES.items():
        add_user(book, login, role=role.value)
    add_user(book, GONE, role="head")
    leave_user(book, GONE, on=TODAY)
    assign_account(book, acme, OWNER, on=TODAY)
    join_team(book, acme, IN_TEAM, OurFunction.FINANCE)
    book.close()
    return path


@pytest.fixture
def path(peopled_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(peopled_file, tmp_path / "book.kam"))


@pytest.fixture
def as_(path: Path) -> Iterator[Callable[[str], Book]]:
    """Opens the book as somebody."""
    books: list[Book] = []

    def opener(who: str) -> Book:
        books.append(Book.open(path, who=who, clock=Clock(TODAY)))
        return books[-1]

    yield opener
    for book in books:
        book.close()


def says(name: str, who: str) -> bool | None:
    """What the table says of an operation by somebody at acme; None where the example reaches beyond acme."""
    if who == HEAD:
        return True
    if who in (GONE, STRANGER):
        return False
    role, right = ROLES[who], right_of(name)
    if right not in RIGHTS[role]:
        return False
    if role is Role.SUPPORT and name in ("touch.add", "touch.log", "exception.withdraw"):
        # these examples also set a status and enter a person, which is more than logging
        return None
    if role in BOUND and right is not Right.NOTE and name not in OF_NO_ACCOUNT:
        if who == OTHER:
            # cards and comments are one's own; tasks and issues one was given are closed wherever they are
            return None if name.startswith(("review.", "exception.comment")) or name in ELSEWHERE else False
        return None if name in ELSEWHERE else True
    return True


def is_allowed(book: Book, name: str) -> bool:
    """Whether the example runs; what it refuses for another reason was allowed."""
    try:
        EXAMPLES[name](book, 1)
    except NotPermitted:
        return False
    except KamError:
        return True
    return True


@pytest.mark.reliability
@pytest.mark.parametrize("who", [HEAD, OWNER, IN_TEAM, OTHER, SUPPORT, READER, GONE, STRANGER])
def test_every_operation_is_allowed_or_refused_as_the_table_says(who: str, peopled_file: Path, tmp_path: Path) -> None:
    wrong: list[tuple[str, object, bool]] = []
    unsaid = 0
    for name in OPERATIONS:
        path = Path(shutil.copyfile(peopled_file, tmp_path / "book.kam"))
        book = Book.open(path, who=who, clock=Clock(TODAY))
        before = journal.newest(book.conn)
        said, did = says(name, who), is_allowed(book, name)
        unsaid += said is None
        if said is not None and said is not did:
            wrong.append((name, said, did))
        if not did and journal.newest(book.conn) != before:
            wrong.append((name, "wrote before it was refused", did))
        book.close()
        for ending in ("", "-wal", "-shm", ".lock", ".anchor", ".spare"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    assert not wrong
    assert unsaid <= len(ELSEWHERE) + 4


def test_the_check_finds_a_door_that_is_left_open(as_: Callable[[str], Book]) -> None:
    book = as_(READER)
    assert not is_allowed(book, "status.set")
    with book.unguarded():
        assert is_allowed(book, "status.set")


def test_support_logs_touches_everywhere_and_sets_no_status_on_the_way(as_: Callable[[str], Book]) -> None:
    book = as_(SUPPORT)
    add_touch(book, 1, kind=Kind.CALL, people=[1])
    with pytest.raises(NotPermitted, match="status_decision"):
        EXAMPLES["touch.add"](book, 1)


def test_a_task_given_to_me_is_closed_by_me_wherever_it_is(as_: Callable[[str], Book]) -> None:
    key = add_task(as_(HEAD), "call them", account_id=1, owner=OTHER).value.task_id
    theirs = add_task(as_(HEAD), "not mine", account_id=1, owner=OWNER).value.task_id
    close_task(as_(OTHER), key, on=TODAY)
    with pytest.raises(NotPermitted):
        close_task(as_(OTHER), theirs, on=TODAY)


def test_a_person_belongs_to_who_looks_after_the_account_they_work_at(as_: Callable[[str], Book]) -> None:
    edit_contact(as_(OWNER), 2, {"email": "a@b.example"})
    with pytest.raises(NotPermitted):
        edit_contact(as_(OTHER), 2, {"email": "c@d.example"})


def test_what_one_did_oneself_one_undoes_also_when_the_account_is_not_ones_own_any_more(
    as_: Callable[[str], Book],
) -> None:
    done = EXAMPLES["status.set"](as_(OWNER), 1)
    assign_account(as_(HEAD), 1, HEAD, on=TODAY)
    with pytest.raises(NotPermitted):
        undo(as_(OTHER), done.change)
    undo(as_(OWNER), done.change)


def test_nobody_undoes_what_their_role_could_not_have_done(as_: Callable[[str], Book]) -> None:
    add_user(as_(HEAD), "second", role="head")
    text = policies.starting("distributor")
    done = set_policy(as_("second"), text.replace("[7, 14]", "[5, 10]"), on=TODAY)
    edit_user(as_(HEAD), "second", role="kam")
    for who in ("second", OWNER, SUPPORT, READER, GONE, STRANGER):
        with pytest.raises(NotPermitted):
            undo(as_(who), done.change)
    undo(as_(HEAD), done.change)


def test_a_colleagues_own_card_is_theirs_to_take_back(as_: Callable[[str], Book]) -> None:
    done = EXAMPLES["review.snooze"](as_(OWNER), 1)
    with pytest.raises(NotPermitted, match="own"):
        undo(as_(IN_TEAM), done.change)
    undo(as_(HEAD), done.change)


def test_the_last_head_cannot_be_lost(as_: Callable[[str], Book]) -> None:
    book = as_(HEAD)
    made = journal.changes(book.conn, limit=10_000)[-1]
    with pytest.raises(NotPermitted, match="needs a head"):
        edit_user(book, HEAD, role="kam")
    with pytest.raises(NotPermitted, match="needs a head"):
        leave_user(book, HEAD, on=TODAY.replace(year=2030))
    assert made.op == "user.add"
    with pytest.raises(KamError):
        undo(book, made.id)
    second = add_user(book, "second", role="head")
    edit_user(book, HEAD, role="kam")
    with pytest.raises(NotPermitted, match="needs a head"):
        undo(as_("second"), second.change)
    assert users.one(book.conn, "second").role == "head"


def test_a_book_is_open_until_its_first_head(tmp_path: Path) -> None:
    book = Book.create(tmp_path / "b.kam", who="me", clock=Clock(TODAY), name="B", currency="EUR", fiscal_start=1)
    add_user(book, "somebody")
    add_account(book, "Acme", owner="somebody")
    add_user(book, "boss", role="head")
    with pytest.raises(NotPermitted, match="not in this book"):
        add_account(book, "Bolt")
    book.close()


def test_a_login_is_the_same_in_small_and_capital_letters(as_: Callable[[str], Book]) -> None:
    EXAMPLES["status.set"](as_("OWNER"), 1)
    EXAMPLES["policy.set"](as_("Li.Wei"), 1)
    assert users.one(as_("LI.WEI").conn, HEAD).role == "head"


def test_what_an_hour_costs_is_for_heads_and_oneself(as_: Callable[[str], Book]) -> None:
    done = edit_user(as_(HEAD), OWNER, hourly_cost=120_0000)
    seen = {who: users.one(as_(who).conn, OWNER).hourly_cost for who in (HEAD, OWNER, OTHER, READER, GONE, STRANGER)}
    assert seen == {HEAD: 120_0000, OWNER: 120_0000, OTHER: None, READER: None, GONE: None, STRANGER: None}
    book = as_(READER)
    for entry in discretion.discreet(book.conn, journal.entries(book.conn, done.change or 0)):
        assert "hourly_cost" not in {**(entry.before or {}), **(entry.after or {})}
