"""Keys as people and input methods press them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.binding import Binding

from kamtui.tui.app import Kamtui
from kamtui.tui.keymap import bindings_of, mistakes
from kamtui.tui.keys import FLOOD_KEYS, Flood, folded, joined_labels, key_label, key_of, key_rows
from kamtui.tui.widgets.rowlist import RowList
from tests.tui.demo import DemoPage, Shelf, app
from tests.tui.seen import press, screen_text, settle

INHERITED = {"app.focus_next", "app.focus_previous", "screen.copy_text", "quit"}
"""Of Textual's own classes."""

CHAIN = [(Kamtui, DemoPage, RowList)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("？", "?"),
        ("／", "/"),
        ("：", ":"),
        ("１", "1"),
        ("ｊ", "j"),
        ("Ｇ", "G"),
        ("、", "/"),
        ("。", "."),
        ("【", "["),
        ("】", "]"),
        ("￥", "$"),
        ("＊", "*"),
    ],
)
def test_a_full_width_key_is_its_narrow_twin(typed: str, meant: str) -> None:
    key = folded(events.Key(key_of(typed), typed))
    assert (key.character, key.key) == (meant, key_of(meant))


def test_a_key_that_comes_without_its_character_is_known_by_its_name() -> None:
    assert folded(events.Key("fullwidth_question_mark", None)).key == "question_mark"
    assert folded(events.Key("pagedown", None)).key == "pagedown"


@pytest.mark.parametrize("typed", ["中", "é", "ß", "ﬃ", "½", "a", "?"])
def test_other_keys_stay_what_they_are(typed: str) -> None:
    event = events.Key(key_of(typed), typed)
    assert folded(event) is event


async def test_full_width_keys_are_verbs_in_a_list_and_text_in_a_line() -> None:
    shelf = Shelf()
    kam = app(shelf)
    async with kam.run_test() as pilot:
        kam.post_message(events.Key("fullwidth_digit_two", "２"))
        await settle(pilot)
        assert shelf.row(1).status == "solid"
        await press(pilot, "t")
        kam.post_message(events.Key("fullwidth_question_mark", "？"))
        await settle(pilot)
        assert "t› ？" in screen_text(kam)


def test_thirteen_different_keys_at_once_are_no_typing() -> None:
    assert Flood().takes("abcdefghijklm", 1.0)
    assert not Flood().takes("abcdefghijkl", 1.0)


def test_a_held_key_is_no_flood() -> None:
    flood = Flood()
    assert not any(flood.takes("jjjjjjjj", 1.0 + at / 1000) for at in range(100))


def test_keys_one_after_the_other_are_typing_however_many() -> None:
    flood = Flood()
    assert not any(flood.takes(letter, at * 0.02) for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz"))


def test_text_typed_ahead_of_the_line_it_is_for_is_no_flood() -> None:
    line = ["t", *"call agreed on the price and quantity"]
    assert not Flood().takes(line, 1.0)
    flood = Flood()
    assert not flood.takes(["t"], 1.0)
    assert not flood.takes(line[1:], 1.02)
    assert not flood.takes(["slash", *"abcdefghijklmnop", "enter", "j"], 1.5)


def test_what_follows_the_end_of_such_a_line_is_verbs_again() -> None:
    assert Flood().takes(["t", *"hello", "enter", *"abcdefghijklm"], 1.0)
    assert Flood().takes([*"customer abcdefghijklm"], 1.0)


def test_a_slow_paste_is_seen_across_its_pieces_and_lasts_until_a_pause() -> None:
    flood = Flood()
    taken = [flood.takes(letter, 1.0 + at / 1000) for at, letter in enumerate("abcdefghijklmnopaaaaaaaa")]
    assert taken == [False] * FLOOD_KEYS + [True] * 12
    assert not flood.takes("j", 1.2)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 0.1))))
