"""The sources of the sample book, row by row; every date in them is counted from the book's today."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from kamtui.domain import fields
from kamtui.store import known
from kamtui.store.book import Book
from kamtui.store.tx import Tx

Row = Mapping[str, str]


class Source:
    """The folder of the sample book, and the accounts and people that are in the book already."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book = book
        self.folder = folder
        self.accounts = known.account_ids(book.conn)
        self.contacts = known.contact_ids(book.conn)

    def rows(self, name: str) -> list[Row]:
        """The rows of a file."""
        return list(rows(self.folder / f"{name}.csv"))

    def by_author(self, name: str, change: str, decide: Callable[[Tx, Row], None]) -> None:
        """The rows of a file, one change for each author, in the order of their days."""
        today = self.book.today()
        ordered = sorted(self.rows(name), key=lambda row: (row["by"], fields.date(row["on"], today)))
        for by, mine in groupby(ordered, key=lambda row: row["by"]):
            with self.book.as_author(by), self.book.write(change) as tx:
                for row in mine:
                    decide(tx, row)


def rows(path: Path) -> Iterator[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(tx: Tx, text: str) -> dt.date:
    """A day as the sources write it: -41d was 41 days ago."""
    return fields.date(text, tx.today)


def day_or_none(tx: Tx, text: str) -> dt.date | None:
    """The same where there may be none."""
    return day(tx, text) if text else None


def moment(tx: Tx, text: str, zone: dt.tzinfo) -> dt.datetime:
    """A day with its time, "-41d 10:20", as an instant in UTC."""
    on, _, at = text.partition(" ")
    return dt.datetime.combine(day(tx, on), dt.time.fromisoformat(at), zone).astimezone(dt.UTC)
