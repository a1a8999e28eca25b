"""What the cells of a whole column say about it: keys or names, words for "nothing", the words that occur."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kamtui.ops.transfer.amounts import AmountEvidence
from kamtui.ops.transfer.dates import DateEvidence
from kamtui.ops.transfer.holds import Holds
from kamtui.ops.transfer.sheets import BLANK_FORMS, OUTER

_LONG = 100
"""Rows from which on a word for "nothing" must stand three times among names."""

_NUMERIC_BLOCK = re.compile(r"(?:(?:\d+)?\n)*")
FLOAT = re.compile(r"(\d+)\.0+")
_NUMBER = re.compile(r"\d+(?:\.0+)?")
ZOHO = re.compile(r"zcrm_(\d+)")
_SHORT_CODE = re.compile(r"(?m)^(?!NA$)[A-Z]{1,3}$")


class TextEvidence:
    """Whether the values of a column are numbers as keys, and which words in it mean "nothing"."""

    def __init__(self) -> None:
        self.blank: Counter[str] = Counter()
        """Words that could mean "nothing", as written, with the number of rows."""
        self.numeric = True
        """All other values are whole numbers, possibly written as floats."""
        self.floats = False
        self.zoho = False
        self.short_codes = False
        self.rows = 0

    def see(self, values: set[str], column: Sequence[str]) -> None:
        """Take in some rows: their distinct values, and all of them."""
        self.rows += len(column)
        block = "\n".join(values) + "\n"
        if self.numeric and _NUMERIC_BLOCK.fullmatch(block):
            return
        for word in BLANK_FORMS & values:
            self.blank[word] += column.count(word)
        self.short_codes = self.short_codes or bool(_SHORT_CODE.search(block))
        if not self.numeric:
            return
        for value in values:
            text = value.strip(OUTER)
            if not text or text in self.blank:
                continue
            if FLOAT.fullmatch(text):
                self.floats = True
            elif ZOHO.fullmatch(text):
                self.zoho = True
            elif not _NUMBER.fullmatch(text):
                self.numeric = False
                return

    def blank_words(self) -> frozenset[str]:
        """The words that mean "nothing" here: any in a column of numbers, elsewhere only one that comes again.

        NA stays where the column holds other codes of that kind; a "None" that stands once, or twice in a long
        column, may be a name.
        """
        if self.numeric:
            return frozenset(self.blank)
        often = 2 if self.rows < _LONG else 3
        return frozenset(
            word for word, count in self.blank.items() if count >= often and not (self.short_codes and word == "NA")
        )


class WordEvidence:
    """The words of a column that allows only some."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()

    def see(self, values: set[str], column: Sequence[str]) -> None:
        if len(self.words) + len(values) < 20_000:
            self.words.update(column)


Evidence = TextEvidence | WordEvidence | DateEvidence | AmountEvidence

WORDS = frozenset(Holds) - {
    Holds.NAME,
    Holds.REFERENCE,
    Holds.ID,
    Holds.TEXT,
    Holds.DATE,
    Holds.MOMENT,
    Holds.AMOUNT,
    Holds.PERIOD,
}
"""What only some words can say."""


def evidence_for(holds: Holds) -> Evidence:
    """An empty collection of evidence about a column of this kind."""
    if holds in (Holds.DATE, Holds.MOMENT):
        return DateEvidence()
    if holds is Holds.AMOUNT:
        return AmountEvidence()
    return WordEvidence() if holds in WORDS else TextEvidence()


def see(evidence: Evidence, column: Sequence[str]) -> None:
    """Add some rows of the column."""
    values = set(column)
    if isinstance(evidence, (DateEvidence, AmountEvidence)):
        evidence.see(values)
    else:
        evidence.see(values, column)
