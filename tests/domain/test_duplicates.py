"""What speaks for two accounts being one, and how much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.duplicates import MANY, Confidence, Known, Sign, host_of, id_key, pairs
from kamtui.domain.names import name_key


def known(account: int, name: str = "", **facts: object) -> Known:
    return Known(account, (name_key(name),) if name else (), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("远东科技有限公司", "遠東科技股份有限公司"),
        ("ＡＣＭＥ GmbH", "Acme Ltd."),
        ("Bluebay Gaming Ltd", "bluebay gaming ltd"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str) -> None:
    (pair,) = pairs([known(1, one), known(2, other)])
    assert (pair.signs, pair.confidence) == ((Sign.NAME,), Confidence.HIGH)


@pytest.mark.parametrize(
    ("one", "other", "confidence"),
    [
        ("Aurora", "Saint Paul", Confidence.LOW),
        ("Aurora", "aurora", Confidence.HIGH),
        ("Aurora", "", Confidence.HIGH),
        ("上海市", "上海", Confidence.HIGH),
        ("上海", "北京", Confidence.LOW),
        ("上海", "Shanghai", Confidence.HIGH),
    ],
)
def test_one_name_in_two_cities_is_hardly_one_account(one: str, other: str, confidence: Confidence) -> None:
    (pair,) = pairs([known(1, "Shaw Household", city=one), known(2, "Shaw Household", city=other)])
    assert pair.confidence is confidence
    (pair,) = pairs([known(1, "Shaw", city=one, phone="5551234"), known(2, "Shaw", city=other, phone="5551234")])
    assert pair.confidence is not Confidence.LOW


def test_a_phone_alone_says_little_and_beside_a_website_more() -> None:
    shared = {"phone": "030-88355547"}
    (pair,) = pairs([known(1, "A", **shared), known(2, "B", phone="030 88355547")])
    assert (pair.signs, pair.confidence) == ((Sign.PHONE,), Confidence.LOW)
    (pair,) = pairs(
        [known(1, "A", website="https://www.acme.com/de", **shared), known(2, "B", website="acme.com", **shared)]
    )
    assert pair.confidence is Confidence.MEDIUM
    assert pairs([known(1, "A", phone="12"), known(2, "B", phone="1-2")]) == []


def test_where_everybody_may_have_an_address_it_says_nothing() -> None:
    assert pairs([known(1, "A", hosts=frozenset({"qq.com"})), known(2, "B", hosts=frozenset({"qq.com"}))]) == []
    assert len(pairs([known(1, "A", hosts=frozenset({"acme.cn"})), known(2, "B", hosts=frozenset({"acme.cn"}))])) == 1
    assert (host_of("HTTP://www.Acme.com:80/x"), host_of("not a site"), host_of("http://[")) == ("acme.com", "", "")


@given(st.text(alphabet="0123456789AB-_ .", max_size=12), st.integers(0, 3))
def test_an_id_is_the_same_without_zeros_case_and_punctuation(text: str, zeros: int) -> None:
    assert id_key("0" * zeros + text.lower().replace("-", "/")) == id_key(text) or not id_key(text).strip("0")


def test_a_switchboard_of_many_is_no_trace_and_a_name_of_many_meets_the_oldest() -> None:
    crowd = [known(account, f"Firm {account}", phone="5551234") for account in range(1, MANY + 2)]
    assert pairs(crowd) == []
    chain = [known(account, "Corner Shop") for account in range(1, 101)]
    assert [pair[:2] for pair in pairs(chain)] == [(1, other) for other in range(2, 101)]


def test_those_told_apart_are_left_out() -> None:
    assert pairs([known(1, "A"), known(2, "A")], [(1, 2)]) == []
