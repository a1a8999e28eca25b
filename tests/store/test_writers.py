"""Several programs write one book at the same time: nothing is lost, nobody is told "locked"."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.errors import Conflict
from kamtui.ops.accounts import edit_account
from kamtui.ops.users import add_user
from kamtui.store import accounts, journal, standing, touches
from kamtui.store.book import Book

WRITER = """
import sys, pathlib
from kamtui.clock import Clock
from kamtui.ops.touches import add_touch
from kamtui.store.book import Book
path, who, count = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
book = Book.open(path, who=who, clock=Clock.from_environment())
for number in range(count):
    done = add_touch(book, 1, summary=f"{who} {number}")
    print(done.value.touch_id, flush=True)
book.close()
"""

EDITOR = """
import sys, pathlib
from kamtui.clock import Clock
from kamtui.errors import Conflict
from kamtui.ops.accounts import edit_account
from kamtui.store import accounts
from kamtui.store.book import Book
path, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
book = Book.open(path, who="editor", clock=Clock.from_environment())
done = 0
while done < count:
    seen = accounts.one(book.conn, 1).note
    try:
        edit_account(book, 1, {"note": str(int(seen or 0) + 1)}, was={"note": seen})
        done += 1
    except Conflict:
        print("conflict", flush=True)
book.close()
"""


def run(code: str, *arguments: object, count: int) -> list[subprocess.Popen[str]]:
    environment = {**os.environ, "KAMTUI_TODAY": "2026-11-20"}
    return [
        subprocess.Popen(
            [sys.executable, "-c", code, *(str(argument).format(number=number) for argument in arguments)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(count)
    ]


def test_every_acknowledged_touch_of_six_writers_is_there(book: Book, acme: int, path: Path) -> None:
    for number in range(6):
        add_user(book, f"writer{number}", role="support")
    writers = run(WRITER, path, "writer{number}", 40, count=6)
    outputs = [writer.communicate() for writer in writers]
    assert [error for _, error in outputs] == [""] * 6
    acknowledged = [int(line) for output, _ in outputs for line in output.split()]
    assert len(set(acknowledged)) == 240
    assert set(touches.ids(book.conn)) == set(acknowledged)
    assert len([change for change in journal.changes(book.conn, limit=1000) if change.op == "touch.add"]) == 240
    assert standing.differences(book.conn) == []


def test_no_edit_of_one_field_is_lost(book: Book, acme: int, path: Path) -> None:
    add_user(book, "editor", role="head")
    editors = run(EDITOR, path, 30, count=4)
    for editor in editors:
        _, error = editor.communicate()
        assert error == ""
    assert accounts.one(book.conn, acme).note == "120"


def test_the_control_loses_edits_without_what_was_seen(book: Book, acme: int, path: Path) -> None:
    """The same editors with a blind write lose some: the test above can fail."""
    add_user(book, "editor", role="head")
    blind = EDITOR.replace(', was={"note": seen}', "")
    for editor in run(blind, path, 30, count=4):
        editor.communicate()
    assert int(accounts.one(book.conn, acme).note) < 120


def test_a_stale_edit_is_refused_even_in_the_same_program(book: Book, acme: int) -> None:
    edit_account(book, acme, {"note": "one"}, was={"note": ""})
    with pytest.raises(Conflict):
        edit_account(book, acme, {"note": "two"}, was={"note": ""})
    assert accounts.one(book.conn, acme).note == "one"
