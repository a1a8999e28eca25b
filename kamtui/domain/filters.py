"""The filter language of lists: `tier:key -status:solid last:>30 revenue:>1.5m region:"North Sea" 华为 zgyd`.

A filter is words, all of which must be found in a name, and terms, all of which must hold. Terms are data; the
store turns them into SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import reduce
from typing import NamedTuple

from kamtui.domain import fields, profiles, segments
from kamtui.domain.money import SCALE
from kamtui.domain.texts import clipped, same_length, tidy
from kamtui.errors import BadInput
from kamtui.i18n import t

ACCOUNT_KINDS = ("end_user", "distributor", "dealer", "wholesaler", "agent", "government", "household")
"""What kind of customer an account is (R12)."""

FLAGS = ("overdue", "planned", "archived")
"""What `is:` asks for: past the last acceptable day for a touch (D12); with a touch scheduled for that day or later;
archived, which lists else leave out."""


class Field(StrEnum):
    """What a term is about."""

    TIER = "tier"
    STATUS = "status"
    GRADE = "grade"
    OWNER = "owner"
    KIND = "kind"
    """The kind of customer, one of ACCOUNT_KINDS."""
    SEGMENT = "segment"
    """The kind of key account; one may have several."""
    TOUCH = "touch"
    """The kind of touch; `kind:call` means it too."""
    REGION = "region"
    LAST = "last"
    """Days since the last touch."""
    ORDER = "order"
    """Days since the last order; a return is none."""
    DUE = "due"
    """Days until the next touch is due, negative when it is late."""
    REVENUE = "revenue"
    """Of twelve months, in 1/10,000 of the account's currency."""
    PROFIT = "profit"
    """As revenue."""
    IS = "is"
    """One of FLAGS."""
    OWN = "field"
    """A field of the profile, ours or one that somebody named: `field.erp:SAP`, `field.beds:>500`."""


class Op(StrEnum):
    """How a term compares."""

    IN = "in"
    """With any of `values`; None among them stands for accounts that have no value there."""
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="
    AT_LEAST = ">="
    ABOVE = ">"
    BETWEEN = ".."
    """From the first of `values` to the second, both included."""


class Term(NamedTuple):
    """One condition; an account without a value meets only Op.IN with None: never touched is not 9999 days."""

    field: Field
    op: Op
    values: tuple[str | int | None, ...]
    """Enum members, logins, regions and flags for Op.IN; days or 1/10,000 for the others.

    Of Field.OWN texts for Op.IN, else 1/10,000 or ISO dates.
    """
    negated: bool = False
    name: str = ""
    """Which field it is, of Field.OWN."""


class Filter(NamedTuple):
    """What a list keeps; empty keeps everything."""

    words: tuple[str, ...] = ()
    """As typed; `names.search_key` makes them comparable."""
    terms: tuple[Term, ...] = ()


def parse(text: str, *, me: str) -> Filter:
    """The filter that `text` asks for; `me` is the login behind owner:me. Raises BadInput for what is unknown."""
    return _parse(text, me, _raise)


def parse_leniently(text: str, *, me: str) -> Filter:
    """`parse` for text still being typed: a term that is not finished or not understood is left out."""
    return _parse(text, me, lambda refusal: None)


def describe(chosen: Filter) -> str:
    """`chosen` in canonical text, which parses to the same filter; terms first."""
    return " ".join([*map(_described, chosen.terms), *map(_quoted_word, chosen.words)])


def _parse(text: str, me: str, refuse: Callable[[BadInput], None]) -> Filter:
    words: list[str] = []
    terms: list[Term] = []
    for token in re.findall(_TOKEN, text):
        named = re.match(_TERM, same_length(token))
        if named is None or (named["name"] and not _is_own(named["field"])):
            word = _unquoted(token)
            words += [word] if word.strip() else []
            continue
        try:
            rest = token[named.end() :]
            if named["name"]:
                terms.append(_own_term(named["name"], rest, bool(named["negated"])))
            else:
                terms.append(_term(named["field"], rest, bool(named["negated"]), me))
        except BadInput as refusal:
            refuse(refusal)
    return Filter(tuple(words), tuple(terms))


