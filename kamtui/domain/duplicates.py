"""Probable duplicates: what speaks for two accounts being one, and how much (SIG-34, P2, P4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple
from urllib.parse import urlsplit

from kamtui.domain.names import fold, phone_key
from kamtui.domain.texts import HAN


class Sign(StrEnum):
    """What two accounts have in common."""

    NAME = "name"
    """As `name_key` has it: width, case, legal form, traditional characters and spacing make no difference."""
    ALIAS = "alias"
    """A name of the one is another name of the other."""
    LOOK = "looks"
    """One has Cyrillic or Greek letters that look like the Latin ones of the other."""
    EXTERNAL_ID = "external id"
    """Ids that differ by leading zeros, case or punctuation only."""
    WEBSITE = "website"
    EMAIL = "e-mail"
    """The domain of people's addresses, where it is their firm's."""
    PHONE = "phone"


class Confidence(StrEnum):
    """How sure one may be."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


WEIGHT: Mapping[Sign, float] = {
    Sign.NAME: 0.9,
    Sign.ALIAS: 0.85,
    Sign.EXTERNAL_ID: 0.8,
    Sign.LOOK: 0.75,
    Sign.WEBSITE: 0.6,
    Sign.EMAIL: 0.4,
    # a switchboard, a landlord, an accountant: shared by two, it says little (CM-5, CN-2)
    Sign.PHONE: 0.3,
}
"""How likely each makes it alone."""

ELSEWHERE = 0.4
"""How likely the name makes it where they are in different cities: there are many Shaw Households."""

MANY = 12
"""Accounts with something in common above which it is a habit, not a trace: only those of one name are compared."""

PHONE_DIGITS = 6
"""Digits that a number needs, to be one."""

_HANZI = re.compile(f"[{HAN}]")

_HOSTS = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com aol.com gmx.de gmx.net web.de"
    " t-online.de mail.ru yandex.ru qq.com 163.com 126.com sina.com sohu.com foxmail.com 139.com 189.cn aliyun.com"
    " example.com example.org proton.me protonmail.com facebook.com linkedin.com"
)
_SHARED_HOSTS = frozenset(_HOSTS.split())
"""Where everybody may have an address or a page."""


class Known(NamedTuple):
    """What is compared of an account."""

    account_id: int
    names: tuple[str, ...] = ()
    """Keys of its name and of its other names, its own first."""
    external_ids: tuple[str, ...] = ()
    phone: str = ""
    website: str = ""
    hosts: frozenset[str] = frozenset()
    """Domains of people's addresses."""
    city: str = ""
    looks: str = ""
    """What its name looks like in Latin letters; "" for nearly all."""


class Pair(NamedTuple):
    """Two accounts that may be one."""

    one: int
    """The older of the two."""
    other: int
    signs: tuple[Sign, ...]
    """The strongest first."""
    elsewhere: bool = False
    """Whether they are in different cities."""

    @property
    def score(self) -> float:
        """How likely they are one, 0-1: each sign takes its share of the doubt that is left."""
        doubt = 1.0
        for sign in self.signs:
            is_namesake = self.elsewhere and sign in (Sign.NAME, Sign.ALIAS)
            doubt *= 1 - (ELSEWHERE if is_namesake else WEIGHT[sign])
        return 1 - doubt

    @property
    def confidence(self) -> Confidence:
        return Confidence.HIGH if self.score >= 0.8 else Confidence.MEDIUM if self.score >= 0.5 else Confidence.LOW


def traces(known: Known) -> Iterable[tuple[str, str]]:
    """(kind, key) by which an account meets others; two that share none are never compared."""
    for name in known.names:
        yield "name", name
    if known.looks:
        yield "look", known.looks
    for text in known.external_ids:
        if key := id_key(text):
            yield "id", key
    if known.phone and len(digits := _digits(known.phone)) >= PHONE_DIGITS:
        yield "phone", digits
    if host := host_of(known.website):
        yield "website", host
    for each in known.hosts:
        if each and each not in _SHARED_HOSTS:
            yield "email", each


def pairs(accounts: Iterable[Known], apart: Iterable[tuple[int, int]] = ()) -> list[Pair]:
    """The pairs that share something, the surest first; those told `apart` (the smaller id first) are left out."""
    own: dict[int, str] = {}
    cities: dict[int, str] = {}
    met: dict[tuple[str, str], list[int]] = {}
    for known in accounts:
        own[known.account_id] = known.names[0] if known.names else ""
        cities[known.account_id] = known.city
        for trace in {*traces(known)}:
            met.setdefault(trace, []).append(known.account_id)
    found: dict[tuple[int, int], set[Sign]] = {}
    for (kind, key), those in met.items():
        if kind == "look":
            those = sorted({*those, *met.get(("name", key), ())})
        for pair in _pairs(kind, sorted(those)):
            found.setdefault(pair, set()).add(_sign(kind, key, pair, own))
    told = set(apart)
    made = [
        Pair(*pair, tuple(sorted(signs, key=_heaviest)), are_elsewhere(*(cities[one] for one in pair)))
        for pair, signs in found.items()
        if pair not in told
    ]
    return sorted(made, key=lambda pair: (-pair.score, pair.one, pair.other))


def id_key(text: str) -> str:
    """An external id without what programs lose on the way: leading zeros, case, punctuation."""
    # most are plain, and there may be a hundred thousand of them
    bare = text.lower() if text.isascii() and text.isalnum() else re.sub(r"[\W_]+", "", fold(text))
    return bare.lstrip("0") or bare


def host_of(website: str) -> str:
    """The domain that a website belongs to, without www; "" for none, and for those that everybody may use."""
    text = website.strip().lower()
    if not re.fullmatch(r"[\w.-]*", text):
        try:
            text = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        except ValueError:
            return ""
    host = text.removeprefix("www.").rstrip(".")
    return "" if "." not in host or host in _SHARED_HOSTS else host


def are_elsewhere(one: str, other: str) -> bool:
    """Whether two cities are known and differ; one in Chinese and one in Latin letters may be the same."""
    is_chinese = [bool(_HANZI.search(city)) for city in (one, other)]
    if not one or not other or is_chinese[0] != is_chinese[1]:
        return False
    return fold(one).removesuffix("市") != fold(other).removesuffix("市")


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone) if phone.isascii() else phone_key(phone)


def _pairs(kind: str, those: list[int]) -> Iterable[tuple[int, int]]:
    if len(those) <= MANY:
        return combinations(those, 2)
    # so many of one name are each compared with the oldest; so many of one phone say nothing
    return ((those[0], other) for other in those[1:]) if kind in ("name", "id", "look") else ()


def _sign(kind: str, key: str, pair: tuple[int, int], own: Mapping[int, str]) -> Sign:
    if kind == "name":
        return Sign.NAME if own[pair[0]] == own[pair[1]] == key else Sign.ALIAS
    return {
        "look": Sign.LOOK,
        "id": Sign.EXTERNAL_ID,
        "phone": Sign.PHONE,
        "website": Sign.WEBSITE,
        "email": Sign.EMAIL,
    }[kind]


def _heaviest(sign: Sign) -> float:
    return -WEIGHT[sign]


__all__ = ["Confidence", "Known", "Pair", "Sign", "are_elsewhere", "host_of", "id_key", "pairs", "traces"]
