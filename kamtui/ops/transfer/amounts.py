"""What a whole column of amounts says about its decimal sign; a single cell is then read by the one amount parser."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from kamtui.domain import fields
from kamtui.domain.texts import tidy
from kamtui.errors import BadInput
from kamtui.ops.transfer.dates import CONTRADICTION

Mark = Literal[".", ",", ""]

_PLAIN_BLOCK = re.compile(r"(?:(?:-?[0-9]{1,11}(?:\.[0-9]{1,2})?)?\n)*")
_PROGRAM_BLOCK = re.compile(r"(?:(?:-?\d+(?:\.(?:\d\d?|\d{4,})(?:e-?\d+)?)?)?\n)*")
_UNGROUPED = re.compile(r"(?m)^-?\d{4}")
_NUMBER = re.compile(r"(?:\d[\d., '’]*\d|[.,]\d+|\d)(?:e[+-]?\d+)?")
_USUAL = {
    ".": re.compile(r"(-?)[$€£¥]? ?(\d{1,14}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,4}))?"),
    ",": re.compile(r"(-?)(\d{1,14}|\d{1,3}(?:\.\d{3}){1,4})(?:,(\d{1,4}))? ?€?"),
}
"""How nearly every cell looks, by decimal sign."""

_NOT_A_SIGN = re.compile(r"[-+() \d]|[千万亿百k]$")


class AmountEvidence:
    """Counts over the distinct values of a column."""

    def __init__(self) -> None:
        self.decimal: Counter[str] = Counter()
        """"." and ",": values in which it must be the decimal sign."""
        self.open: Counter[str] = Counter()
        """Values such as 1.234, in which it can be either."""
        self.ungrouped = False
        """Some value of 1,000 or more has no thousands separator."""
        self.signs: set[str] = set()
        """What stands beside the numbers: currencies."""
        self.numbers = 0
        self.plain = True
        """Every value has at most eleven digits and two decimals after a point."""
        self.examples: list[str] = []

    def see(self, values: set[str]) -> None:
        """Take in the distinct values of some rows."""
        block = "\n".join(values) + "\n"
        self.plain = self.plain and bool(_PLAIN_BLOCK.fullmatch(block))
        if self.plain or _PROGRAM_BLOCK.fullmatch(block):
            self.numbers += len(values) - ("" in values)
            self.decimal["."] += block.count(".")
            self.ungrouped = self.ungrouped or bool(_UNGROUPED.search(block))
            return
        for value in values:
            self._weigh(value)

    def _weigh(self, value: str) -> None:
        text = tidy(value)
        found = _NUMBER.search(text)
        if not found:
            return
        self.numbers += 1
        if sign := _NOT_A_SIGN.sub("", text[: found.start()] + text[found.end() :]):
            self.signs.add(sign)
        digits = re.sub("[ '’]|e.*", "", found[0])
        at = max(digits.rfind("."), digits.rfind(","))
        if at < 0:
            self.ungrouped = self.ungrouped or len(digits) > 3
            return
        whole, mark, rest = digits[:at], digits[at], digits[at + 1 :]
        other = "," if mark == "." else "."
        if mark in whole:
            self.decimal[other] += 1  # 1.234.567: it groups, so the other one would part
        elif other in whole or len(rest) != 3 or len(whole) > 3 or whole in ("", "0"):
            self.decimal[mark] += 1
        else:
            self.open[mark] += 1
            if len(self.examples) < 3:
                self.examples.append(value.strip())


def decide(evidence: AmountEvidence, asked: str = "", *, by_machine: bool = False, semicolons: bool = False) -> Mark:
    """The decimal sign of a column, or "" where it stays open.

    `by_machine`: written by a program, which uses the point. `semicolons`: cells are parted by them, as is usual
    where the comma is the decimal sign.
    """
    if asked:
        return "," if asked == "," else "."
    point, comma = evidence.decimal["."], evidence.decimal[","]
    if point or comma:
        if min(point, comma) > CONTRADICTION * max(point, comma):
            return ""
        return "." if point > comma else ","
    if by_machine or not evidence.open:
        return "."
    if evidence.open["."] and evidence.open[","]:
        return ""
    if evidence.open["."]:
        return "." if evidence.ungrouped else ""
    return "" if evidence.ungrouped or semicolons else "."


def currency_of(evidence: AmountEvidence) -> str:
    """The currency that the signs of the column name without doubt; "" where there is none, several, or only $ or ¥."""
    (sign,) = evidence.signs if len(evidence.signs) == 1 else ("",)
    if sign in ("", "$", "¥", "元", "fr.", "kr", "kr."):
        return ""
    try:
        return fields.currency(sign)
    except BadInput:
        return ""


def read(text: str, decimal: Mark) -> int:
    """A cell in 1/10,000 of the unit, rounded half away from zero. Raises BadInput."""
    if decimal and (usual := _USUAL[decimal].fullmatch(text)):
        # a twentieth of the time of the general parser
        rest = usual[3] or ""
        value: int = int(usual[2].replace(",", "").replace(".", "") + rest.ljust(4, "0"))
        return -value if usual[1] else value
    return fields.amount(text, point=decimal)
