"""What a plan is made of: its sections, what each asks, and how much each counts (R78-R81, R85, R87, R27, 3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.texts import clipped, word
from kamtui.errors import BadInput
from kamtui.i18n import t

LONGEST = 4_000
"""Characters of a section."""


class Part(StrEnum):
    """A group of sections."""

    QUESTIONS = "three questions"
    OVERVIEWS = "overviews"
    SITUATION = "situation"
    CHARTER = "charter"
    OUTLOOK = "joint outlook"
    ADVANTAGE = "advantage and limits"
    MISSION = "mission"
    BUSINESS = "present business"
    ENVIRONMENT = "environment"
    INSIDE = "internal assessment"
    RENEWED = "mission redefined"
    STRATEGY = "strategy"


class Section(NamedTuple):
    """One field of a plan."""

    key: str
    heading: str
    """English message."""
    question: str
    """What to answer; English message."""
    part: Part
    weight: int
    """Points of completeness; 0: it may stay empty."""


SECTIONS = (
    Section("who", "who they are", "Who is the customer?", Part.QUESTIONS, 5),
    Section("want", "what they want", "What do they want?", Part.QUESTIONS, 5),
    Section("managed", "how they are managed", "How is the account managed?", Part.QUESTIONS, 5),
    Section(
        "customer",
        "customer overview",
        "Industry, position, goals, needs, buying process, calendar: what is going on there?",
        Part.OVERVIEWS,
        8,
    ),
    Section(
        "competitor",
        "competitor overview",
        "Who else sells there, how much, whom do they know, what did they do last?",
        Part.OVERVIEWS,
        8,
    ),
    Section(
        "own",
        "our overview",
        "What do we sell there, who of us works there, what are we good at?",
        Part.OVERVIEWS,
        8,
    ),
    Section("strengths", "strengths", "What speaks for us there?", Part.SITUATION, 4),
    Section("weaknesses", "weaknesses", "What speaks against us there?", Part.SITUATION, 4),
    Section("opportunities", "opportunities", "What could we win, and what moves in our favour?", Part.SITUATION, 4),
    Section("threats", "threats", "What could we lose, and by whom?", Part.SITUATION, 4),
    Section("field", "field of play", "Which business, products and units is it about?", Part.CHARTER, 3),
    Section("value", "value we bring", "What value will we bring?", Part.CHARTER, 3),
    Section("gain", "how they gain it", "How will they gain it?", Part.CHARTER, 3),
    Section("return", "what we gain", "What will we gain in return?", Part.CHARTER, 3),
    Section("goals", "goals of the customer", "What do they want to reach in 1 to 3 years?", Part.OUTLOOK, 3),
    Section("our_part", "our part", "What is our part in it?", Part.OUTLOOK, 3),
    Section("agreed", "agreed with", "With whom was it agreed, and when?", Part.OUTLOOK, 3),
    Section(
        "advantage",
        "advantage we build",
        "Difference, trust, scale, distribution, information or loyalty: which do we build here?",
        Part.ADVANTAGE,
        0,
    ),
    Section(
        "limits",
        "fit and limits",
        "Do culture, strategy and ability fit, and what would be too much?",
        Part.ADVANTAGE,
        0,
    ),
    Section("focus", "focus investments", "What do we put more into?", Part.ADVANTAGE, 0),
    Section("stop", "stop investments", "What do we stop putting money and time into?", Part.ADVANTAGE, 0),
)
"""Of the plan of an account, in the order in which they are filled and shown."""

COMPANY = (
    Section("mission", "mission", "What are we here for?", Part.MISSION, 4),
    Section("customers", "customers", "Who buys from us?", Part.BUSINESS, 4),
    Section("products", "products", "What do we sell?", Part.BUSINESS, 4),
    Section("markets", "markets", "In which markets?", Part.BUSINESS, 4),
    Section("contracts", "contracts", "Under which contracts?", Part.BUSINESS, 4),
    Section("policy", "government policy", "What do laws and programmes change?", Part.ENVIRONMENT, 4),
    Section("economy", "economy", "Where does the economy go?", Part.ENVIRONMENT, 4),
    Section("demand", "customers' business", "How does our customers' business change?", Part.ENVIRONMENT, 4),
    Section("industry", "industry", "How does our industry change?", Part.ENVIRONMENT, 4),
    Section("competitors", "competitors", "What do our competitors do?", Part.ENVIRONMENT, 4),
    Section("structure", "structure", "How are we organised?", Part.INSIDE, 4),
    Section("performance", "performance", "How do we perform?", Part.INSIDE, 4),
    Section("strengths", "strengths", "What are we good at?", Part.INSIDE, 4),
    Section("weaknesses", "weaknesses", "What are we not good at?", Part.INSIDE, 4),
    Section("mission_new", "mission redefined", "After all this: what are we here for?", Part.RENEWED, 4),
    Section("national", "national accounts", "How do we serve accounts across regions?", Part.STRATEGY, 4),
    Section("finance", "finance and investors", "What do we finance, and how?", Part.STRATEGY, 4),
    Section("regions", "regions and distribution", "Where and through whom do we sell?", Part.STRATEGY, 4),
    Section("research", "research and development", "What do we develop?", Part.STRATEGY, 4),
    Section("making", "manufacturing and quality", "How do we make it, and how good?", Part.STRATEGY, 4),
    Section("staff", "people", "Whom do we need, and what must they learn?", Part.STRATEGY, 4),
    Section("competence", "core competence", "What do we do that others cannot?", Part.STRATEGY, 4),
)
"""Of the plan of the whole book (R80); nothing of it is computed."""

_KEYS: Mapping[bool, Mapping[str, Section]] = {
    False: {section.key: section for section in SECTIONS},
    True: {section.key: section for section in COMPANY},
}


def sections(*, company: bool) -> tuple[Section, ...]:
    """Those of the plan of an account, or of the whole book."""
    return COMPANY if company else SECTIONS


def known(key: str, *, company: bool) -> Section | None:
    """The section of this key."""
    return _KEYS[company].get(key)


def section(text: str, *, company: bool = False) -> Section:
    """The section that `text` names by its key or heading, in English or in the user's language; raises BadInput."""
    typed = word(text)
    for found in sections(company=company):
        if typed in (word(found.key), word(found.heading), word(t(found.heading))):
            return found
    if not company and typed in _CHINESE:
        return _KEYS[False][_CHINESE[typed]]
    names = ", ".join(found.key for found in sections(company=company))
    raise BadInput(t("'{text}' is no section of a plan; use {names}", text=clipped(text), names=names))


def checked(text: str) -> str:
    """A section as it is kept, "" to take it back; raises BadInput."""
    if len(text.strip()) > LONGEST:
        raise BadInput(t("a section has at most {limit} characters", limit=LONGEST))
    return text.strip()


_CHINESE = {
    "客户是谁": "who", "想要什么": "want", "如何被管理": "managed", "如何管理": "managed", "客户概况": "customer",
    "竞争概况": "competitor", "竞争对手概况": "competitor", "我方概况": "own", "优势": "strengths",
    "劣势": "weaknesses", "机会": "opportunities", "威胁": "threats", "业务范围": "field",
    "带来的价值": "value", "获得方式": "gain",
    "我方收获": "return", "客户目标": "goals", "我方角色": "our_part", "与谁商定": "agreed", "建立的优势": "advantage",
    "匹配与限度": "limits", "重点投入": "focus", "停止投入": "stop",
}  # fmt: skip
"""How Chinese users call the sections, whatever language their screen has."""

HEARD = {"customer": ("intel", "情报"), "competitor": ("rival", "对手")}
"""Section -> the tags in touches that bring something for it: "#intel they plan a second plant" (R70)."""
