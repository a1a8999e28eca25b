"""The desk after two quarters that changed the order: four proposals for li.wei, one for chen.jing."""

from __future__ import annotations

from pathlib import Path

from kamtui.clock import Clock
from kamtui.domain.tiers import Tier
from kamtui.ops.accounts import add_account
from kamtui.ops.judgements import judge
from kamtui.ops.sales import add_sale
from kamtui.ops.tiers import set_tier
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.tui import desk
from tests.tui.desk import HUAWEI, SIEMENS, ago

FRESH, FORMER = 6, 7
"""Bought first in summer, chen.jing's; and a key account that buys nothing any more, li.wei's."""


def build(path: Path) -> None:
    """华为 (regular) sells most but the product does not fit, Siemens bought once; Acme and Former fell behind."""
    desk.build(path)
    book = Book.open(path, who="wang.fang", clock=Clock(TODAY))
    for month in range(24):
        add_sale(book, HUAWEI, on=ago(30 * month + 1), amount=9_000_000_000, currency="CNY")
    judge(book, HUAWEI, "fit", answer="no", on=ago(90), source="customer")
    add_sale(book, SIEMENS, on=ago(100), amount=10_000_000, currency="CNY")
    fresh = add_account(book, "Fresh GmbH", owner="chen.jing").value.account_id
    set_tier(book, fresh, Tier.PROSPECT, on=ago(500), reason="met at the fair")
    add_sale(book, fresh, on=ago(120), amount=20_000_000, currency="CNY")
    former = add_account(book, "Former Star AG", owner="li.wei").value.account_id
    set_tier(book, former, Tier.KEY, on=ago(500), reason="the largest of them all")
    book.close()
