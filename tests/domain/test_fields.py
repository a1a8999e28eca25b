"""One parser for the small vocabularies: tiers, statuses, kinds, levels, functions, lengths of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain import fields
from kamtui.domain.contacts import Function, Level
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput

VOCABULARIES: list[tuple[Callable[[str], StrEnum], type[StrEnum]]] = [
    (fields.tier, Tier),
    (fields.status, Status),
    (fields.grade, Grade),
    (fields.kind, Kind),
    (fields.level, Level),
    (fields.function, Function),
]


@pytest.mark.parametrize(("read", "members"), VOCABULARIES)
def test_every_member_is_understood_as_written_and_in_other_clothes(
    read: Callable[[str], StrEnum], members: Iterable[StrEnum]
) -> None:
    for member in members:
        full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in member.upper())
        for text in (
            member,
            member.upper(),
            f" {member} ",
            member.replace("_", " "),
            member.replace("_", "-"),
            full_width,
        ):
            assert read(text) is member


@pytest.mark.parametrize(("read", "members"), VOCABULARIES)
def test_an_unknown_word_is_refused_with_every_accepted_one(
    read: Callable[[str], StrEnum], members: Iterable[StrEnum]
) -> None:
    for text in ("foo", "", "no such"):
        with pytest.raises(BadInput) as refusal:
            read(text)
        assert all(member in str(refusal.value) for member in members)


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (fields.tier, "重点客户", Tier.KEY),
        (fields.tier, "大客户", Tier.KEY),
        (fields.tier, "普通", Tier.REGULAR),
        (fields.tier, "潜在客户", Tier.PROSPECT),
        (fields.tier, "无吸引力", Tier.UNATTRACTIVE),
        (fields.status, "1", Status.DEVELOPING),
        (fields.status, "2", Status.SOLID),
        (fields.status, "３", Status.DEFENDING),
        (fields.status, "4", Status.DECLINING),
        (fields.status, "发展", Status.DEVELOPING),
        (fields.status, "稳固", Status.SOLID),
        (fields.status, "防守阶段", Status.DEFENDING),
        (fields.status, "衰退", Status.DECLINING),
        (fields.status, "倒退中", Status.DECLINING),
        (fields.grade, "非常牢固", Grade.SOLID),
        (fields.grade, "very solid", Grade.SOLID),
        (fields.grade, "目前关系良好", Grade.GOOD),
        (fields.grade, "目前关系相当有限", Grade.LIMITED),
        (fields.grade, "关系发展的潜力", Grade.POTENTIAL),
        (fields.grade, "倒退中的关系", Grade.REGRESSING),
        (fields.kind, "c", Kind.CALL),
        (fields.kind, "m", Kind.EMAIL),
        (fields.kind, "v", Kind.VISIT),
        (fields.kind, "W", Kind.MESSAGE),
        (fields.kind, "g", Kind.MEETING),
        (fields.kind, "n", Kind.NOTE),
        (fields.kind, "e-mail", Kind.EMAIL),
        (fields.kind, "WeChat", Kind.MESSAGE),
        (fields.kind, "电话", Kind.CALL),
        (fields.kind, "電話", Kind.CALL),
        (fields.kind, "邮件", Kind.EMAIL),
        (fields.kind, "拜访", Kind.VISIT),
        (fields.kind, "微信", Kind.MESSAGE),
        (fields.kind, "会议", Kind.MEETING),
        (fields.kind, "备注", Kind.NOTE),
        (fields.kind, "年会", Kind.ANNUAL_FORUM),
        (fields.level, "高层", Level.EXEC),
        (fields.level, "中层", Level.MID),
        (fields.level, "基层", Level.FRONT),
        (fields.level, "front line", Level.FRONT),
        (fields.function, "采购部", Function.PURCHASING),
        (fields.function, "财务部门", Function.FINANCE),
        (fields.function, "Finance Department", Function.FINANCE),
        (fields.function, "R&D", Function.TECHNICAL),
        (fields.function, "sales", Function.MARKETING),
        (fields.function, "法务", Function.LEGAL),
        (fields.function, "信息部", Function.IT),
    ],
)
def test_other_words_for_the_same(read: Callable[[str], StrEnum], text: str, expected: StrEnum) -> None:
    assert read(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90", 90), ("0", 0), ("90m", 90), ("90 min", 90), ("2h", 120), ("2 hours", 120), ("1.5h", 90), ("1,5h", 90),
        ("1h30", 90), ("1h30m", 90), ("1:30", 90), ("0:05", 5), ("2小时", 120), ("两小时", 120), ("半小时", 30),
        ("半个小时", 30), ("一个半小时", 90), ("2个半小时", 150), ("30分钟", 30), ("三十分钟", 30), ("1小时30分", 90),
        ("1.33h", 80), ("0.5m", 1), ("９０ｍ", 90), ("100h", 6000),
    ],
)  # fmt: skip
def test_a_length_of_time_is_understood(text: str, expected: int) -> None:
    assert fields.minutes(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("0.49m", 0), ("1.5m", 2), ("0.01h", 1), ("0,99h", 59), ("7.25h", 435)])
def test_a_part_of_a_minute_is_rounded_half_up(text: str, expected: int) -> None:
    assert fields.minutes(text) == expected


@pytest.mark.parametrize(
    "text", ["", "h", "m", "-5", "2d", "1h75", "101h", "6001", "9999", "90x", "1h30h", "半", "小时"]
)
def test_what_is_no_length_of_time_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadInput, match="try 90m"):
        fields.minutes(text)


@given(st.integers(0, fields.LONGEST))
def test_every_length_is_read_back(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    assert fields.minutes(f"{minutes}m") == fields.minutes(f"{hours}h{rest:02d}") == minutes


@pytest.mark.parametrize("text", ["yes", "Y", "true", "1", "是", "有", "on"])
def test_yes_is_yes(text: str) -> None:
    assert fields.yes_no(text) is True


@pytest.mark.parametrize("text", ["no", "N", "FALSE", "0", "否", "无", "off"])
def test_no_is_no(text: str) -> None:
    assert fields.yes_no(text) is False


def test_perhaps_is_neither() -> None:
    with pytest.raises(BadInput, match="neither yes nor no"):
        fields.yes_no("perhaps")


READERS: list[Callable[[str], object]] = [read for read, _ in VOCABULARIES]
READERS += [fields.minutes, fields.yes_no, fields.currency]


@given(st.text())
def test_any_text_is_a_value_or_bad_input(text: str) -> None:
    for read in READERS:
        with suppress(BadInput):
            read(text)