_TOKEN = r'(?:"(?:[^"]|"")*"?|[^\s"])+'
_TERM = r"(?P<negated>-?)(?P<field>[^\W\d_]+)(?:\.(?P<name>\w+))?:"
_VALUE = r'(?:"(?:[^"]|"")*"?|[^,，、"])+'
_COMPARISONS = {"≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
_NOTHING = frozenset(("none", "never", "unknown", "无", "没有", "从未", "未知"))
_CHINESE = {
    "级别": Field.TIER, "等级": Field.TIER, "层级": Field.TIER, "状态": Field.STATUS, "负责人": Field.OWNER,
    "类型": Field.KIND, "类别": Field.KIND, "联系": Field.TOUCH, "地区": Field.REGION, "区域": Field.REGION,
    "分类": Field.SEGMENT, "性质": Field.SEGMENT,
    "上次": Field.LAST, "下单": Field.ORDER, "到期": Field.DUE, "收入": Field.REVENUE, "营收": Field.REVENUE,
    "利润": Field.PROFIT, "是": Field.IS, "字段": Field.OWN,
}  # fmt: skip
_FLAG_WORDS = {"逾期": "overdue", "已安排": "planned", "归档": "archived", "已归档": "archived"}
_NUMBERS = (Field.LAST, Field.ORDER, Field.DUE, Field.REVENUE, Field.PROFIT)
_MONEY = (Field.REVENUE, Field.PROFIT)
_HAPPENED = (Field.LAST, Field.ORDER)
"""What an account can never have had: the word is "never" and not "none"."""
_KIND_WORDS = {
    "终端": "end_user", "最终用户": "end_user", "经销商": "dealer", "分销商": "distributor", "批发商": "wholesaler",
    "代理商": "agent", "代理": "agent", "政府": "government", "家庭": "household",
}  # fmt: skip


def _raise(refusal: BadInput) -> None:
    raise refusal


def _term(name: str, rest: str, negated: bool, me: str) -> Term:
    field = _CHINESE.get(tidy(name)) or next((field for field in Field if field == name), None)
    if field is None:
        raise BadInput(
            t(
                "there is no filter '{name}:'; use {accepted}, or \"{name}:…\" in quotes for a word",
                name=clipped(name),
                accepted=", ".join(Field),
            )
        )
    if field is Field.OWN:
        raise BadInput(t("'{name}:' needs a value, such as {example}", name=field, example=_EXAMPLES[field]))
    if field in _NUMBERS:
        return _number_term(field, tidy(_unquoted(rest)), negated)
    texts = [_unquoted(value).strip() for value in re.findall(_VALUE, rest)]
    values = tuple(dict.fromkeys(_choice(field, text, me) for text in texts if text))
    if not values:
        raise BadInput(t("'{name}:' needs a value, such as {example}", name=field, example=_EXAMPLES[field]))
    if field is Field.KIND:
        field = _kind_of_what(values)
    return Term(field, Op.IN, values, negated)


def _is_own(word: str) -> bool:
    return _CHINESE.get(tidy(word), word) == Field.OWN


def _own_term(name: str, rest: str, negated: bool) -> Term:
    """A condition on a field of the profile: one of some texts, a number or a day compared, or nothing there."""
    field = profiles.named(name)
    # what stands in quotes is a text, whatever it looks like
    typed = reduce(lambda said, form: said.replace(*form), _COMPARISONS.items(), rest.strip())
    low, dots, high = typed.partition("..")
    if dots and (ends := (_measured(low), _measured(high))) and None not in ends and type(ends[0]) is type(ends[1]):
        return Term(Field.OWN, Op.BETWEEN, ends, negated, field)
    compared = re.fullmatch(r"(<=|>=|<|>)(.+)", typed)
    if compared and (value := _measured(compared[2])) is not None:
        return Term(Field.OWN, Op(compared[1]), (value,), negated, field)
    values = [_unquoted(value).strip() for value in re.findall(_VALUE, rest)]
    if not any(values) or compared:
        raise BadInput(
            t("'{name}:' needs a value, such as {example}", name=f"field.{name}", example=_EXAMPLES[Field.OWN])
        )
    known = (None if tidy(value) in _NOTHING else value for value in values if value)
    return Term(Field.OWN, Op.IN, tuple(dict.fromkeys(known)), negated, field)


def _measured(text: str) -> int | str | None:
    """A number in 1/10,000, or a day as ISO text; None where it is neither."""
    if re.fullmatch(r" *\d{4}-\d\d-\d\d *", text):
        return text.strip()
    try:
        return fields.amount(text.strip())
    except BadInput:
        return None


def _choice(field: Field, text: str, me: str) -> str | None:
    """One value of a field that has few of them; None for accounts without one."""
    word = tidy(text)
    if word in _NOTHING and field is not Field.IS:
        return None
    if field is Field.OWNER:
        return me if word in ("me", "我") else text
    if field is Field.REGION:
        return text
    if field is Field.IS:
        return _flag(word)
    if field is Field.KIND:
        kind = _KIND_WORDS.get(word, word.replace("-", "_"))
        return kind if kind in ACCOUNT_KINDS else _touch_kind(text)
    readers: dict[Field, Callable[[str], str]] = {
        Field.TIER: fields.tier, Field.STATUS: fields.status, Field.GRADE: fields.grade, Field.TOUCH: fields.kind,
        Field.SEGMENT: segments.segment,
    }  # fmt: skip
    return readers[field](text)


def _flag(word: str) -> str:
    flag = _FLAG_WORDS.get(word, word)
    if flag not in FLAGS:
        raise BadInput(t("'is:{word}' is unknown; use {accepted}", word=clipped(word), accepted=", ".join(FLAGS)))
    return flag


def _touch_kind(text: str) -> str:
    try:
        return fields.kind(text)
    except BadInput:
        raise BadInput(
            t(
                "'{text}' is neither a kind of customer ({kinds}) nor a kind of touch",
                text=clipped(text),
                kinds=", ".join(ACCOUNT_KINDS),
            )
        ) from None


def _kind_of_what(values: Iterable[str | None]) -> Field:
    about = {Field.KIND if value in ACCOUNT_KINDS else Field.TOUCH for value in values if value}
    if len(about) > 1:
        raise BadInput(t("kinds of customers and kinds of touches do not go into one 'kind:'; write two"))
    return about.pop() if about else Field.KIND


def _number_term(field: Field, text: str, negated: bool) -> Term:
    """A comparison of days or money: >30, <=7, 30..60, 14, never."""
    if text in _NOTHING:
        return Term(field, Op.IN, (None,), negated)
    read = _money if field in _MONEY else _days
    for typed, meant in _COMPARISONS.items():
        text = text.replace(typed, meant)
    try:
        low, dots, high = text.partition("..")
        if dots:
            values = (read(low), read(high))
            if values[0] <= values[1]:
                return Term(field, Op.BETWEEN, values, negated)
        elif found := re.fullmatch(r"(<=|>=|<|>|=?)(.+)", text):
            return Term(field, Op(found[1] or "="), (read(found[2]),), negated)
    except (ValueError, BadInput):
        pass
    raise BadInput(
        t(
            "'{name}:{text}' is not understood; try {example}",
            name=field,
            text=clipped(text),
            example=_EXAMPLES[field],
        )
    )


def _days(text: str) -> int:
    found = re.fullmatch(r" ?(-?\d{1,5}) ?(d|days?|天|w|weeks?|周)?", text)
    if not found:
        raise ValueError(text)
    return int(found[1]) * (7 if (found[2] or "d")[0] in "w周" else 1)


def _money(text: str) -> int:
    return fields.amount(text.strip())


_EXAMPLES = {
    Field.TIER: "tier:key,regular", Field.STATUS: "status:declining", Field.GRADE: "grade:good",
    Field.OWNER: "owner:me", Field.KIND: "kind:dealer", Field.SEGMENT: "segment:strategic",
    Field.TOUCH: "touch:visit", Field.REGION: "region:华东",
    Field.LAST: "last:>30, last:never", Field.ORDER: "order:>90, order:never", Field.DUE: "due:<0, due:0..7",
    Field.REVENUE: "revenue:>10000", Field.PROFIT: "profit:<0", Field.IS: "is:overdue",
    Field.OWN: "field.erp:SAP, field.beds:>500, field.audited:<2026-01-01, field.erp:none",
}  # fmt: skip


def _described(term: Term) -> str:
    is_money = term.field in (*_MONEY, Field.OWN)
    if term.op is Op.IN:
        nothing = "never" if term.field in _HAPPENED else "none"
        quoted = _in_quotes if term.field is Field.OWN else _quoted_value
        values = ",".join(nothing if value is None else quoted(str(value)) for value in term.values)
    else:
        numbers = [_units(value) if is_money and isinstance(value, int) else str(value) for value in term.values]
        values = "..".join(numbers) if term.op is Op.BETWEEN else term.op.removeprefix("=") + numbers[0]
    name = f"{term.field}.{term.name}" if term.name else term.field
    return f"{'-' if term.negated else ''}{name}:{values}"


def _units(stored: int) -> str:
    whole, rest = divmod(abs(stored), SCALE)
    decimals = f".{rest:04d}".rstrip("0").rstrip(".")
    return f"{'-' if stored < 0 else ''}{whole}{decimals}"


def _unquoted(token: str) -> str:
    """`token` without its quotes; a doubled quote inside quotes is one, and the last may still be missing."""
    return re.sub(r'"((?:[^"]|"")*)"?', lambda quoted: quoted[1].replace('""', '"'), token)


def _quoted_word(word: str) -> str:
    return _in_quotes(word) if re.search(r'[\s"]', word) or re.match(_TERM, same_length(word)) else word


def _quoted_value(value: str) -> str:
    return _in_quotes(value) if re.search(r'[\s",，、]', value) else value


def _in_quotes(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
