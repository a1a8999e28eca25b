"""An empty book becomes the sample book: imports first, then what people decided, in the order it rests on."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kamtui.domain.contacts import EndReason
from kamtui.ops.accounts import assign_account
from kamtui.ops.contacts import leave
from kamtui.ops.sample.around import Around
from kamtui.ops.sample.business import Business
from kamtui.ops.sample.decided import Decided
from kamtui.ops.sample.planned import Planned
from kamtui.ops.sample.rows import Source, day
from kamtui.ops.transfer.apply import apply_plan
from kamtui.ops.transfer.asked import Asked, Wishes
from kamtui.ops.transfer.plan import read_plan
from kamtui.ops.users import add_user
from kamtui.store.book import Book

TWO_YEARS = dt.timedelta(days=730)


def build_sample(book: Book, folder: Path) -> None:
    """Fill an empty book from the folder of the sample book, every date counted from the book's today.

    The head of the sample does what nobody else does there: whoever looks at it has nothing of it to undo.
    """
    about = tomllib.loads((folder / "book.toml").read_text(encoding="utf-8"))
    head = next(user["login"] for user in about["user"] if user["role"] == "head")
    with book.as_author(head), book.unguarded():
        _build(book, folder, about)


def _build(book: Book, folder: Path, about: Mapping[str, Any]) -> None:
    for user in about["user"]:
        add_user(book, user["login"], name=user["name"], role=user["role"], hours_per_week=user.get("hours_per_week"))
    zone = ZoneInfo(about["book"]["timezone"])
    _import(book, [folder / "accounts.csv", folder / "contacts.csv"], zone)
    _import(book, [folder / "products.csv"], zone, "products")
    for name, select in about["shape"].items():
        target = about["target"].get(name, name)
        _import(book, [folder / f"{name}.csv"], zone, target, select.format(today=book.today()))
    source = Source(book, folder)
    decided = Decided(source)
    _judge(source, decided)
    _trade(source, Business(source, decided.exceptions, zone))
    _promise(source, decided)
    with book.write("account.assign") as tx:
        for row in source.rows("accounts"):
            assign_account.within(tx, source.accounts[row["id"]], row["owner"], on=tx.today - TWO_YEARS)


def _judge(source: Source, decided: Decided) -> None:
    """Rules, people, then the tiers: a decision keeps the scores of its day, and those rest on all of it."""
    around = Around(source)
    source.by_author("policies", "policy.set", decided.rule)
    source.by_author("judgements", "score.judge", decided.judge)
    source.by_author("statuses", "status.set", decided.rate)
    source.by_author("influences", "influence.judge", around.judge)
    source.by_author("covers", "cover.set", around.cover)
    source.by_author("links", "link.add", around.link)
    source.by_author("profiles", "profile.set", around.describe)
    source.by_author("rivals", "rival.note", around.watch)
    source.by_author("partnerships", "partnership.set", around.ally)
    source.by_author("ratings", "team.rate", around.rate_manager)
    with source.book.write("team.join") as tx:
        for row in source.rows("teams"):
            around.join(tx, row)
    source.by_author("tiers", "tier.set", decided.sort)
    source.by_author("opinions", "opinion.add", decided.hear)
    source.by_author("exceptions", "exception.add", decided.put_before_a_head)
    for row in source.rows("exceptions"):
        if row["decision"]:
            with source.book.as_author(row["decided_by"]), source.book.write(f"exception.{row['decision']}") as tx:
                decided.answer(tx, row)


def _trade(source: Source, business: Business) -> None:
    """What customers are trusted with and granted, when they need more, what went wrong, and the quotas."""
    with source.book.write("rate.set") as tx:
        for row in source.rows("rates"):
            business.exchange(tx, row)
    source.by_author("credit", "credit.set", business.trust)
    source.by_author("terms", "terms.add", business.grant)
    source.by_author("peaks", "peak.add", business.expect)
    source.by_author("quotas", "quota.set", business.aim)
    with source.book.write("issue.add") as tx:
        for row in source.rows("issues"):
            business.help(tx, row)


def _promise(source: Source, decided: Decided) -> None:
    """Plans and promises, who left, and the cards that were looked at."""
    book, planned = source.book, Planned(source)
    source.by_author("plans", "plan.write", planned.write)
    source.by_author("goals", "goal.add", planned.aim)
    with book.write("task.add") as tx:
        for row in source.rows("tasks"):
            decided.promise(tx, row)
        for row in source.rows("actions"):
            planned.act(tx, row)
    with book.write("contact.leave") as tx:
        for row in source.rows("departures"):
            contact = source.contacts[row["contact"]]
            leave.within(tx, contact, on=day(tx, row["on"]), reason=EndReason(row["reason"]))
    source.by_author("reviews", "review.done", decided.review)


def _import(book: Book, files: list[Path], zone: ZoneInfo, target: str = "", sql: str = "") -> None:
    wishes = Wishes(targets=(target,)) if target else Wishes()
    asked = Asked(book.today(), zone=zone, options=wishes, sql=sql)
    with read_plan([str(file) for file in files], asked) as plan:
        apply_plan(book, plan)
