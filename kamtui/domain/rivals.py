"""Competitors at an account, as known on a day (R89), and how far we and an account have become partners (R88)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from kamtui.domain.profiles import Source
from kamtui.domain.texts import clipped, tidy, vocabulary
from kamtui.errors import BadInput
from kamtui.i18n import t

SOON = 90
"""Days before the end of an agreement from which on it is said."""


class Rival(NamedTuple):
    """What is known of a competitor at an account."""

    id: int
    account_id: int
    name: str
    product: str
    """"": in general."""
    on: dt.date
    share: float | None
    """Percent of what the customer buys, estimated."""
    strengths: str
    contacts: str
    """Whom they know there."""
    counter: str
    """What we do about it."""
    move: str
    """What they did last."""
    move_on: dt.date | None
    source: Source | None
    gone: bool
    author: str

    @property
    def label(self) -> str:
        """Their name, with the product where one is named."""
        return f"{self.name} ({self.product})" if self.product else self.name


class Stage(StrEnum):
    """How far a partnership has come."""

    NONE = "none"
    EXPLORING = "exploring"
    AGREED = "agreed"
    ALLIANCE = "alliance"


class Partnership(NamedTuple):
    """What was decided about a partnership."""

    id: int
    account_id: int
    on: dt.date
    stage: Stage
    until_on: dt.date | None
    """The last day of the agreement."""
    note: str
    decided_by: str

    def days_left(self, on: dt.date) -> int | None:
        """Days to the end of the agreement where that is soon or over; None: nothing ends."""
        if self.until_on is None or self.stage is Stage.NONE or (self.until_on - on).days > SOON:
            return None
        return (self.until_on - on).days


def share(text: str) -> float | None:
    """A share as it is typed, 0 to 100 or 30%; None for an empty one. Raises BadInput."""
    typed = tidy(text).removesuffix("%").strip().replace(",", ".")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = -1
    if not 0 <= value <= 100:
        raise BadInput(t("'{text}' is not a share; use 0 to 100, in percent", text=clipped(text)))
    return value


def stage(text: str) -> Stage:
    """The stage of a partnership that `text` names; raises BadInput."""
    return _STAGES.named(text, "'{text}' is not a stage of a partnership; use {accepted}")


_STAGES = vocabulary(
    Stage,
    {
        Stage.NONE: "no · ended · 无 · 没有 · 结束",
        Stage.EXPLORING: "talking · 探讨 · 探索 · 洽谈 · 接触",
        Stage.AGREED: "signed · agreement · partnership · 已签 · 已达成 · 伙伴 · 伙伴关系",
        Stage.ALLIANCE: "strategic alliance · 联盟 · 战略联盟",
    },
)
