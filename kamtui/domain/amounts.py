"""Typed text -> an amount or a currency; `kamtui.domain.fields` offers both to everybody else.

Never through a float: 0.1 + 0.2 must stay 0.3 in a book.
"""

from __future__ import annotations

import re
from typing import Literal

from kamtui.domain.money import SCALE
from kamtui.domain.numerals import in_figures
from kamtui.domain.texts import clipped, tidy
from kamtui.errors import BadInput
from kamtui.i18n import t

LARGEST = 900_000_000_000_000
"""Currency units; in 1/10,000 this still fits the 64 bits of an SQLite integer."""

_CODES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
    NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS
    SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF
    XCD XOF XPF YER ZAR ZMW ZWG ZWL
"""
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217 codes in use, and a few withdrawn ones that exports still carry."""

_MARKS = {
    "¥": "CNY JPY", "元": "CNY TWD HKD", "rmb": "CNY", "人民币": "CNY", "块": "CNY", "円": "JPY",
    "日元": "JPY", "€": "EUR", "欧元": "EUR", "£": "GBP", "英镑": "GBP", "港元": "HKD", "港币": "HKD",
    "$": "USD AUD BBD BMD BND BSD BZD CAD CLP COP FJD HKD JMD LRD MXN NZD SGD TTD TWD XCD", "美元": "USD",
    "us$": "USD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "a$": "AUD", "c$": "CAD", "r$": "BRL",
    "₩": "KRW", "韩元": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "₫": "VND", "฿": "THB", "zł": "PLN",
    "fr.": "CHF",
}  # fmt: skip
"""How people write a currency -> the codes it may stand for, the likeliest first."""

_TIMES = {
    "k": 3, "m": 6, "mn": 6, "mio": 6, "bn": 9, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8,
    "万亿": 12,
}  # fmt: skip
"""Powers of ten behind a number."""

_DIGITS = 120
"""Enough that nothing is rounded before the one rounding to 1/10,000."""


def amount(text: str, currency: str = "", *, point: Literal[".", ",", ""] = "") -> int:
    """The amount that `text` names, in 1/10,000 of the unit; more decimals are rounded half away from zero.

    Accepts 1,234.50 · 1 234,50 · 1'234.50 · ¥1,234 · 12k · 3.5万 · 1.2亿 · 五千 · 三万五 · (1,234.00) · -5 · 5-. A lone
    comma before exactly three digits groups, a lone point is always the decimal one; an importer that knows the
    column's decimal mark says so by `point`. A currency in the text must be able to mean `currency` ("" = any). Raises
    BadInput.
    """
    # the form of nearly every cell of an import
    if not point and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,4})?", text):
        whole, _, rest = text.partition(".")
        return _within(int(whole + rest.ljust(4, "0")), text)
    found = _parts(in_figures(tidy(text)))
    # superscripts and circled figures fold to figures: 10² is not 102
    if not found or any(character.isdigit() and not character.isdecimal() for character in text):
        raise _not_an_amount(text)
    for mark in filter(None, found.group("outside", "before", "after")):
        _check_currency(text, mark, currency)
    digits = _digits(found["number"], point)
    signs = "".join(found[name] or "" for name in ("sign", "inner", "trailing"))
    if digits is None or len(signs) + bool(found["open"]) > 1 or len(digits) > 60:
        raise _not_an_amount(text)
    # imported late: the usual form does not need it, and most commands read no amount
    from decimal import ROUND_HALF_UP, Context, Decimal

    exact = Context(prec=_DIGITS)
    # checked before it scales: 1e999999 is not worth computing
    value = Decimal(digits).scaleb(int(found["exponent"] or 0) + _TIMES.get(found["times"] or "", 0), exact)
    if value > LARGEST:
        raise _too_large(text)
    stored = int(value.scaleb(4, exact).quantize(Decimal(1), ROUND_HALF_UP, exact))
    return -stored if "-" in signs or found["open"] else stored


def currency(text: str) -> str:
    """The ISO 4217 code that `text` names: a code, a sign or a word; ¥ is CNY, $ is USD. Raises BadInput."""
    folded = tidy(text)
    code = _MARKS[folded].split()[0] if folded in _MARKS else folded.upper()
    if code not in CURRENCIES:
        raise BadInput(
            t(
                "'{text}' is not a currency; use its three-letter code, such as CNY, EUR or USD",
                text=clipped(text),
            )
        )
    return code


def _parts(folded: str) -> re.Match[str] | None:
    mark = "|".join(re.escape(mark) for mark in sorted(_MARKS, key=len, reverse=True)) + "|[a-z]{3}"
    times = "|".join(sorted(_TIMES, key=len, reverse=True))
    return re.fullmatch(
        rf"(?P<sign>[+-]?) ?(?P<outside>{mark})? ?(?P<open>\()? ?(?P<before>{mark})? ?(?P<inner>[+-]?) ?"
        rf"(?P<number>\d(?:[\d., '’]*\d)?|\.\d+)(?:e(?P<exponent>[+-]?\d{{1,2}}))? ?(?P<times>{times})?"
        rf" ?(?P<after>{mark})? ?(?P<trailing>-?)(?(open) ?\))",
        folded,
    )


def _digits(number: str, point: str) -> str | None:
    """`number` with one decimal point and no grouping; None where the groups make no sense."""
    number = number.replace("’", "'")
    decimal = point or _decimal_mark(number)
    whole, _, rest = number.rpartition(decimal) if decimal and decimal in number else (number, "", "")
    groups = re.split(r"[., ']", whole)
    marks = set(re.findall(r"[., ']", whole))
    first, *others = groups
    ends_in_three = all(len(group) == 3 for group in others[-1:]) and len(first) <= 3
    # 1,23,456 is how India groups
    even = all(len(group) == 3 for group in others) or all(len(group) == 2 for group in others[:-1])
    sensible = not others or (ends_in_three and even and len(marks) == 1 and decimal not in marks)
    if not sensible or (not rest.isdecimal() and rest):
        return None
    return f"{''.join(groups) or '0'}.{rest or '0'}"


def _decimal_mark(number: str) -> str:
    """The mark that `number` itself shows to be the decimal one; "" where there is none."""
    points, commas = number.count("."), number.count(",")
    if points and commas:
        return max(".,", key=number.rindex)
    if points:
        return "." if points == 1 else ""
    groups_of_three = re.fullmatch(r"[1-9]\d{0,2},\d{3}", number)
    return "," if commas == 1 and not groups_of_three else ""


def _check_currency(text: str, mark: str, wanted: str) -> None:
    possible = _MARKS[mark].split() if mark in _MARKS else [mark.upper()]
    if possible[0] not in CURRENCIES:
        raise _not_an_amount(text)
    if wanted and wanted not in possible:
        raise BadInput(
            t(
                "'{text}' is in {found}, but this amount is in {currency}",
                text=clipped(text),
                found=possible[0],
                currency=wanted,
            )
        )


def _within(stored: int, text: str) -> int:
    if abs(stored) > LARGEST * SCALE:
        raise _too_large(text)
    return stored


def _not_an_amount(text: str) -> BadInput:
    return BadInput(t("'{text}' is not an amount; try 1234.50, 1,234.50, 12k or 3.5万", text=clipped(text)))


def _too_large(text: str) -> BadInput:
    return BadInput(t("'{text}' is larger than an amount can be (900 trillion)", text=clipped(text)))
