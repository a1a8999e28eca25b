"""What there is to know of a customer and of people there, field by field, and what is not known (R83, R103)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from kamtui.domain.fields import yes_no
from kamtui.domain.texts import clipped, tidy, vocabulary, word
from kamtui.errors import BadInput
from kamtui.i18n import catalog, t

LONGEST = 2_000
"""Characters of a value."""

LONGEST_NAME = 40
"""Characters of a field that somebody named."""

VALUE_DRIVERS, GOALS, BIRTHDAY = "value_drivers", "goals", "birthday"
BARRIER, VALUE = "retention_barrier", "retention_value"
REFERENCEABLE = "referenceable"


LASTING = frozenset((BIRTHDAY, "education", "family", "address_as"))
"""Fields that do not grow old."""


class Source(StrEnum):
    """Who says so (R104)."""

    CUSTOMER = "customer"
    PUBLIC = "public"
    COMPETITOR = "competitor"
    INTERNAL = "internal"


class Topic(NamedTuple):
    """One field of a profile that kamtui knows."""

    name: str
    heading: str
    """English message."""
    question: str
    """What to find out; English message."""
    counts: bool = True
    """Whether a complete profile has it."""


OF_ACCOUNT = (
    Topic("business", "business", "What do they make, for whom, and how do they earn their money?"),
    Topic("industry_position", "position in industry", "Where do they stand among their own competitors?"),
    Topic(GOALS, "goals", "What do they want to reach in the next years?"),
    Topic("needs", "needs", "What do they need from suppliers like us?"),
    Topic("preferences", "preferences", "How do they like to be served?"),
    Topic("buying_process", "buying process", "Who asks, who checks, who signs, and how long does it take?"),
    Topic("calendar", "calendar", "When are budgets made, tenders held, peaks reached?"),
    Topic("mission", "mission", "What do they say that they are here for?", counts=False),
    Topic("current_supplier", "current supplier", "Who supplies them now, and with what share?"),
    Topic(VALUE_DRIVERS, "value drivers", "What is worth most to them, the most important first?"),
    Topic(VALUE, "held by value", "What do we deliver that they would miss?"),
    Topic(
        BARRIER, "held by barriers", "What makes leaving hard: discounts, contracts, service tied to staying?", False
    ),
    Topic("our_win", "our win", "What do we ourselves win by working with them?", counts=False),
    Topic(REFERENCEABLE, "referenceable", "May we name them as a reference?"),
)
"""Of an account, in the order in which they are shown."""

OF_PERSON = (
    Topic(VALUE_DRIVERS, "value drivers", "What is worth most to them, the most important first?"),
    Topic("address_as", "addressed as", "How do they want to be addressed?"),
    Topic("prefers", "prefers", "How and when do they like to be reached?"),
    Topic("career", "career", "Where do they come from, where do they want to go?"),
    Topic("education", "education", "Where did they study, and what?"),
    Topic("interests", "interests", "What do they care for outside of work?"),
    Topic("family", "family", "Whom do they speak of?"),
    Topic(BIRTHDAY, "birthday", "When is their birthday?"),
)
"""Of a person; none has to be known."""

BASICS = (
    Topic("industry", "industry", "What industry are they in?"),
    Topic("place", "place", "Where are they?"),
    Topic("people", "people", "Who works there, at which level?"),
)
"""What a complete profile has beside its topics; the account itself says it, without a day."""

COUNTED = tuple(topic for topic in OF_ACCOUNT if topic.counts)
KNOWN: Mapping[str, Topic] = {topic.name: topic for topic in (*BASICS, *OF_PERSON, *OF_ACCOUNT)}


class Kept(NamedTuple):
    """A value in force."""

    id: int
    account_id: int | None
    """None: of a person wherever they work."""
    contact_id: int | None
    """None: of the account."""
    field: str
    value: str
    source: Source | None
    on: dt.date
    """When it was entered, or said to be still true."""
    confidential: bool
    author: str

    def is_stale(self, on: dt.date, days: int) -> bool:
        """Whether nobody said so for longer than `days`, of what may change."""
        return self.field not in LASTING and (on - self.on).days > days


class Gap(NamedTuple):
    """Something that a complete profile has, and this one has not or no longer."""

    topic: Topic
    on: dt.date | None
    """When it was last said; None: never."""


class Completeness(NamedTuple):
    """How much of a profile is there (R103)."""

    known: int
    of: int
    stale: int
    """Of the known ones."""
    oldest_on: dt.date | None
    """Of the counted value that was not confirmed for the longest; None: there is none."""

    @property
    def percent(self) -> int:
        """Known of all that count, in whole percent."""
        return 100 * self.known // self.of


class Held(StrEnum):
    """By what a customer is held (R32)."""

    VALUE = "value"
    BARRIER = "barrier"
    BOTH = "both"


def held_by(kept: Mapping[str, Kept]) -> Held | None:
    """Whether it is held by what we deliver or by what leaving costs; None: nobody knows."""
    if BARRIER in kept:
        return Held.BOTH if VALUE in kept else Held.BARRIER
    return Held.VALUE if VALUE in kept else None


def gaps(kept: Mapping[str, Kept], basics: Iterable[str], on: dt.date, days: int) -> list[Gap]:
    """What a complete profile has and this one has not, or not for `days`; `basics` are those of BASICS it has."""
    there = set(basics)
    found = [Gap(topic, None) for topic in BASICS if topic.name not in there]
    for topic in COUNTED:
        value = kept.get(topic.name)
        if value is None or value.is_stale(on, days):
            found.append(Gap(topic, None if value is None else value.on))
    return found


def completeness(kept: Mapping[str, Kept], basics: Iterable[str], on: dt.date, days: int) -> Completeness:
    """How much of an account's profile is there."""
    values = [kept[topic.name] for topic in COUNTED if topic.name in kept]
    known = len(values) + len(set(basics).intersection(topic.name for topic in BASICS))
    stale = sum(value.is_stale(on, days) for value in values)
    return Completeness(known, len(COUNTED) + len(BASICS), stale, min((value.on for value in values), default=None))


