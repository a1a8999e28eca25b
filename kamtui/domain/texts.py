"""What every parser does to typed text first: one form of each character, Chinese numerals, quoting back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from kamtui.errors import BadInput
from kamtui.i18n import t

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

SHOWN = 40
"""Longest piece of a user's text that an error sentence repeats, in characters."""

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
"""Han characters, as the inside of a character class."""

_DASHES = str.maketrans({"−": "-", "‐": "-", "‑": "-", "–": "-", "—": "-"})
_SIMPLIFIED = str.maketrans(
    "週後禮個號兩點鐘時內開會電話郵訪備註記錄總級層負責區類狀態萬億",
    "周后礼个号两点钟时内开会电话邮访备注记录总级层负责区类状态万亿",
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED = r"(?=个|天|日|周|星期|礼拜|月|年|号|小时|分|点|季)"


def tidy(text: str) -> str:
    """`text` for comparing words: NFKC, lower case, one kind of dash, single spaces, our own words simplified."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.translate(_DASHES).translate(_SIMPLIFIED).split())


def same_length(text: str) -> str:
    """`text` tidied character by character, so that an offset in it is an offset in `text`."""
    pairs = ((character, tidy(character)) for character in text)
    return "".join(folded if len(folded) == 1 else character for character, folded in pairs)


def arabic(text: str) -> str:
    """`text` with the Chinese numerals before a counted word in digits: "两周后" -> "2周后"."""
    return re.sub(rf"[零〇一二两三四五六七八九十]+{_COUNTED}", lambda found: str(_number(found[0])), text)


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    if "十" in tens or len(tens) > 1 or len(ones) > 1:
        return 10**9  # no number: too large for every field that asks
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def clipped(text: str) -> str:
    """`text` as an error sentence repeats it: one line, at most SHOWN characters."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def word(text: str) -> str:
    """A word as a vocabulary has it: `Cost_to-Serve` is "cost to serve"."""
    return " ".join(tidy(text).replace("_", " ").replace("-", " ").split())


def value_or_none(read: Callable[[str], V], text: str) -> V | None:
    """What `read` makes of a text; None where it refuses it."""
    try:
        return read(text)
    except BadInput:
        return None


class Vocabulary(dict[str, E]):
    """Every accepted word -> its member."""

    def named(self, text: str, refusal: str) -> E:
        """The member that `text` names.

        Raises BadInput, which says `refusal`: an English message with {text} and {accepted}, the names of all members.
        """
        found = self.get(word(text))
        if found is None:
            raise BadInput(t(refusal, text=clipped(text), accepted=", ".join(dict.fromkeys(self.values()))))
        return found


def vocabulary(members: type[E], others: Mapping[E, str]) -> Vocabulary[E]:
    """The names of all members, and `others`, words for them that are separated by " · "."""
    words = Vocabulary({word(member): member for member in members})
    for member, synonyms in others.items():
        words |= dict.fromkeys(synonyms.split(" · "), member)
    return words