def test_eight_different_keys_are_never_a_flood(keys: list[tuple[str, float]]) -> None:
    flood, now = Flood(), 0.0
    for key, pause in keys:
        now += pause
        assert not flood.takes(key, now)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("question_mark", "?"),
        ("slash", "/"),
        ("pagedown", "PgDn"),
        ("ctrl+d", "ctrl+d"),
        ("f10", "F10"),
        ("escape", "Esc"),
        ("space", "Space"),
        ("G", "G"),
        ("right_square_bracket", "]"),
        ("ctrl+left_square_bracket", "ctrl+["),
    ],
)
def test_a_key_is_written_as_people_say_it(key: str, label: str) -> None:
    assert key_label(key) == label


def test_digits_in_a_row_are_written_as_a_range() -> None:
    assert joined_labels(["1", "2", "3", "4"]) == "1-4"
    assert joined_labels(["1", "3", "7"]) == "1 3 7"
    assert joined_labels(["right_square_bracket", "left_square_bracket"]) == "] ["


async def test_what_can_be_done_is_read_from_the_bindings_in_force() -> None:
    kam = app(Shelf())
    async with kam.run_test() as pilot:
        rows = {row.binding.id: row for row in key_rows(kam.screen)}
        assert rows["move.down"].label == "j Down"
        assert rows["filter"].label == "/ F3"
        assert "go.movement" not in rows
        await press(pilot, "t")
        assert "touch" not in {row.binding.id for row in key_rows(kam.screen)}


def test_every_binding_of_ours_has_an_id_a_description_and_a_group() -> None:
    for chain in CHAIN:
        for node in chain:
            for binding in bindings_of(node):
                if binding.description and node is not DemoPage:
                    assert binding.id or binding.action in INHERITED
                    assert binding.group or not binding.id


def test_no_key_is_one_that_a_terminal_sends_as_another() -> None:
    for chain in CHAIN:
        for node in chain:
            for binding in bindings_of(node):
                assert binding.key not in {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+left_square_bracket", "alt+enter"}
                assert not binding.key.startswith("alt+")


def test_a_good_keymap_has_no_mistakes() -> None:
    assert mistakes({"touch": "w", "help": "?,f1,h", "filter": "ctrl+f", "move.down": "n,down"}, CHAIN) == []


@pytest.mark.parametrize(
    ("keymap", "said"),
    [
        ({"touhc": "w"}, "no 'touhc'"),
        ({"touch": "notakey"}, "'notakey' is not a key"),
        ({"touch": "ctrl+"}, "'ctrl+' is not a key"),
        ({"touch": "hyperspace+x"}, "is not a key"),
        ({"touch": ""}, "'' is not a key"),
        ({"touch": "ctrl+i"}, "sends ctrl+i as Tab"),
        ({"touch": "j"}, "'touch' and 'move.down' cannot both be j"),
        ({"touch": "?"}, "'help' and 'touch' cannot both be ?"),
        ({"touch": "w", "filter": "w"}, "cannot both be w"),
    ],
)
def test_a_mistake_in_a_keymap_is_said_in_one_sentence(keymap: dict[str, str], said: str) -> None:
    (sentence,) = mistakes(keymap, CHAIN)
    assert said in sentence


def test_every_mistake_is_said() -> None:
    assert len(mistakes({"a": "x", "b": "y", "touch": "nokey,ctrl+m"}, CHAIN)) == 4


def test_two_entries_may_change_places() -> None:
    assert mistakes({"touch": "slash", "filter": "t"}, CHAIN) == []


async def test_a_moved_key_works_and_its_old_place_does_nothing() -> None:
    kam = app(Shelf(), keys={"touch": "w"})
    async with kam.run_test() as pilot:
        await press(pilot, "t")
        assert "t›" not in screen_text(kam)
        await press(pilot, "w")
        assert "t›" in screen_text(kam)


def test_a_comma_can_be_a_key() -> None:
    assert mistakes({"touch": ","}, CHAIN) == []
    assert key_of(",") == "comma"
    assert [binding.key for binding in Binding.make_bindings([Binding("comma", "x")])] == ["comma"]
