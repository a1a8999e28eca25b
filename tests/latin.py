"""What stands in Latin letters in a text that should be Chinese, and is neither data nor a code."""

from __future__ import annotations

import csv
import re
from functools import cache

from kamtui import i18n, paths

RUN = re.compile(r"[A-Za-zÀ-ž][A-Za-zÀ-ž'’./&-]*(?: [A-Za-zÀ-ž&][A-Za-zÀ-ž'’./&-]*)*")

_CODES = (
    # programs, formats and what they are called everywhere
    "kamtui cron sendmail smtp ssh sshd tls pid bash zsh fish textual sqlite wal csv tsv xlsx json jsonl html markdown"
    " svg utf utf-8 bom toml ics vcard icalendar stdin stdout stderr editor man systemd url iso unicode ascii xx"
    # currencies, and units as they are written in China
    " cny usd eur gbp jpy hkd chf kw kwh d h m w y q fy"
    # terms of the field that Chinese managers write in Latin letters
    " abc a b c p r dso roi kpi okr id swot gmroi hhi rfm nps ar oem crm b2b it"
    # keys
    " enter esc tab space backspace del home end pgup pgdn ctrl shift alt up down left right f"
)
CODES = frozenset(_CODES.split())
"""Words that are no English in a Chinese text."""


@cache
def data() -> str:
    """All that the sample book holds, in one text."""
    cells: list[str] = []
    for path in sorted(paths.sample_book().glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cells += [" ".join(cell.split()) for row in csv.reader(file) for cell in row]
    for path in sorted(paths.sample_book().glob("*.toml")):
        cells.append(" ".join(path.read_text(encoding="utf-8").split()))
    return f" {' | '.join(cells).casefold()} "


def latin(text: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """The runs of Latin words in a text that are neither codes nor data of the sample.

    A short run that the translations know is a word of ours, also where the sample has it somewhere.
    """
    found = []
    for line in text.splitlines():
        found += _latin(line, allowed)
    return found


def _latin(line: str, allowed: frozenset[str]) -> list[str]:
    """The same of one line; beside a sentence of the sample single words are parts of it, cut off by punctuation."""
    found = []
    runs = RUN.findall(line)
    is_prose = any(len(run.split()) > 2 and _in_sample(run) for run in runs)
    for run in runs:
        words = [word.strip("'’./&-").casefold() for word in re.split(r"[ ,/]+", run)]
        words = [word for word in words if len(word) > 1 and word not in CODES and word not in allowed]
        if words and not (_in_sample(run) if is_prose else _is_data(run, words)):
            found.append(run)
    return found


def sentences(text: str) -> list[str]:
    """The runs of four words and more: English sentences, where single words are codes that one may type."""
    return [run for part in text.split(",") for run in latin(part) if len(run.split()) > 3]


def _is_data(run: str, words: list[str]) -> bool:
    """Whether a run stands in the sample so, and we have no word for it."""
    known = _known()
    if len(words) < 3 and (run in known or (run == run.lower() and len(words) == 1 and words[0] in known)):
        return False
    return _in_sample(run)


def _in_sample(run: str) -> bool:
    return run.casefold().strip("-'’./&") in data()


@cache
def _known() -> frozenset[str]:
    return frozenset(i18n.catalog("zh"))
