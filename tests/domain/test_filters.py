"""The filter language: what is typed is what is meant, and the canonical text means the same again."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamtui.domain.amounts import LARGEST
from kamtui.domain.filters import (
    ACCOUNT_KINDS,
    FLAGS,
    Field,
    Filter,
    Op,
    Term,
    describe,
    parse,
    parse_leniently,
)
from kamtui.domain.money import SCALE
from kamtui.domain.segments import Segment
from kamtui.domain.statuses import Grade, Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind
from kamtui.errors import BadInput

ME = "li.wei"


def term(text: str) -> Term:
    """The one term of `text`."""
    words, (only,) = parse(text, me=ME)
    assert words == ()
    return only


def test_the_filter_of_the_key_table() -> None:
    assert parse("tier:key status:declining owner:me last:>30 华为 zgyd", me=ME) == Filter(
        words=("华为", "zgyd"),
        terms=(
            Term(Field.TIER, Op.IN, (Tier.KEY,)),
            Term(Field.STATUS, Op.IN, (Status.DECLINING,)),
            Term(Field.OWNER, Op.IN, (ME,)),
            Term(Field.LAST, Op.ABOVE, (30,)),
        ),
    )


@pytest.mark.parametrize("text", ["", "  ", '""', '"  "'])
def test_nothing_typed_keeps_everything(text: str) -> None:
    assert parse(text, me=ME) == Filter()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tier:key,regular", Term(Field.TIER, Op.IN, (Tier.KEY, Tier.REGULAR))),
        ("tier:key,key", Term(Field.TIER, Op.IN, (Tier.KEY,))),
        ("-tier:key", Term(Field.TIER, Op.IN, (Tier.KEY,), negated=True)),
        ("Tier:KEY", Term(Field.TIER, Op.IN, (Tier.KEY,))),
        ("tier：重点，普通", Term(Field.TIER, Op.IN, (Tier.KEY, Tier.REGULAR))),
        ("级别:重点、普通", Term(Field.TIER, Op.IN, (Tier.KEY, Tier.REGULAR))),
        ("tier:none,key", Term(Field.TIER, Op.IN, (None, Tier.KEY))),
        ("status:4", Term(Field.STATUS, Op.IN, (Status.DECLINING,))),
        ("grade:good", Term(Field.GRADE, Op.IN, (Grade.GOOD,))),
        ("owner:me,chen", Term(Field.OWNER, Op.IN, (ME, "chen"))),
        ("owner:我", Term(Field.OWNER, Op.IN, (ME,))),
        ("owner:none", Term(Field.OWNER, Op.IN, (None,))),
        ('region:"North Sea",华东', Term(Field.REGION, Op.IN, ("North Sea", "华东"))),
        ("field.erp:SAP,none", Term(Field.OWN, Op.IN, ("SAP", None), name="erp")),
        ('字段.beds:"<500"', Term(Field.OWN, Op.IN, ("<500",), name="beds")),
        ("-field.beds:≥1.5万", Term(Field.OWN, Op.AT_LEAST, (15_000 * SCALE,), negated=True, name="beds")),
        ("field.beds:100..400", Term(Field.OWN, Op.BETWEEN, (100 * SCALE, 400 * SCALE), name="beds")),
        ("field.audited:<2026-01-01", Term(Field.OWN, Op.BELOW, ("2026-01-01",), name="audited")),
        ("kind:dealer", Term(Field.KIND, Op.IN, ("dealer",))),
        ("kind:end-user,经销商", Term(Field.KIND, Op.IN, ("end_user", "dealer"))),
        ("kind:call,拜访", Term(Field.TOUCH, Op.IN, (Kind.CALL, Kind.VISIT))),
        ("touch:call", Term(Field.TOUCH, Op.IN, (Kind.CALL,))),
        ("is:overdue", Term(Field.IS, Op.IN, ("overdue",))),
        ("-is:archived", Term(Field.IS, Op.IN, ("archived",), negated=True)),
        ("last:never", Term(Field.LAST, Op.IN, (None,))),
        ("last:从未", Term(Field.LAST, Op.IN, (None,))),
        ("last:30", Term(Field.LAST, Op.EQUAL, (30,))),
        ("last:>=3w", Term(Field.LAST, Op.AT_LEAST, (21,))),
        ("last:＞30天", Term(Field.LAST, Op.ABOVE, (30,))),
        ("last:30..60", Term(Field.LAST, Op.BETWEEN, (30, 60))),
        ("order:>90", Term(Field.ORDER, Op.ABOVE, (90,))),
        ("下单:从未", Term(Field.ORDER, Op.IN, (None,))),
        ("-is:planned", Term(Field.IS, Op.IN, ("planned",), negated=True)),
        ("due:<0", Term(Field.DUE, Op.BELOW, (0,))),
        ("due:<=-3d", Term(Field.DUE, Op.AT_MOST, (-3,))),
        ("due:-7..7", Term(Field.DUE, Op.BETWEEN, (-7, 7))),
        ("revenue:>10000", Term(Field.REVENUE, Op.ABOVE, (10_000 * SCALE,))),
        ("revenue:≥1.5m", Term(Field.REVENUE, Op.AT_LEAST, (1_500_000 * SCALE,))),
        ("revenue:10,000..3.5万", Term(Field.REVENUE, Op.BETWEEN, (10_000 * SCALE, 35_000 * SCALE))),
        ("profit:<-0.5", Term(Field.PROFIT, Op.BELOW, (-5_000,))),
        ("profit:none", Term(Field.PROFIT, Op.IN, (None,))),
    ],
)
def test_a_term_is_a_field_an_operator_and_typed_values(text: str, expected: Term) -> None:
    assert term(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("华为 zgyd", ("华为", "zgyd")),
        ('"North Sea" oil', ("North Sea", "oil")),
        ('"tier:key"', ("tier:key",)),
        ('"say ""yes"" now"', ('say "yes" now',)),
        ('"not closed', ("not closed",)),
        ("-5 3:1 10:30", ("-5", "3:1", "10:30")),
        (":x", (":x",)),
    ],
)
def test_everything_else_is_words(text: str, words: tuple[str, ...]) -> None:
    assert parse(text, me=ME) == Filter(words=words)


def test_an_unknown_field_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput) as refusal:
        parse("foo:bar", me=ME)
    assert all(field in str(refusal.value) for field in Field)
    assert "quotes" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("tier:", "tier:key"),
        ("tier:,", "tier:key"),
        ("tier:k", "prospect"),
        ("status:9", "declining"),
        ("is:foo", "overdue"),
        ("is:none", "overdue"),
        ("kind:foo", "wholesaler"),
        ("kind:dealer,call", "write two"),
        ("last:>", "last:>30"),
        ("last:abc", "last:>30"),
        ("last:60..30", "last:>30"),
        ("last:>1.5", "last:>30"),
        ("revenue:>abc", "revenue:>10000"),
        ("revenue:>NaN", "revenue:>10000"),
        ("revenue:..5", "revenue:>10000"),
    ],
)
def test_a_bad_value_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(text, me=ME)
    assert hint in str(refusal.value)


@pytest.mark.parametrize("unfinished", ["tier:", "tier:k", "last:>", "foo:", "-tier:", "revenue:>1.", 'region:"'])
def test_an_unfinished_term_is_absent_while_typing(unfinished: str) -> None:
    assert parse_leniently(f"status:solid 华为 {unfinished}", me=ME) == parse("status:solid 华为", me=ME)


def test_what_is_not_negated_by_a_minus_is_a_word() -> None:
    assert parse("-华为", me=ME) == Filter(words=("-华为",))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("华为 status:4 Tier:重点", "status:declining tier:key 华为"),
        ("last:=30 last:3w", "last:30 last:21"),
        ("kind:电话", "touch:call"),
        ("revenue:>3.5万 profit:<0.50", "revenue:>35000 profit:<0.5"),
        ('region:"North Sea" "tier:key"', 'region:"North Sea" "tier:key"'),
        ("last:无 owner:无", "last:never owner:none"),
        ("field.erp:SAP -field.beds:>1,000", 'field.erp:"SAP" -field.beds:>1000'),
        ("acme.com:80", '"acme.com:80"'),
    ],
)
def test_a_filter_is_described_in_canonical_text(text: str, canonical: str) -> None:
    assert describe(parse(text, me=ME)) == canonical


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
VALUE = TEXT.map(str.strip).filter(bool)
MONEY = st.integers(-LARGEST * SCALE, LARGEST * SCALE)
DAYS = st.integers(-99_999, 99_999)
COMPARING = st.sampled_from([Op.BELOW, Op.AT_MOST, Op.EQUAL, Op.AT_LEAST, Op.ABOVE])


def choices(field: Field, values: st.SearchStrategy[str | None]) -> st.SearchStrategy[Term]:
    several = st.lists(values, min_size=1, max_size=4, unique=True).map(tuple)
    return st.builds(Term, st.just(field), st.just(Op.IN), several, st.booleans(), st.just(""))


def numbers(field: Field, values: st.SearchStrategy[int]) -> st.SearchStrategy[Term]:
    compared = st.builds(Term, st.just(field), COMPARING, st.tuples(values), st.booleans(), st.just(""))
    pairs = st.tuples(values, values).map(lambda pair: (min(pair), max(pair)))
    between = st.builds(Term, st.just(field), st.just(Op.BETWEEN), pairs, st.booleans(), st.just(""))
    return compared | between | st.just(Term(field, Op.IN, (None,)))


def is_plain(value: str) -> bool:
    """Whether a login or region is not one of the words that mean somebody or nobody."""
    return parse(f'owner:"{value.replace(chr(34), chr(34) * 2)}"', me=ME).terms[0].values == (value,)


TERMS = st.one_of(
    choices(Field.TIER, st.sampled_from([None, *Tier])),
    choices(Field.STATUS, st.sampled_from([None, *Status])),
    choices(Field.GRADE, st.sampled_from([None, *Grade])),
    choices(Field.OWNER, st.none() | VALUE.filter(is_plain)),
    choices(Field.REGION, st.none() | VALUE.filter(is_plain)),
    choices(Field.KIND, st.sampled_from([None, *ACCOUNT_KINDS])),
    choices(Field.SEGMENT, st.sampled_from([None, *Segment])),
    choices(Field.TOUCH, st.sampled_from([None, *Kind])),
    choices(Field.IS, st.sampled_from(FLAGS)),
    numbers(Field.LAST, DAYS),
    numbers(Field.ORDER, DAYS),
    numbers(Field.DUE, DAYS),
    numbers(Field.REVENUE, MONEY),
    numbers(Field.PROFIT, MONEY),
    choices(Field.OWN, st.none() | VALUE.filter(is_plain)).map(lambda term: term._replace(name="erp")),
    # a number that is not compared is a text as any other there
    numbers(Field.OWN, MONEY).filter(lambda term: term.op is not Op.EQUAL).map(lambda term: term._replace(name="beds")),
)
FILTERS = st.builds(
    Filter, st.lists(TEXT.filter(str.strip), max_size=4).map(tuple), st.lists(TERMS, max_size=4).map(tuple)
)


@given(FILTERS)
@example(Filter(terms=(Term(Field.OWNER, Op.IN, ("=0",)),)))
def test_a_described_filter_parses_to_itself(chosen: Filter) -> None:
    assert parse(describe(chosen), me="somebody.else") == chosen


@given(st.text() | st.text(alphabet='tierlasduekn:<>=.,-"0123456789 key万', max_size=30))
def test_any_text_can_be_typed(text: str) -> None:
    typed = parse_leniently(text, me=ME)
    assert parse(describe(typed), me=ME) == typed
    with suppress(BadInput):
        assert parse(text, me=ME) == typed