def ranked(value: str) -> list[str]:
    """The value drivers in a text, the most important first: parted by ; or lines, else by commas."""
    parts = re.split(r"[;；\n]", value)
    if len(parts) == 1:
        parts = re.split(r"[,，、]", value)
    return [part.strip() for part in parts if part.strip()]


def named(text: str, *, of_person: bool = False) -> str:
    """The field that `text` names: one of ours by its name or heading, else a name of the user's own, folded.

    Raises BadInput.
    """
    topics = OF_PERSON if of_person else OF_ACCOUNT
    typed = word(text)
    for topic in topics:
        if typed in (word(topic.name), word(topic.heading)):
            return topic.name
    if not typed.isascii():
        for topic in topics:
            if typed == _in_chinese()[topic.heading]:
                return topic.name
    name = typed.replace(" ", "_")
    if not name or len(name) > LONGEST_NAME or not re.fullmatch(r"\w+", name):
        raise BadInput(
            t(
                "'{text}' is not a name for a field; use letters and digits, or one of {known}",
                text=clipped(text),
                known=", ".join(topic.name for topic in topics),
            )
        )
    return name


@cache
def _in_chinese() -> Mapping[str, str]:
    """Heading -> what it is in Chinese: that is understood whatever language is spoken."""
    chinese = catalog("zh")
    return {topic.heading: word(chinese.get(topic.heading, "")) for topic in KNOWN.values()}


def heading(field: str) -> str:
    """What a field is called, in the user's language; one that somebody named as it is named."""
    return t(KNOWN[field].heading) if field in KNOWN else field.replace("_", " ")


def checked(field: str, value: str) -> str:
    """A value as it is kept, "" to take it back; raises BadInput."""
    text = value.strip()
    if len(text) > LONGEST:
        raise BadInput(t("a value has at most {limit} characters", limit=LONGEST))
    if not text:
        return ""
    if field == REFERENCEABLE:
        return "yes" if yes_no(text) else "no"
    return birthday(text) if field == BIRTHDAY else text


def birthday(text: str) -> str:
    """A birthday as MM-DD, or YYYY-MM-DD where the year is said; raises BadInput."""
    found = re.fullmatch(r"(?:(\d{4})[-/.年 ]{1,2})?(\d{1,2})[-/.月 ]{1,2}(\d{1,2})[日号]?", tidy(text))
    try:
        if found is None:
            raise ValueError(text)
        # without a year any that has a 29 February
        day = dt.date(int(found[1] or 2000), int(found[2]), int(found[3]))
    except ValueError:
        raise BadInput(t("'{text}' is not a birthday; try 03-31 or 1975-03-31", text=clipped(text))) from None
    return day.isoformat() if found[1] else f"{day:%m-%d}"


def same(one: str, other: str) -> bool:
    """Whether two names are the same but for upper case, width and blanks."""
    return tidy(one) == tidy(other)


def source(text: str) -> Source:
    """Who says so, as `text` names it; raises BadInput."""
    return _SOURCES.named(text, "'{text}' is not a source; use {accepted}")


_SOURCES = vocabulary(
    Source,
    {
        Source.CUSTOMER: "client · them · 客户 · 客户方 · 对方",
        Source.PUBLIC: "press · web · news · 公开 · 公开信息 · 媒体 · 网络",
        Source.COMPETITOR: "rival · 竞争对手 · 对手 · 竞品",
        Source.INTERNAL: "us · colleague · 内部 · 同事 · 我方",
    },
)
