"""How other programs call kinds of touch, states and kinds of documents; `domain.fields` knows our own words."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from kamtui.domain import fields
from kamtui.domain.opportunities import Level, Outcome, Stage
from kamtui.domain.periods import Period
from kamtui.domain.texts import clipped, word
from kamtui.domain.touches import Kind, TouchState
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.transfer.targets import ACCOUNT_KINDS, SALE_KINDS


def _load() -> dict[str, dict[str, str]]:
    """Subject -> word -> ours, from words.toml."""
    tables = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {
        subject: {word: ours for ours, listed in table.items() for word in listed} for subject, table in tables.items()
    }


_WORDS = _load()

_STAGES = {
    **{level.value: Stage(level) for level in Level},
    "open": Stage(None),
    "won": Stage(None, Outcome.WON),
    "lost": Stage(None, Outcome.LOST),
}
"""Our words for the stage of an opportunity."""

STAGES = tuple(_STAGES)
"""Those words."""

_TWO_DAYS = (dt.date(2001, 1, 15), dt.date(2002, 8, 23))
"""Days of another year, quarter, month, week and day: what means the same on both names its period in full."""


def kind(text: str) -> Kind:
    """The kind of touch another program means. Raises BadInput."""
    found = _WORDS["kind"].get(word(text))
    return Kind(found) if found else fields.kind(text)


def state(text: str) -> TouchState:
    """Whether a touch took place, as another program says it. Raises BadInput."""
    found = _WORDS["state"].get(word(text))
    if found is None:
        accepted = ", ".join(TouchState)
        raise BadInput(t("'{text}' is not a state; use {accepted}", text=clipped(text), accepted=accepted))
    return TouchState(found)


def sale_kind(text: str) -> str:
    """What kind of document it is. Raises BadInput."""
    found = _WORDS["sale_kind"].get(word(text))
    if found is None:
        accepted = ", ".join(SALE_KINDS)
        raise BadInput(t("'{text}' is not a kind of document; use {accepted}", text=clipped(text), accepted=accepted))
    return found


def account_kind(text: str) -> str:
    """What kind of customer it is. Raises BadInput."""
    found = _WORDS["account_kind"].get(word(text))
    if found is None:
        accepted = ", ".join(ACCOUNT_KINDS)
        raise BadInput(t("'{text}' is not a kind of account; use {accepted}", text=clipped(text), accepted=accepted))
    return found


def stage(text: str) -> Stage:
    """Where another program says an opportunity stands. Raises BadInput."""
    found = _WORDS["stage"].get(word(text))
    if found is None:
        accepted = ", ".join(_STAGES)
        raise BadInput(t("'{text}' is no stage; use {accepted}", text=clipped(text), accepted=accepted))
    return _STAGES[found]


def period(text: str) -> Period:
    """The days that a file means, the same whenever it is read: "last month" is refused. Raises BadInput."""
    first, again = (fields.period(text, day) for day in _TWO_DAYS)
    if first != again:
        raise BadInput(t("'{text}' is another period every year; write it with its year", text=clipped(text)))
    return first
