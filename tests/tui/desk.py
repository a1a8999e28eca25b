"""A small book in which accounts are overdue, due, quiet or somebody else's; for the tests of the screens."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamtui.clock import Clock
from kamtui.domain.contacts import Level
from kamtui.domain.influences import FOUR
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.influences import judge_influence
from kamtui.ops.sales import add_sale
from kamtui.ops.statuses import set_status
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store.book import Book
from tests.conftest import TODAY

ACME, HUAWEI, SIEMENS, QUIET, THEIRS = range(1, 6)
"""Accounts in the order they are added; the review of li.wei is Acme, 华为, Siemens, and with the ranking Quiet too."""


def ago(days: int) -> dt.date:
    """A day before today."""
    return TODAY - dt.timedelta(days=days)


def build(path: Path) -> None:
    """Acme (key) and 华为 (regular) are silent for 60 days, Siemens was never touched, Quiet yesterday.

    At Quiet only the ranking of the book finds something, after the screen is there. A second head, wang.fang,
    wrote it all.
    """
    book = Book.create(path, who="wang.fang", clock=Clock(TODAY), name="Desk", currency="CNY", fiscal_start=1)
    with book.unguarded():
        for login, role in (("li.wei", "head"), ("chen.jing", "kam"), ("wang.fang", "head")):
            add_user(book, login, role=role)
    for name, owner, tier, touched in (
        ("Acme [Holdings] Ltd", "li.wei", Tier.KEY, 60),
        ("华为技术有限公司", "li.wei", Tier.REGULAR, 60),
        ("Siemens AG", "li.wei", Tier.PROSPECT, None),
        ("Quiet AG", "li.wei", Tier.REGULAR, 1),
        ("Their Company", "chen.jing", Tier.REGULAR, 1),
    ):
        account = add_account(book, name, owner=owner).value.account_id
        set_tier(book, account, tier, on=ago(500), reason="as it was")
        if touched is not None:
            # of those who were at Quiet yesterday three are known, so that nothing is the matter there
            names = ("Anna Quiet", "Bo Quiet", "Cy Quiet") if name == "Quiet AG" else ()
            people = [add_contact(book, account, each).value.contact_id for each in names]
            add_touch(book, account, kind=Kind.CALL, on=ago(touched), people=people, summary="the call before")
    add_contact(book, ACME, "李娜", title="采购总监", level=Level.EXEC)
    add_contact(book, ACME, "Chen Li")
    add_contact(book, HUAWEI, "王伟")
    # whoever there decides is known
    judge_influence(book, QUIET, 1, {"roles": [*FOUR]})
    set_tier(book, QUIET, Tier.KEY, on=ago(40), reason="three good quarters in a row")
    set_status(book, ACME, Status.SOLID, on=ago(200))
    for month in range(12):
        add_sale(book, ACME, on=ago(30 * month + 1), amount=(month + 1) * 100_000_000, currency="CNY")
    book.close()
