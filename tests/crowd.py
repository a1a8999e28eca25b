"""An account with thirty people, half of them with Chinese names, some of whom we cover; for the people map."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamtui.clock import Clock
from kamtui.domain.contacts import Function, Level
from kamtui.domain.influenceline import parse
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.ops.accounts import add_account
from kamtui.ops.contacts import add_contact
from kamtui.ops.influences import judge_influence
from kamtui.ops.teams import join_team, set_cover
from kamtui.ops.tiers import set_tier
from kamtui.ops.touches import add_touch
from kamtui.ops.users import add_user
from kamtui.store.book import Book
from tests.conftest import TODAY

CROWD, NEXT = 1, 2
"""The account with the crowd, and the one after it."""

E, M, F = Level.EXEC, Level.MID, Level.FRONT

PEOPLE: tuple[tuple[str, str, Level | None, Function | None, str, int | None], ...] = (
    # name, title, level, function, boss, days since the last touch
    ("王建国", "总经理", E, Function.MANAGEMENT, "", 95),
    ("Konrad Brandhofer-Lichtenstein", "Chief Operating Officer", E, Function.OPERATIONS, "王建国", 20),
    ("陈静", "财务总监", E, Function.FINANCE, "王建国", None),
    ("李娜", "采购总监", M, Function.PURCHASING, "王建国", 5),
    ("Anna Berg", "Head of purchasing Europe", M, Function.PURCHASING, "李娜", 12),
    ("欧阳致远", "高级采购经理", M, Function.PURCHASING, "李娜", 40),
    ("Tomasz Wiśniewski", "Buyer", F, Function.PURCHASING, "Anna Berg", 3),
    ("赵敏", "采购员", F, Function.PURCHASING, "欧阳致远", 70),
    ("周涛", "采购员", F, Function.PURCHASING, "欧阳致远", None),
    ("孙莉", "采购助理", F, Function.PURCHASING, "欧阳致远", None),
    ("Dr. Ingrid Sørensen", "Head of engineering", M, Function.TECHNICAL, "Konrad Brandhofer-Lichtenstein", 33),
    ("吴磊", "总工程师", M, Function.TECHNICAL, "王建国", 18),
    ("Pierre Dubois", "Process engineer", F, Function.TECHNICAL, "Dr. Ingrid Sørensen", 61),
    ("郑凯", "工艺工程师", F, Function.TECHNICAL, "吴磊", 91),
    ("Maria da Silva", "Test engineer", F, Function.TECHNICAL, "Dr. Ingrid Sørensen", None),
    ("冯雪", "质量经理", M, Function.TECHNICAL, "吴磊", 200),
    ("Jonas Keller", "Plant manager", M, Function.OPERATIONS, "Konrad Brandhofer-Lichtenstein", 8),
    ("蒋勇", "车间主任", F, Function.OPERATIONS, "Jonas Keller", 15),
    ("Ewa Nowak", "Shift leader", F, Function.OPERATIONS, "Jonas Keller", None),
    ("韩冰", "物流经理", M, Function.OPERATIONS, "Jonas Keller", 44),
    ("Liam O'Connor", "Warehouse", F, Function.OPERATIONS, "韩冰", None),
    ("杨帆", "财务经理", M, Function.FINANCE, "陈静", 130),
    ("Sofia Rossi", "Accounts payable", F, Function.FINANCE, "杨帆", 25),
    ("朱琳", "市场总监", M, Function.MARKETING, "王建国", None),
    ("Mark Stone", "Brand manager", M, Function.MARKETING, "朱琳", None),
    ("秦风", "法务", M, Function.LEGAL, "陈静", 300),
    ("Olga Ivanova", "IT manager", M, Function.IT, "Konrad Brandhofer-Lichtenstein", 77),
    ("许晴", "信息工程师", F, Function.IT, "Olga Ivanova", None),
    ("Carl", "", None, None, "", None),
    ("何平", "顾问", None, Function.OTHER, "", 10),
)

JUDGED = (
    # name, days ago, what is judged
    ("王建国", 120, "E high growth +3 s1"),
    ("李娜", 10, "T high even -1 s-1"),
    ("吴磊", 10, "UT medium r2>4"),
    ("Jonas Keller", 30, "U low trouble +4 win: calm"),
)


def ago(days: int) -> dt.date:
    """A day before today."""
    return TODAY - dt.timedelta(days=days)


def build(path: Path) -> None:
    """The crowd at a key account of li.wei, nobody known to coach; one more account after it."""
    book = Book.create(path, who="li.wei", clock=Clock(TODAY), name="Crowd", currency="CNY", fiscal_start=1)
    add_user(book, "li.wei", role="head")
    add_user(book, "chen.jing")
    crowd = add_account(book, "Huaxing 华兴精密机械集团股份有限公司", owner="li.wei").value.account_id
    add_account(book, "Next AG", owner="li.wei")
    set_tier(book, crowd, Tier.KEY, on=ago(500), reason="as it was")
    keys: dict[str, int] = {}
    for name, title, level, function, boss, _ in PEOPLE:
        place = {"title": title, "level": level, "function": function, "reports_to": keys.get(boss)}
        keys[name] = add_contact(book, crowd, name, **place).value.contact_id  # type: ignore[arg-type]
    for name, *_, days in PEOPLE:
        if days is not None:
            add_touch(book, crowd, kind=Kind.VISIT, on=ago(days), people=[keys[name]], summary=f"with {name}")
    for name, days, judged in JUDGED:
        judge_influence(book, crowd, keys[name], parse(judged).fields, on=ago(days))
    join_team(book, crowd, "chen.jing", OurFunction.TECH_SUPPORT)
    set_cover(book, crowd, keys["李娜"], "li.wei", on=ago(10), strength=4, wanted=5)
    set_cover(book, crowd, keys["吴磊"], "chen.jing", on=ago(10), strength=2, wanted=4)
    book.close()
