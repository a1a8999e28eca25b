"""The sample book: its sources read through the normal import, its decisions taken by those who took them."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from kamtui.domain import fields
from kamtui.domain.contacts import EndReason
from kamtui.domain.exceptions import Kind
from kamtui.domain.outcomes import ExceptionDecided
from kamtui.ops.accounts import assign_account
from kamtui.ops.contacts import leave
from kamtui.ops.core import Operation
from kamtui.ops.exceptions import approve_exception, change_exception, raise_exception, refuse_exception
from kamtui.ops.judgements import judge
from kamtui.ops.opinions import add_opinion
from kamtui.ops.policies import set_policy
from kamtui.ops.reviews import mark_done, snooze
from kamtui.ops.statuses import set_status
from kamtui.ops.tasks import add_task, close_task
from kamtui.ops.tiers import set_tier
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.users import add_user
from kamtui.store import known, policies
from kamtui.store.book import Book
from kamtui.store.tx import Tx

Row = Mapping[str, str]

ANSWERS: Mapping[str, Operation[..., ExceptionDecided]] = {
    "approve": approve_exception,
    "change": change_exception,
    "refuse": refuse_exception,
}

TWO_YEARS = dt.timedelta(days=730)


def build_sample(book: Book, source: Path) -> None:
    """Fill an empty book from the folder of the sample book, every date counted from the book's today."""
    about = tomllib.loads((source / "book.toml").read_text(encoding="utf-8"))
    for user in about["user"]:
        add_user(book, user["login"], name=user["name"], role=user["role"], hours_per_week=user["hours_per_week"])
    zone = ZoneInfo(about["book"]["timezone"])
    _import(book, [source / "accounts.csv", source / "contacts.csv"], zone)
    for name, select in about["shape"].items():
        _import(book, [source / f"{name}.csv"], zone, name, select.format(today=book.today()))
    decided = _Decided(book, source)
    decided.by_author("policies", "policy.set", decided.rule)
    decided.by_author("judgements", "score.judge", decided.judge)
    decided.by_author("statuses", "status.set", decided.rate)
    # after all that it rests on: a decision keeps the scores of its day
    decided.by_author("tiers", "tier.set", decided.sort)
    decided.by_author("opinions", "opinion.add", decided.hear)
    decided.by_author("exceptions", "exception.add", decided.put_before_a_head)
    for row in _rows(source / "exceptions.csv"):
        if row["decision"]:
            with book.as_author(row["decided_by"]), book.write(f"exception.{row['decision']}") as tx:
                decided.answer(tx, row)
    with book.write("task.add") as tx:
        for row in _rows(source / "tasks.csv"):
            decided.promise(tx, row)
    with book.write("contact.leave") as tx:
        for row in _rows(source / "departures.csv"):
            contact = decided.contacts[row["contact"]]
            leave.within(tx, contact, on=_day(tx, row["on"]), reason=EndReason(row["reason"]))
    decided.by_author("reviews", "review.done", decided.review)
    with book.write("account.assign") as tx:
        for row in _rows(source / "accounts.csv"):
            assign_account.within(tx, decided.accounts[row["id"]], row["owner"], on=tx.today - TWO_YEARS)


class _Decided:
    """What only people decide, row by row in the name of who decided it."""

    def __init__(self, book: Book, source: Path) -> None:
        self.book = book
        self.source = source
        self.accounts = known.account_ids(book.conn)
        self.contacts = known.contact_ids(book.conn)
        self.exceptions: dict[str, int] = {}
        """By their titles."""

    def by_author(self, file: str, change: str, decide: Callable[[Tx, Row], None]) -> None:
        """The rows of a file, one change for each author, in the order of their days."""
        today = self.book.today()
        rows = sorted(_rows(self.source / f"{file}.csv"), key=lambda row: (row["by"], fields.date(row["on"], today)))
        for by, mine in groupby(rows, key=lambda row: row["by"]):
            with self.book.as_author(by), self.book.write(change) as tx:
                for row in mine:
                    decide(tx, row)

    def rule(self, tx: Tx, row: Row) -> None:
        name = row["rules"]
        own = name.endswith(".toml")
        rules = (self.source / name).read_text(encoding="utf-8") if own else policies.starting(name)
        set_policy.within(tx, rules, on=_day(tx, row["on"]), note=row["note"])

    def judge(self, tx: Tx, row: Row) -> None:
        judge.within(
            tx,
            self.accounts[row["account"]],
            row["criterion"],
            score=float(row["score"]) if row["score"] else None,
            answer=row["answer"],
            on=_day(tx, row["on"]),
            source=row["source"],
            note=row["note"],
        )

    def rate(self, tx: Tx, row: Row) -> None:
        status = fields.status(row["status"]) if row["status"] else None
        grade = fields.grade(row["grade"]) if row["grade"] else None
        account, day = self.accounts[row["account"]], _day(tx, row["on"])
        set_status.within(tx, account, status, on=day, grade=grade, reason=row["reason"])

    def sort(self, tx: Tx, row: Row) -> None:
        account, tier = self.accounts[row["account"]], fields.tier(row["tier"])
        set_tier.within(tx, account, tier, on=_day(tx, row["on"]), reason=row["reason"])

    def promise(self, tx: Tx, row: Row) -> None:
        task = add_task.within(
            tx,
            row["title"],
            account_id=self.accounts[row["account"]],
            contact_id=self.contacts.get(row["contact"]),
            due_on=_day(tx, row["due"]) if row["due"] else None,
            owner=row["owner"],
            on=_day(tx, row["on"]),
            by_customer=bool(row["theirs"]),
            repeat=row["repeat"],
            key=row["id"],
        )
        if row["done"]:
            close_task.within(tx, task.task_id, on=_day(tx, row["done"]), result=row["result"])

    def hear(self, tx: Tx, row: Row) -> None:
        add_opinion.within(
            tx,
            self.accounts[row["account"]],
            float(row["score"]),
            about=row["about"],
            contact_id=self.contacts[row["contact"]],
            text=row["text"],
            confidential=bool(row["confidential"]),
            on=_day(tx, row["on"]),
            # the touches stand in their own file
            is_touch=False,
        )

    def review(self, tx: Tx, row: Row) -> None:
        account, day = self.accounts[row["account"]], _day(tx, row["on"])
        if row["until"]:
            snooze.within(tx, account, on=day, until=_day(tx, row["until"]), reason=row["reason"])
        else:
            mark_done.within(tx, account, on=day)

    def put_before_a_head(self, tx: Tx, row: Row) -> None:
        raised = raise_exception.within(
            tx,
            row["title"],
            proposal=row["proposal"],
            on=_day(tx, row["on"]),
            account_id=self.accounts[row["account"]],
            kind=Kind(row["kind"]),
        )
        self.exceptions[row["title"]] = raised.exception_id

    def answer(self, tx: Tx, row: Row) -> None:
        decide, day = ANSWERS[row["decision"]], _day(tx, row["decided"])
        decide.within(tx, self.exceptions[row["title"]], answer=row["answer"], on=day)


def _import(book: Book, files: list[Path], zone: ZoneInfo, target: str = "", sql: str = "") -> None:
    wishes = Wishes(targets=(target,)) if target else Wishes()
    asked = Asked(book.today(), zone=zone, options=wishes, sql=sql)
    with read_plan([str(file) for file in files], asked) as plan:
        apply_plan(book, plan)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(tx: Tx, text: str) -> dt.date:
    return fields.date(text, tx.today)
