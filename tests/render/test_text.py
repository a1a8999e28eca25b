"""Nothing that is stored reaches the terminal as a command, and everything takes the cells it says."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from kamtui.render.text import BLOCK_LIMIT, LINE_LIMIT, clean, clean_block, fit, width, wrap

from .hostile import HOSTILE

NASTY = "".join(sorted(set("".join(text[:600] for text in HOSTILE.values()))))
texts = st.one_of(st.text(), st.text(alphabet=NASTY), st.text(alphabet="aé中、 \n\t\r\u0301\u1161\u200d\ufe0f👩"))
every_hostile_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


def assert_safe(text: str) -> None:
    """No control, separator, surrogate, bidi or invisible character, and no pile of marks."""
    for character in text:
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}, ascii(character)
        assert unicodedata.bidirectional(character) not in {
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }
    assert not set(text) & set("\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\ufe0e\ufe0f\u00ad\u3164\ufffe\uffff")
    marks = "".join("m" if get_character_cell_size(character) == 0 else "." for character in text)
    assert "mmmmm" not in marks
    assert not marks.startswith("m")
    text.encode("utf-8")


@every_hostile_text
def test_a_hostile_text_becomes_one_safe_line(text: str) -> None:
    assert_safe(clean(text))
    assert len(clean(text)) <= LINE_LIMIT


@every_hostile_text
def test_a_hostile_text_becomes_safe_lines(text: str) -> None:
    lines = clean_block(text)
    for line in lines:
        assert_safe(line)
        assert all(width(part) <= 20 for part in wrap(line, 20))
    assert sum(map(len, lines)) <= BLOCK_LIMIT


@every_hostile_text
@pytest.mark.parametrize("cells", [0, 1, 2, 3, 7, 20, 81, 400])
def test_a_hostile_text_fits_its_cell_exactly(text: str, cells: int) -> None:
    assert_safe(fit(text, cells))
    assert cell_len(fit(text, cells)) == cells


def test_every_control_and_format_character_is_covered() -> None:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Me"}
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in kinds:
            assert_safe(clean(f"a{chr(code)}b"))
            assert_safe(clean(chr(code) * 6))


@given(texts)
def test_no_text_survives_uncleaned(text: str) -> None:
    assert_safe(clean(text))
    for line in clean_block(text):
        assert_safe(line)


@given(texts, st.integers(0, 40))
def test_cleaning_twice_changes_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once
    assert len(once) <= limit


@given(texts, st.integers(0, 60), st.sampled_from(["left", "right", "center"]), st.sampled_from("…~"))
def test_fit_is_exact_for_any_text(text: str, cells: int, align: str, more: str) -> None:
    fitted = fit(text, cells, align, more)  # type: ignore[arg-type]
    assert_safe(fitted)
    assert width(fitted) == cell_len(fitted) == cells


@given(texts, st.integers(2, 40))
def test_wrapped_lines_never_exceed_the_width_and_lose_only_spaces(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(0 < width(line) <= cells for line in lines)
    for line in lines:
        assert not unicodedata.combining(line[0])
    assert "".join(lines).replace(" ", "") == clean(text, BLOCK_LIMIT).replace(" ", "")


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_printable_ascii_is_left_alone(text: str) -> None:
    assert clean(text, 1000) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb\x00\x7f", "a␛[31mb␀␡"),
        ("a\x9b31mb", "a�31mb"),
        ("a\u202eb\u2028c", "a�b�c"),
        ("one\r\ntwo\n\n\n three \n", "one ⏎ two ⏎ three"),
        ("a\rb", "a␍b"),
        ("a\tb", "a b"),
        ("a\u200bb\ufeffc\u00ad", "abc"),
        ("❤\ufe0f ☎\ufe0f", "❤ ☎"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("e\u0301\u0302\u0303\u0304\u0305\u0306x", "e\u0301\u0302\u0303\u0304x"),
        ("\u0301x", "◌\u0301x"),
        ("x\n\u0301y \u0302z", "x ⏎ ◌\u0301y ◌\u0302z"),
        ("a\ud800b", "a�b"),
        ("客户[2024]年", "客户[2024]年"),
        ("Acme [Holdings] [/]", "Acme [Holdings] [/]"),
        ("हिन्दी ภาษาไทย 한국어", "हिन्दी ภาษาไทย 한국어"),
        (None, ""),
        (42, "42"),
    ],
)
def test_what_a_reader_sees(text: object, shown: str) -> None:
    assert clean(text) == shown


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert clean("x" * 300) == "x" * 199 + "…"
    assert clean("中" * 30, limit=5) == "中中中中…"
    assert clean("x" * 5, limit=5) == "xxxxx"
    assert clean("\u200b" * 300 + "Acme") == "Acme"


def test_a_block_keeps_its_lines_and_indents() -> None:
    assert clean_block("\n\nfirst\r\n\tindented\n\nlast  \n\n") == ["first", "    indented", "", "last"]
    assert clean_block("one\ntwo and more", limit=8) == ["one", "two…"]
    assert clean_block(None) == []


def test_fit_never_shows_half_a_wide_character() -> None:
    assert fit("中国移动", 5) == "中国…"
    assert fit("中国移动", 6) == "中国… "
    assert fit("中国移动", 6, "right") == " 中国…"
    assert fit("中国移动", 8) == "中国移动"
    assert fit("中国移动", 11, "center") == " 中国移动  "
    assert fit("Siemens", 4, more="~") == "Sie~"


def test_wrap_breaks_between_han_but_not_before_closing_punctuation() -> None:
    text = "续约价格已确认，李娜 wants a Q1 price hold（见附件）before Friday。"
    assert wrap(text, 16) == [
        "续约价格已确认，",
        "李娜 wants a Q1",
        "price hold（见附",
        "件）before",
        "Friday。",
    ]
    assert wrap("价格，已定。", 4) == ["价", "格，", "已", "定。"]
    assert wrap("见（附件）", 4) == ["见", "（附", "件）"]
    assert wrap("a  well spaced line", 8) == ["a  well", "spaced", "line"]
    assert wrap("incomprehensibilities", 8) == ["incompre", "hensibil", "ities"]
    assert wrap("  indented text", 10) == ["  indented", "text"]
    assert wrap("", 10) == []


def test_the_hostile_list_would_fail_uncleaned() -> None:
    raw = [name for name, text in HOSTILE.items() if re.search("[\x00-\x1f\x7f-\x9f\u202e]", text)]
    assert len(raw) > 20


def test_accented_letters_are_left_alone_and_what_hides_among_them_is_not() -> None:
    said = "Brønsted & Dvořák · Čelik ©"
    assert clean(said) == said
    assert clean("Br\u00adønsted") == "Brønsted"
    assert clean("ø\x85ø") == "ø�ø"
