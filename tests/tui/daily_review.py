"""A morning's review as a script: what the sales head presses at each card of the sample book, and what answers.

The cards come in the order of the list, worst first; what is done about each stands here under the account's name. A
card that was passed over with ] comes again at the end. Accounts without an entry are looked at and found in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

WHO = "zhao.min"
"""Owns no account, so the cards are everybody's."""

MOST_KEYS = 3
"""For one card, besides free text."""


class Step(NamedTuple):
    """One key, and what appears because of it."""

    key: str
    """As tmux names it."""
    brings: Sequence[str]
    """Stretches of lines that were not on the screen before."""
    typed: str = ""
    """Free text, typed before the key."""


Visit = Sequence[Step]
"""What is done while one stands on an account."""


def done(*brings: str) -> Step:
    """Reviewed; the next card, or the end, is named."""
    return Step("d", ["reviewed", *brings])


def touch(line: str, *brings: str) -> Visit:
    """A touch in one line, then on to the next card."""
    return [Step("t", ["t›"]), Step("Enter", brings, typed=line), done()]


def step(line: str, *brings: str) -> Visit:
    """A next step, then on to the next card."""
    return [Step("n", ["next step:"]), Step("Enter", [*brings, "next: "], typed=line), done()]


def rated(digit: str, status: str, why: str = "") -> Visit:
    """A status with its reason, then on to the next card."""
    return [Step(digit, [f"{status}, because"]), Step("Enter", [f"→ {status}"], typed=why), done()]


LOOKED: Visit = [done()]

CARDS: Mapping[str, Sequence[Visit]] = {
    "沧屿港机股份有限公司": [
        touch("v @仇思远 陪他看现场，延保要写进合同 >mon 发延保条款", "visit with 仇思远", "step Mon 11-23"),
    ],
    "Tarnfield Packaging Systems Ltd": [
        step("mon call Gareth about the 8D report", "call Gareth about the 8D report: due Mon 11-23"),
    ],
    "Brandhofer Fördertechnik GmbH": [
        # opened to read what was promised, and passed over from there
        [Step("Enter", ["ACCOUNT", "[Tasks]"]), Step("]", ["ACCOUNT"])],
        [done()],
    ],
    # still inside the account
    "砻川重工集团有限公司": [step("2026-12-04 定年度论坛的日期", "定年度论坛的日期: due Fri 12-04")],
    "启砺矿山装备有限公司": [[done("ACCOUNT"), Step("q", ["REVIEW"])]],
    "织岚纺织机械有限公司": [rated("3", "defending", "十月有对手报价")],
    "Wexholm Pumps Ltd": [
        [Step("z", ["until (1 tomorrow"]), Step("7", ["Fri 11-27"]), Step("Enter", ["put off until 2026-11-27"])],
    ],
    "砻川重工（株洲）有限公司": [rated("1", "developing")],
    "Calloway & Finch Automation Ltd": [
        [
            Step("z", ["until (1 tomorrow"]),
            Step("Enter", ["put off until 2026-11-27", "next: "], typed="their test report"),
        ],
    ],
    "砚北新能源装备有限公司": [touch("c 承诺函已盖章，明天快递给廖总监", "call", "next due")],
    "泊湾食品机械有限公司": [step("2026-12-01 送备件包样品", "送备件包样品: due Tue 12-01")],
    "Stavermann Textilmaschinen GmbH": [touch("m sent the revised drawing >in 7d ask for the order", "step Fri 11-27")],
    "岱川环保设备有限公司": [
        # a slip, and taken back
        [done(), Step("u", ["is undone", "back: 岱川"]), done()],
    ],
}
