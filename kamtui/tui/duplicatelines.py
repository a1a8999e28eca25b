"""Two accounts that may be one, side by side, and the list of such pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kamtui.domain.duplicates import Confidence, Pair, host_of, id_key
from kamtui.domain.names import name_key, phone_key
from kamtui.i18n import n, t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import fit
from kamtui.store.duplicates import Side
from kamtui.tui.text import Bit, Line
from kamtui.tui.widgets.columns import Column

LABEL = 10
"""Cells for what is compared."""

ROLES = {Confidence.HIGH: "error", Confidence.MEDIUM: "warn", Confidence.LOW: "muted"}


class PairRow(NamedTuple):
    """A pair as the list shows it."""

    id: int
    pair: Pair
    one: str
    other: str


def columns() -> list[Column[PairRow]]:
    """How sure, both names, what they have in common."""

    def sure(row: PairRow) -> Bit:
        confidence = row.pair.confidence
        return t(confidence.value), ROLES[confidence]

    return [
        Column("sure", 6, sure),
        Column("account", 0, lambda row: f"#{row.pair.one} {row.one}"),
        Column("may be", 0, lambda row: f"#{row.pair.other} {row.other}"),
        Column("in common", 22, lambda row: ", ".join(t(sign.value) for sign in row.pair.signs), drop=1),
    ]


def side_by_side(one: Side, other: Side, cells: int, glyphs: Glyphs) -> list[Line]:
    """What one compares by eye; what is the same stands out, and what only one says."""
    room = max((cells - LABEL - 4) // 2, 8)
    lines: list[Line] = [
        [
            (f" {fit('', LABEL)} ", ""),
            (fit(f"1  #{one.row.id}", room), "head"),
            ("  ", ""),
            (fit(f"2  #{other.row.id}", room), "head"),
        ]
    ]
    for label, left, right, same in _compared(one, other, glyphs):
        if left or right:
            role = "accent" if same else ""
            lines.append(
                [
                    (f" {fit(label, LABEL)} ", "muted"),
                    (fit(left or glyphs.dash, room), role if left else "muted"),
                    ("= " if same else "  ", "accent"),
                    (fit(right or glyphs.dash, room), role if right else "muted"),
                ]
            )
    return lines


def _compared(one: Side, other: Side, glyphs: Glyphs) -> Sequence[tuple[str, str, str, bool]]:
    """(label, what the one says, what the other says, whether it is the same)."""
    left, right = one.facts, other.facts
    place_left, place_right = (", ".join(filter(None, (each.city, each.country))) for each in (left, right))
    return [
        (t("name"), left.name, right.name, name_key(left.name) == name_key(right.name)),
        (t("ext. id"), *_both(left.external_id, right.external_id, id_key)),
        (t("phone"), *_both(left.phone, right.phone, phone_key)),
        (t("website"), *_both(left.website, right.website, host_of)),
        (t("place"), *_both(place_left, place_right, str.casefold)),
        (t("tier"), format.tier_word(one.row.tier, glyphs), format.tier_word(other.row.tier, glyphs), False),
        (t("owner"), one.row.owner, other.row.owner, False),
        (t("has"), _has(one), _has(other), False),
    ]


def _both(left: str | None, right: str | None, key: Callable[[str], str]) -> tuple[str, str, bool]:
    return left or "", right or "", bool(left and right and key(left) and key(left) == key(right))


def _has(side: Side) -> str:
    people = n("{count} person", "{count} people", side.people)
    touches = n("{count} touch", "{count} touches", side.touches)
    return f"{people}, {touches}, " + n("{count} document", "{count} documents", side.documents)
