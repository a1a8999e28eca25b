"""What an import says of a touch beyond who, when and what: who sought it, how they reacted, what for."""

from __future__ import annotations

from pathlib import Path

from kamtui.domain.outcomes.book import Imported
from kamtui.domain.touches import Direction, Feedback, Purpose
from kamtui.ops.touches import edit_touch
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.plan import read_plan
from kamtui.store import touches
from kamtui.store.book import Book
from tests.ops.transfer.helpers import asked, written


def import_touches(book: Book, folder: Path, text: str) -> Imported:
    with read_plan([written(folder, "touches.csv", text)], asked(targets=("touches",))) as plan:
        return apply_plan(book, plan).value


def test_direction_feedback_and_purpose_are_read_and_a_file_without_them_keeps_them(book: Book, tmp_path: Path) -> None:
    import_touches(
        book,
        tmp_path,
        "key,account,at,activity type,Call Direction,Sentiment,Call Purpose\n"
        "a1,Acme,2026-05-02,call,Inbound,Negative,Complaint\n"
        "a2,Acme,2026-05-03,call,Outbound,,\n",
    )
    first, second = touches.rows(book.conn, sorted(touches.ids(book.conn)))
    assert (first.direction, first.feedback, first.purpose) == (Direction.IN, Feedback.BAD, Purpose.SOLVE)
    assert (second.direction, second.feedback, second.purpose) == (Direction.OUT, None, None)
    edit_touch(book, second.id, {"feedback": Feedback.GOOD})
    again = "key,account,at,activity type\na1,Acme,2026-05-02,call\na2,Acme,2026-05-03,visit\n"
    done = import_touches(book, tmp_path, again)
    assert (done.unchanged["touches"], done.updated["touches"]) == (1, 1)
    assert touches.one(book.conn, first.id).direction is Direction.IN
    assert touches.one(book.conn, second.id).feedback is Feedback.GOOD


def test_a_word_nobody_knows_is_left_out_and_the_touch_is_kept(book: Book, tmp_path: Path) -> None:
    text = "key,account,at,activity type,direction\na1,Acme,2026-05-02,call,sideways\na2,Acme,2026-05-03,call,out\n"
    done = import_touches(book, tmp_path, text)
    assert done.created["touches"] == 2
    assert any("sideways" in warning for warning in done.warnings)
    assert [touch.direction for touch in touches.rows(book.conn, sorted(touches.ids(book.conn)))] == [
        None,
        Direction.OUT,
    ]
