"""One book, two people with accounts of their own: both can write it, nobody else reads it, no plant is followed."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.errors import KamError
from kamtui.ops.accounts import add_account
from kamtui.ops.users import add_user
from kamtui.store import anchor, backups, doctor, room, schema
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.reliability.audited import faults, opened
from tests.store.test_migrations import old_book

pytestmark = pytest.mark.reliability

ANNA, BO, STRANGER, TEAM = 61001, 61002, 61003, 61000

as_root = pytest.mark.skipif(os.getuid() != 0, reason="two accounts of the system are needed: only root can be both")

UMASKS = (0o022, 0o077)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of the team, as the README says to make one."""
    # what is imported late: the two may not be allowed to read the checkout
    schema.described()
    place = Path(tempfile.mkdtemp(prefix="kamtui-team-"))
    place.chmod(0o755)
    team = place / "team"
    team.mkdir()
    os.chown(team, ANNA, TEAM)
    team.chmod(0o3770)
    yield team
    shutil.rmtree(place)


def acting(uid: int, umask: int, body: Callable[[], object]) -> int:
    """Do something as somebody; 0, or the exit code of the refusal, or 70 for a bug."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.setgroups([TEAM] if uid != STRANGER else [])
            os.setgid(uid)
            os.setuid(uid)
            os.umask(umask)
            body()
            code = 0
        except KamError as error:
            code = error.exit_code
        except PermissionError:
            code = 13
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def make(path: Path) -> None:
    book = Book.create(path, who="anna", clock=Clock(TODAY), name="Team", currency="EUR", fiscal_start=1)
    add_user(book, "anna", role="head")
    add_user(book, "bo", role="head")
    book.close()


def write(path: Path, who: str) -> None:
    book = opened(path, who)
    add_account(book, f"Of {who} {os.urandom(4).hex()}")
    book.close()


def modes(folder: Path) -> dict[str, tuple[str, int]]:
    found = ((path.name, path.lstat()) for path in folder.iterdir())
    return {name: (oct(stat.S_IMODE(info.st_mode)), info.st_gid) for name, info in found}


@as_root
@pytest.mark.parametrize("umask", UMASKS)
class TestTwoPeople:
    def test_both_write_one_book(self, folder: Path, umask: int) -> None:
        path = folder / "team.kam"
        assert acting(ANNA, umask, lambda: make(path)) == 0
        for uid, who in ((BO, "bo"), (ANNA, "anna"), (BO, "bo"), (ANNA, "anna")):
            assert acting(uid, umask, lambda who=who: write(path, who)) == 0  # type: ignore[misc]
        assert faults(path) == []
        last = anchor.newest(path)
        assert last is not None
        assert last.seq == 6

    def test_what_lies_beside_it_is_as_open_as_the_book(self, folder: Path, umask: int) -> None:
        path = folder / "team.kam"
        acting(ANNA, umask, lambda: make(path))
        acting(BO, umask, lambda: write(path, "bo"))
        assert set(modes(folder).values()) == {("0o660", TEAM)}, modes(folder)

    def test_a_copy_is_for_its_owner(self, folder: Path, umask: int) -> None:
        path = folder / "team.kam"
        acting(ANNA, umask, lambda: make(path))
        assert acting(BO, umask, lambda: backups.write(opened(path, "bo").conn, folder / "copy")) == 0
        info = (folder / "copy").stat()
        assert (oct(stat.S_IMODE(info.st_mode)), info.st_uid) == ("0o600", BO)

    def test_an_upgrade_by_one_leaves_the_book_to_both(self, folder: Path, umask: int) -> None:
        path = folder / "team.kam"

        def old() -> None:
            old_book(path, 10)
            path.chmod(0o660)

        assert acting(ANNA, umask, old) == 0
        assert acting(BO, umask, lambda: write(path, "bo")) == 0
        assert acting(ANNA, umask, lambda: write(path, "anna")) == 0
        found = modes(folder)
        [copy] = [name for name in found if ".before-" in name]
        assert found.pop(copy)[0] == "0o600"
        assert set(found.values()) == {("0o660", TEAM)}, found

    def test_a_book_put_back_by_one_can_be_written_by_both(self, folder: Path, umask: int) -> None:
        path = folder / "team.kam"
        acting(ANNA, umask, lambda: make(path))
        assert acting(ANNA, umask, lambda: backups.write(opened(path, "anna").conn, folder / "copy")) == 0
        path.write_bytes(b"broken" * 1000)

        def put_back() -> None:
            backups.put_back(folder / "copy", path, folder / "aside", who="anna", now=Clock(TODAY).now())

        assert acting(ANNA, umask, put_back) == 0
        assert acting(BO, umask, lambda: write(path, "bo")) == 0
        assert acting(ANNA, umask, lambda: write(path, "anna")) == 0

    def test_who_is_not_of_the_team_reads_nothing(self, folder: Path, umask: int) -> None:
        path = folder / "team.kam"
        acting(ANNA, umask, lambda: make(path))
        assert acting(STRANGER, umask, lambda: write(path, "anna")) == 6
        assert acting(STRANGER, umask, lambda: path.read_bytes()) == 13


@as_root
@pytest.mark.parametrize("ending", [".anchor", ".lock", ".spare", ".lock.long"])
def test_a_link_that_a_colleague_planted_is_not_followed(folder: Path, ending: str) -> None:
    path, victim = folder / "team.kam", folder.parent / "victim"
    acting(ANNA, 0o022, lambda: make(path))
    victim.write_text("mine")
    victim.chmod(0o666)
    beside = path.with_name(path.name + ending)
    beside.unlink(missing_ok=True)
    acting(BO, 0o022, lambda: beside.symlink_to(victim))
    acting(ANNA, 0o022, lambda: write(path, "anna"))
    assert victim.read_text() == "mine"


@as_root
def test_a_folder_without_the_sticky_and_group_bits_is_told_of(folder: Path) -> None:
    path = folder / "team.kam"
    acting(ANNA, 0o022, lambda: make(path))
    book = opened(path, "anna")
    assert _levels(book)["folder"] == "ok"
    for mode, level in ((0o2770, "warning"), (0o770, "warning"), (0o777, "warning"), (0o3770, "ok")):
        folder.chmod(mode)
        assert _levels(book)["folder"] == level, oct(mode)
    room.spare_of(path).chmod(0o666)
    assert _levels(book)["beside"] == "warning"
    room.spare_of(path).chmod(0o600)
    assert _levels(book)["beside"] == "warning"
    book.close()


def _levels(book: Book) -> dict[str, str]:
    return {found.check: found.level for found in doctor.examine(book)}
