"""What is read from a terminal is bounded before anything looks at it: pastes, keys that nobody typed, sizes."""

from __future__ import annotations

from itertools import accumulate
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START
from textual.message import Message

from kamtui.tui.driver import (
    LARGEST,
    LONG_RUN,
    LONGEST_PASTE,
    MOST_TYPED,
    PasteLimit,
    Torrent,
    clamped,
    in_one_piece,
)
from kamtui.tui.keys import FLOOD_ALL, FLOOD_S, Flood


def keys(text: str) -> list[Message]:
    return [events.Key(letter, letter) for letter in text]


def test_what_is_typed_goes_through() -> None:
    torrent = Torrent()
    assert torrent.passed("c price agreed", 5) == "c price agreed"
    assert not torrent.dry()


def test_what_comes_too_fast_is_lost_until_a_pause() -> None:
    torrent = Torrent()
    assert len(torrent.passed("x" * 3 * MOST_TYPED, 5)) == MOST_TYPED
    assert torrent.passed("y", 5.1) == ""
    assert torrent.passed("y", 60) == ""
    assert torrent.dry()
    assert torrent.passed("y", 60.2) == "y"
    assert not torrent.dry()


def test_a_second_later_there_is_room_again() -> None:
    torrent = Torrent()
    for second in range(1, 20):
        assert torrent.passed("x" * MOST_TYPED, second) == "x" * MOST_TYPED


def test_pastes_have_a_limit_of_their_own() -> None:
    limit = PasteLimit()
    body = "x" * 10 * LONGEST_PASTE
    passed = limit.limited(f"t{BRACKETED_PASTE_START}{body}{BRACKETED_PASTE_END}j", 1)
    assert passed == f"t{BRACKETED_PASTE_START}{body[:LONGEST_PASTE]}{BRACKETED_PASTE_END}j"


def test_the_marks_of_a_paste_pass_a_torrent() -> None:
    limit = PasteLimit()
    passed = limit.limited("x" * 3 * MOST_TYPED + f"{BRACKETED_PASTE_START}abc{BRACKETED_PASTE_END}", 1)
    assert passed.endswith(f"{BRACKETED_PASTE_START}abc{BRACKETED_PASTE_END}")


@given(st.lists(st.text(st.sampled_from("x\x1b[20~1 "), max_size=3000), max_size=12))
def test_no_more_than_the_limits_ever_pass(chunks: list[str]) -> None:
    limit = PasteLimit()
    passed = "".join(limit.limited(chunk, 1) for chunk in chunks)
    pastes = passed.count(BRACKETED_PASTE_START)
    assert len(passed) <= MOST_TYPED + pastes * (LONGEST_PASTE + 12)


PRESSED = ("x", "客", "\x1b[6~", "\x1bOP", "\x1b[<0;118;29M", "\x1b[<0;118;29m", "\x1b[1;5A")


@given(st.integers(0, 10**6), st.integers(1, 4096))
@settings(max_examples=50, deadline=None)
def test_no_key_and_no_click_is_cut_in_half(seed: int, size: int) -> None:
    """Whatever the pieces in which it is read, what passes are the first keys, each of them whole."""
    pressed = Random(seed).choices(PRESSED, k=2500)
    sent = "".join(pressed)
    torrent = Torrent()
    passed = "".join(torrent.passed(sent[at : at + size], 1) for at in range(0, len(sent), size))
    assert sent.startswith(passed)
    assert len(passed) in accumulate(map(len, pressed))


def test_a_long_run_of_letters_is_a_paste() -> None:
    (pasted,) = in_one_piece(keys("客" * LONG_RUN))
    assert isinstance(pasted, events.Paste)
    assert pasted.text == "客" * LONG_RUN


def test_words_typed_ahead_stay_keys_in_their_order() -> None:
    typed = [*keys("tc ok"), events.Key("enter", "\r"), *keys("2j")]
    assert in_one_piece(typed) == typed


def test_what_stands_around_a_run_stays_where_it_is() -> None:
    before, after = events.Key("escape", "\x1b"), events.Key("enter", "\r")
    first, pasted, last = in_one_piece([before, *keys("x" * 500), after])
    assert (first, last) == (before, after)
    assert isinstance(pasted, events.Paste)


def test_two_letters_in_turn_are_a_flood_too() -> None:
    """x archives and y agrees: a paste that is not marked must not do either."""
    assert Flood().takes(["x", "y"] * FLOOD_ALL, 1.0)


def test_a_key_held_down_is_none_however_long() -> None:
    flood = Flood()
    assert not any(flood.takes(["j"], 1 + number * FLOOD_S / 2) for number in range(1000))


@given(st.integers(-10, 10**6), st.integers(-10, 10**6))
def test_every_size_can_be_drawn(width: int, height: int) -> None:
    columns, lines = clamped(width, height)
    assert 1 <= columns <= LARGEST[0]
    assert 1 <= lines <= LARGEST[1]
