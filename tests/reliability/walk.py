"""A walk through every screen of the app, key by key, for whoever wants to know how all of them behave."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parents[2] / "sample_db" / "accounts.csv"
"""Something to import."""


class Step(NamedTuple):
    """Keys, and what the title line says afterwards; "" where it says the same as before."""

    keys: str
    title: str = ""


TAB, ENTER, ESC, DOWN = "\t", "\r", "\x1b", "\x1b[B"

PAGES = (
    Step("R", "REVIEW"),
    Step("E", "REVIEW of everybody"),
    Step("+"),
    Step("A", "ACCOUNTS"),
    Step("M", "MOVEMENT"),
    Step(TAB),
    Step("f"),
    Step("P", "PORTFOLIO of everybody"),
    Step("E", "PORTFOLIO"),
    *[Step(TAB)] * 3,
    Step("W", "WEEK"),
    Step("E", "WEEK of everybody"),
    Step("Q", "QUARTERLY REVIEW"),
    Step("E", "QUARTERLY REVIEW of everybody"),
    Step("+"),
    Step("H", "HEALTH"),
    Step("E"),
    Step("+"),
    Step("S", "SERVICE"),
    Step("E"),
    Step(TAB),
    Step("F", "FUNNEL"),
    Step("E"),
    *[Step(TAB)] * 2,
    Step("L", "LOG"),
    Step("X", "EXCEPTIONS"),
    Step(TAB, "REGULARITY"),
    Step("U", "MY CHANGES"),
    Step("E", "ALL CHANGES"),
    Step("D", "DUPLICATES"),
    Step("K", "MANAGERS"),
)
"""The pages that have a key, each in all its views."""

TABS = 12
"""More than an account has."""

ACCOUNT = (
    Step("A", "ACCOUNTS"),
    Step("/a01" + ENTER),
    Step(ENTER, "ACCOUNT"),
    *[Step(TAB)] * TABS,
    Step("I"),
    Step("b", "BRIEFING"),
    Step("\x1b[6~"),
    Step("q", "ACCOUNT"),
    Step("w", "PEOPLE"),
    Step(TAB),
    Step(TAB),
    Step(TAB),
    Step(ENTER, "PERSON"),
    Step("]"),
    Step("q", "PEOPLE"),
    Step("+", "PEOPLE of the group"),
    Step("q", "ACCOUNT"),
    Step("v", "PLAN"),
    Step("q", "ACCOUNT"),
    Step("$", "MONEY"),
    *[Step(TAB)] * 6,
    Step("q", "ACCOUNT"),
    Step("m", "TIER"),
    Step("q", "ACCOUNT"),
    Step("q", "ACCOUNTS"),
)
"""Everything about the first account of the sample, which has most to show."""

ASKED = (
    *(Step(f"{key}{ESC}") for key in "tnzoeT41/"),
    Step("3"),
    Step(ESC),
    Step("x"),
    Step(ESC),
    Step(":", "ALL COMMANDS"),
    Step("Q"),
    Step(ESC, "ACCOUNTS"),
    Step("?", "KEYS"),
    Step(ESC, "ACCOUNTS"),
    Step("\x1b[24~", "SETTINGS"),
    Step(TAB, "KEYS"),
    Step("q", "ACCOUNTS"),
)
"""Lines that open, questions, the palette and the help, from any list of accounts."""

OTHERS = (
    Step(":company plan", "ALL COMMANDS"),
    Step(ENTER, "COMPANY PLAN"),
    Step("q", "ACCOUNTS"),
    Step(":hand over", "ALL COMMANDS"),
    Step(ENTER, "ACCOUNTS"),
    Step("li.wei chen.jing" + ENTER, "HANDOVER"),
    Step(ESC, "ACCOUNTS"),
    Step(":import files", "ALL COMMANDS"),
    Step(ENTER, "ACCOUNTS"),
    Step(f"{FILE}{ENTER}", "IMPORT"),
    Step(TAB),
    Step("j"),
    Step("q", "ACCOUNTS"),
)
"""What is reached through the palette only; in English."""
