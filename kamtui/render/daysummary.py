"""A day summed up, as labelled lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from kamtui.domain.daysummary import DaySummary, Rated, Share, Step
from kamtui.i18n import n, t
from kamtui.render.format import date_short, minutes, tier_word
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.text import clean


class Said(NamedTuple):
    """One line: what it is about, and what there is to say."""

    label: str
    text: str
    more: tuple[str, ...] = ()
    """One by one, for those who have room."""


def said(day: DaySummary, glyphs: Glyphs = UNICODE) -> list[Said]:
    """The day in six lines: cards, time, touches, statuses, next steps, what is left."""
    return [
        Said(t("cards"), _joined(_cards(day), t("none"))),
        Said(t("time"), _joined(_time(day, glyphs), t("nothing logged"))),
        Said(t("touches"), _joined((f"{count} {t(kind)}" for kind, count in day.kinds.items()), t("none"))),
        _listed(t("statuses"), len(day.statuses), (_rated(one, glyphs) for one in day.statuses), _tiers(day)),
        _listed(t("next steps"), len(day.steps), (_step(one, day.on) for one in day.steps), _kept(day)),
        Said(t("left over"), "; ".join([_left(day), _tomorrow(day)])),
    ]


def _cards(day: DaySummary) -> Iterable[str]:
    if day.reviewed:
        yield t("{count} reviewed", count=day.reviewed)
    if day.put_off:
        yield t("{count} put off", count=day.put_off)
    if day.answered:
        yield t("{count} worked on besides", count=day.answered)


def _time(day: DaySummary, glyphs: Glyphs) -> Iterable[str]:
    if not day.minutes:
        return
    yield t("{time} in all", time=minutes(day.minutes, glyphs))
    yield from (_share(share, glyphs) for share in day.shares if share.minutes or share.target_percent)


def _share(share: Share, glyphs: Glyphs) -> str:
    spent = f"{tier_word(share.tier, glyphs)} {minutes(share.minutes, glyphs)}"
    if share.percent is None:
        return spent
    return f"{spent} {share.percent:.0f} %" + ("" if share.target_percent is None else f" ({share.target_percent})")


def _listed(label: str, count: int, each: Iterable[str], other: str) -> Said:
    more = tuple(each)
    head = str(count) if count else t("none")
    return Said(label, _joined([head, other, *more], ""), more)


def _rated(one: Rated, glyphs: Glyphs) -> str:
    before, after = t(one.before or "not rated"), t(one.after or "not rated")
    return f"{clean(one.account)} {before} {glyphs.arrow} {after}"


def _step(one: Step, today: dt.date) -> str:
    due = date_short(one.due_on, today) if one.due_on else ""
    return " ".join(filter(None, [due, clean(one.title), f"({clean(one.account)})" if one.account else ""]))


def _tiers(day: DaySummary) -> str:
    return n("{count} tier decided", "{count} tiers decided", day.tiers) if day.tiers else ""


def _kept(day: DaySummary) -> str:
    return n("{count} promise kept", "{count} promises kept", day.kept) if day.kept else ""


def _left(day: DaySummary) -> str:
    left = day.left
    cards = n("{count} card", "{count} cards", left.cards) if left.cards else t("no card")
    red = t(", {count} red", count=left.red) if left.red else ""
    late = n("{count} promise late", "{count} promises late", left.late) if left.late else ""
    return _joined([cards + red, late], "")


def _tomorrow(day: DaySummary) -> str:
    due = day.tomorrow
    parts = [
        n("{count} touch due", "{count} touches due", due.touches) if due.touches else "",
        n("{count} promise due", "{count} promises due", due.steps) if due.steps else "",
        n("{count} card comes back", "{count} cards come back", due.cards) if due.cards else "",
    ]
    return t("tomorrow: {what}", what=_joined(filter(None, parts), t("nothing due")))


def _joined(parts: Iterable[str], nothing: str) -> str:
    return " · ".join(filter(None, parts)) or nothing
