"""Both glyph sets fill the same cells, so a screen laid out for one is right for the other."""

from __future__ import annotations

import unicodedata

import pytest

from kamtui.domain.statuses import Status
from kamtui.render.glyphs import ASCII, SETS, UNICODE, Glyphs
from kamtui.render.text import clean, width

WIDER = {"arrow", "steps", "spark", "bar"}


@pytest.mark.parametrize("glyphs", SETS.values(), ids=SETS.keys())
def test_every_glyph_is_one_cell(glyphs: Glyphs) -> None:
    for name, glyph in glyphs._asdict().items():
        assert name in WIDER or width(glyph) == 1, name
        assert all(width(character) == 1 for character in glyph), name
        assert clean(glyph) == glyph


def test_the_ascii_set_is_ascii() -> None:
    assert all(glyph.isascii() for glyph in ASCII)


def test_both_sets_have_all_joints_and_heights() -> None:
    assert len(UNICODE.steps) == len(ASCII.steps) == 16
    assert len(UNICODE.spark) == len(set(UNICODE.spark)) == len(ASCII.spark) == len(set(ASCII.spark)) == 8


def test_no_glyph_has_an_emoji_width() -> None:
    assert not [glyph for glyph in "".join(UNICODE) if unicodedata.east_asian_width(glyph) in "WF"]


@pytest.mark.parametrize("glyphs", SETS.values(), ids=SETS.keys())
def test_statuses_are_told_apart_without_colour(glyphs: Glyphs) -> None:
    assert len({glyphs.status(status) for status in (*Status, None)}) == 5
