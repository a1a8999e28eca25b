"""What can be wrong with a book and its surroundings, and what to do about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kamtui.i18n import t
from kamtui.store import anchor, groups, refusals, settlements, standing, surroundings, verify
from kamtui.store.book import Book
from kamtui.store.sqlite import transaction
from kamtui.store.surroundings import Finding
from kamtui.store.verify import Tell


def examine(book: Book, folders: Sequence[Path] = (), tell: Tell | None = None) -> list[Finding]:
    """Everything `kamtui doctor` looks at, in order.

    `folders` are where backups may lie beside those with the book; `tell` hears what takes long.
    """
    return [*_the_data(book), *_the_audit(book, tell), *surroundings.examine(book, folders)]


def repair(book: Book) -> int:
    """Recompute what is kept of every account and invoice from the facts; returns how many were wrong."""
    with book.exclusive() as conn, transaction(conn):
        wrong = len({found.account_id for found in standing.differences(conn)} | groups.repair(conn))
        wrong += len(settlements.repair(conn))
        standing.refresh_all(conn)
    return wrong


def _the_data(book: Book) -> Iterator[Finding]:
    conn = book.conn
    problems = [text for (text,) in conn.execute("PRAGMA integrity_check(20)") if text != "ok"]
    yield _found("integrity", problems, t("every page and index is sound"), t("restore a backup: kamtui restore"))
    broken = [f"{table} {row} -> {parent}" for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check")]
    yield _found("references", broken, t("every reference resolves"), t("restore a backup: kamtui restore"))
    wrong = [
        t(
            "account {id}: {column} is {kept}, the facts say {computed}",
            id=row[0],
            column=row[1],
            kept=row[2],
            computed=row[3],
        )
        for row in standing.differences(conn)
    ]
    yield _found(
        "history",
        wrong,
        t("current values agree with history on {day}", day=standing.kept_on(conn)),
        t("repair: kamtui doctor --repair"),
    )
    misplaced = [
        t("account {id}: its parent is {kept}, its history says {computed}", id=row[0], kept=row[1], computed=row[2])
        for row in groups.differences(conn)
    ]
    advice = t("repair: kamtui doctor --repair")
    yield _found("groups", misplaced, t("every account stands where its history says"), advice)
    unsettled = [
        t("invoice {id}: settled on {kept}, its payments say {computed}", id=row[0], kept=row[1], computed=row[2])
        for row in settlements.differences(conn)
    ]
    yield _found("invoices", unsettled, t("every invoice is settled when its payments say"), advice)
    orphans = [str(key) for (key,) in conn.execute("SELECT id FROM change WHERE state = 'open'")]
    yield _found("imports", orphans, t("no import was interrupted"), t("it is taken back when the book is next opened"))


def _the_audit(book: Book, tell: Tell | None) -> Iterator[Finding]:
    """Whether the book is what was written through kamtui, and whether anything of that is missing."""
    if book.lost is not None:
        yield Finding("missing", "error", refusals.missing(book.lost))
    found = [fault.text for fault in verify.faults(book.conn, book.path, tell) if fault.what != "kept"]
    advice = t("see: kamtui journal verify")
    yield _found("audit", found, t("every row and every change is as it was written"), advice)
    yield _the_anchor(book)


def _the_anchor(book: Book) -> Finding:
    path, marks = anchor.beside(book.path), [mark for mark in anchor.marks(book.path) if mark is not None]
    if not marks:
        text = t("{path} is missing or cannot be read: changes lost from the end would not be seen", path=path)
        return Finding("anchor", "warning", text)
    if not book.readonly and not anchor.is_writable(book.path):
        text = t("{path} cannot be written: chmod g+w, or give it to who works here", path=path)
        return Finding("anchor", "warning", text)
    behind = chain_length(book) - marks[-1].seq
    if behind > 1:
        text = t("the anchor is {count} changes behind the book; the next change brings it up to date", count=behind)
        return Finding("anchor", "warning", text)
    for mark in reversed(marks):
        if mark.kind in (anchor.RESTORED, anchor.ACCEPTED):
            message = "a backup was restored at {at} by {who}; the anchor bears out what came since"
            if mark.kind == anchor.ACCEPTED:
                message = "missing changes were given up at {at} by {who}; the anchor bears out what came since"
            return Finding("anchor", "ok", t(message, at=mark.at, who=mark.who or "?"))
    return Finding("anchor", "ok", t("the anchor bears out every change since {at}", at=marks[0].at))


def chain_length(book: Book) -> int:
    """How many changes the book has."""
    (last,) = book.conn.execute("SELECT ifnull(max(seq), 0) FROM chain").fetchone()
    return int(last)


def _found(check: str, problems: list[str], fine: str, advice: str) -> Finding:
    if not problems:
        return Finding(check, "ok", fine)
    more = f" (+{len(problems) - 1})" if len(problems) > 1 else ""
    return Finding(check, "error", f"{problems[0]}{more}; {advice}")
