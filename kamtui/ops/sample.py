"""The sample book: its sources read through the normal import, its decisions taken by those who took them."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from kamtui.domain import fields
from kamtui.domain.contacts import EndReason
from kamtui.ops.accounts import assign_account
from kamtui.ops.contacts import leave
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.tiers import set_tier
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.users import add_user
from kamtui.store import known
from kamtui.store.book import Book
from kamtui.store.tx import Tx

Row = Mapping[str, str]


def build_sample(book: Book, source: Path) -> None:
    """Fill an empty book from the folder of the sample book, every date counted from the book's today."""
    about = tomllib.loads((source / "book.toml").read_text(encoding="utf-8"))
    for user in about["user"]:
        add_user(book, user["login"], name=user["name"], role=user["role"], hours_per_week=user["hours_per_week"])
    zone = ZoneInfo(about["book"]["timezone"])
    _import(book, [source / "accounts.csv", source / "contacts.csv"], zone)
    for name, select in about["shape"].items():
        _import(book, [source / f"{name}.csv"], zone, name, select.format(today=book.today()))
    who = _Who(book)
    for by, rows in groupby(sorted(_rows(source / "tiers.csv"), key=_author), key=_author):
        with book.as_author(by), book.write("tier.set") as tx:
            _decide_tiers(tx, who, list(rows))
    for by, rows in groupby(sorted(_rows(source / "statuses.csv"), key=_author), key=_author):
        with book.as_author(by), book.write("status.set") as tx:
            _decide_statuses(tx, who, list(rows))
    with book.write("task.add") as tx:
        _promise(tx, who, _rows(source / "tasks.csv"))
    with book.write("contact.leave") as tx:
        for row in _rows(source / "departures.csv"):
            leave.within(tx, who.contacts[row["contact"]], on=_day(tx, row["on"]), reason=EndReason(row["reason"]))
    with book.write("account.assign") as tx:
        for row in _rows(source / "accounts.csv"):
            assign_account.within(tx, who.accounts[row["id"]], row["owner"], on=tx.today - dt.timedelta(days=730))


class _Who:
    """Ids of the sources -> rows of the book."""

    def __init__(self, book: Book) -> None:
        self.accounts = known.account_ids(book.conn)
        self.contacts = known.contact_ids(book.conn)


def _import(book: Book, files: list[Path], zone: ZoneInfo, target: str = "", sql: str = "") -> None:
    wishes = Wishes(targets=(target,)) if target else Wishes()
    asked = Asked(book.today(), zone=zone, options=wishes, sql=sql)
    with read_plan([str(file) for file in files], asked) as plan:
        apply_plan(book, plan)


def _decide_tiers(tx: Tx, who: _Who, rows: list[Row]) -> None:
    for row in rows:
        tier = fields.tier(row["tier"])
        set_tier.within(tx, who.accounts[row["account"]], tier, on=_day(tx, row["on"]), reason=row["reason"])


def _decide_statuses(tx: Tx, who: _Who, rows: list[Row]) -> None:
    for row in rows:
        status = fields.status(row["status"]) if row["status"] else None
        grade = fields.grade(row["grade"]) if row["grade"] else None
        account, day = who.accounts[row["account"]], _day(tx, row["on"])
        set_status.within(tx, account, status, on=day, grade=grade, reason=row["reason"])


def _promise(tx: Tx, who: _Who, rows: Iterator[Row]) -> None:
    for row in rows:
        task = add_task.within(
            tx,
            row["title"],
            account_id=who.accounts[row["account"]],
            contact_id=who.contacts.get(row["contact"]),
            due_on=_day(tx, row["due"]) if row["due"] else None,
            owner=row["owner"],
            key=row["id"],
        )
        if row["done"]:
            close_task.within(tx, task.task_id, on=_day(tx, row["done"]))


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _author(row: Row) -> str:
    return row["by"]


def _day(tx: Tx, text: str) -> dt.date:
    return fields.date(text, tx.today)
