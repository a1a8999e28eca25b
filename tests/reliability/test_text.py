"""No text that somebody put into a book reaches a terminal or a table as anything but letters (S1)."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

import kamtui.tui
from kamtui.render.table import Column, table, tsv
from kamtui.render.text import clean, clean_block, fit, wrap
from kamtui.store.sqlite import sqlite3
from kamtui.tui import guard
from tests.cli.test_nothing_leaks import reading
from tests.reliability import hostilebook, walk
from tests.reliability.books import HEAD, hostile, hostile_file  # noqa: F401  fixtures
from tests.reliability.hostile import CONTROL, HOSTILE, MARKUP, UNICODE, is_storable, needles
from tests.reliability.ptyapp import app_on, commands_said, surroundings
from tests.tui.seen import is_harmless
from tests.tui.terminal import Terminal, strange_in

NEEDLES = [needle for text in HOSTILE.values() for needle in needles(text)]

WIDE = (160, 50)

FORMS = (*MARKUP.values(), *UNICODE.values())
"""What can be pasted: a terminal takes control characters out of a paste, or they are keys."""


def reached(sent: bytes | bytearray) -> list[bytes]:
    """The pieces of hostile texts that came through as they are."""
    return [needle for needle in NEEDLES if needle in sent]


def test_there_are_enough_of_them() -> None:
    assert len(MARKUP) >= 14
    assert len(CONTROL) >= 12
    assert len(UNICODE) >= 9
    assert len(HOSTILE) > 150
    assert [name for name, text in CONTROL.items() if not needles(text)] == ["a sequence cut off", "escape at the end"]


def test_of_every_column_it_is_known_whether_people_write_it(hostile_file: Path) -> None:  # noqa: F811
    """A column that nobody put into WORDS or CODES is not in the hostile book."""
    conn = sqlite3.connect(hostile_file)
    assert hostilebook.unclassified(conn) == []
    conn.close()


def test_control_a_program_that_prints_what_it_reads_is_found_out(tmp_path: Path) -> None:
    """If this finds nothing, nor do the tests below."""
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps([text for text in CONTROL.values() if "\ud800" not in text]))
    naive = Terminal(["-c", "import json, sys\nfor text in json.load(open(sys.argv[1])): print(text)", str(texts)])
    assert naive.wait() == 0
    marked = [(name, needles(text)) for name, text in CONTROL.items() if needles(text)]
    assert [name for name, found in marked if not any(needle in naive.sent for needle in found)] == []
    assert strange_in(naive.sent)
    naive.close()


# -- the app -----------------------------------------------------------------------------------------------------------


@pytest.mark.reliability
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_screen_sends_a_hostile_text_as_it_is(hostile: Path, tmp_path: Path, language: str) -> None:  # noqa: F811
    """Every page, every view, the palette, help, questions; all texts of the book are hostile."""
    with app_on(hostile, tmp_path, who=HEAD, language=language, size=WIDE) as terminal:
        terminal.walk((*walk.PAGES, *walk.ACCOUNT, *walk.ASKED))
        if language == "en":
            terminal.walk(walk.OTHERS)
        terminal.press("\x11")
        assert terminal.wait() == 0
        assert reached(terminal.sent) == []
        assert strange_in(terminal.sent) == set()


def test_the_walk_goes_through_every_screen() -> None:
    """A page that is new must be walked through: the titles that the source gives are those of the walk."""
    source = Path(kamtui.tui.__file__).parent
    # the guide is an app of its own, which has no book
    files = [file for file in source.rglob("*.py") if file.name != "guide.py"]
    given_ = {title for file in files for title in titles_in(file)}
    walked = {step.title for step in (*walk.PAGES, *walk.ACCOUNT, *walk.ASKED, *walk.OTHERS)}
    assert given_ - walked == set()


def titles_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "screen":
            yield from (
                str(inner.args[0].value)
                for inner in ast.walk(node.value)
                if isinstance(inner, ast.Call) and inner.args and isinstance(inner.args[0], ast.Constant)
            )


@pytest.mark.reliability
def test_every_name_is_shown_as_it_is_written(hostile: Path, tmp_path: Path) -> None:  # noqa: F811
    with app_on(hostile, tmp_path, who=HEAD, size=(200, 60)) as terminal:
        terminal.walk([walk.Step("A", "ACCOUNTS")])
        seen: list[str] = []
        while not seen or terminal.text != seen[-1]:
            seen.append(terminal.text)
            terminal.press("\x1b[6~")
            terminal.flush()
        shown = "\n".join(seen)
    for name, text in HOSTILE.items():
        # joined emoji and piled marks are drawn in one cell or several, as each terminal likes
        if is_storable(text) and all(cell_len(letter) and ord(letter) < 0x10000 for letter in clean(text)):
            beginning = clean(text).strip(" ")[:12].strip(" ")
            assert beginning in shown, name


@pytest.mark.reliability
def test_what_is_pasted_stays_letters_in_line_echo_palette_and_answer(
    hostile: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    with app_on(hostile, tmp_path, who=HEAD, size=(120, 30)) as terminal:
        for key, prompt in (("t", "t›"), ("A/", "/"), (":", ":")):
            terminal.press(key)
            terminal.wait_for(prompt)
            for text in FORMS:
                # the line is emptied before; the last of them is logged, which is answered by a sentence
                terminal.press(b"\x15\x1b[200~" + text[:300].encode("utf-8", "replace") + b"\x1b[201~")
                terminal.flush(0.03)
            terminal.press("\r")
            terminal.flush()
        assert reached(terminal.sent) == []
        assert strange_in(terminal.sent) == set()


# -- the command line --------------------------------------------------------------------------------------------------

DOCUMENTS = {"brief", "report", "export", "serve-setup", "team pack", "man"}
"""Pages and files, whatever form is asked for; into a pipe a file goes as it is."""


def read_commands() -> list[list[str]]:
    """Every command that reads, about the accounts that have most to show."""
    named = {"acme": "#1", "Old Acme": "#2"}
    lines = [[named.get(word, word) for word in line] for line in reading()]
    return [
        *lines,
        ["journal", "60"],
        ["journal", "100"],
        ["account", "show", "#41"],
        ["brief", "#1", "--format", "md"],
    ]


def echoing() -> list[list[str]]:
    """Commands that repeat what was typed, in a refusal or in the answer; nothing is written."""
    lines: list[list[str]] = []
    for text in HOSTILE.values():
        if not text or "\0" in text:
            continue
        # what is no UTF-8 comes as single bytes
        word = text[:400].encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
        lines += [
            ["account", "show", "--", word],
            ["account", "ls", "--", word],
            ["touch", "add", "--dry-run", "#1", "--", word],
            ["status", "set", "--dry-run", "#1", "--", word],
            [word],
            ["account", word],
            ["account", "ls", f"--{word}"],
            ["touch", "ls", "--since", word],
        ]
    return lines


@pytest.mark.reliability
@pytest.mark.parametrize("on_terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("form", [[], ["--tsv"]], ids=["table", "tsv"])
def test_no_command_prints_a_hostile_text_as_it_is(
    hostile: Path,  # noqa: F811
    tmp_path: Path,
    form: Sequence[str],
    on_terminal: bool,
) -> None:
    lines = [[*line, *form] for line in read_commands() if on_terminal or line[0] != "export"]
    assert len(lines) > 90
    said = commands_said(lines, surroundings(hostile, tmp_path, who=HEAD), tmp_path, on_terminal=on_terminal)
    assert reached(said) == []
    assert {character for character in said.decode() if not is_harmless(character)} <= {"\r", "\n", "\t"}
    assert ended_with(said) <= ANSWERED


@pytest.mark.reliability
@pytest.mark.parametrize("on_terminal", [True, False], ids=["terminal", "pipe"])
def test_json_is_ascii_on_a_terminal_and_whole_in_a_pipe(
    hostile: Path,  # noqa: F811
    tmp_path: Path,
    on_terminal: bool,
) -> None:
    lines = [[*line, "--json"] for line in read_commands() if not DOCUMENTS & {line[0], " ".join(line[:2])}]
    said = commands_said(lines, surroundings(hostile, tmp_path, who=HEAD), tmp_path, on_terminal=on_terminal)
    assert ended_with(said) <= ANSWERED
    if on_terminal:
        assert reached(said) == []
        assert {chr(byte) for byte in said if not 0x20 <= byte < 0x7F} <= {"\r", "\n"}
    else:
        # what a program reads is what was stored, in the escapes that JSON has for control characters
        assert not any(byte < 0x20 and byte != 0x0A for byte in said)


@pytest.mark.reliability
@pytest.mark.parametrize("on_terminal", [True, False], ids=["terminal", "pipe"])
def test_no_refusal_and_no_echo_repeats_a_hostile_text_as_it_is(
    hostile: Path,  # noqa: F811
    tmp_path: Path,
    on_terminal: bool,
) -> None:
    lines = echoing()
    said = commands_said(lines, surroundings(hostile, tmp_path, who=HEAD), tmp_path, on_terminal=on_terminal)
    assert reached(said) == []
    assert {character for character in said.decode() if not is_harmless(character)} <= {"\r", "\n", "\t"}
    assert ended_with(said) <= ANSWERED


ANSWERED = {*range(8)}
"""Exit codes of answers and of refusals; a mistake in the program has another."""


def ended_with(said: bytes) -> set[int]:
    """The exit codes of commands that were run one after the other; 70 is a mistake in the program."""
    return {int(line[3:]) for line in said.decode().splitlines() if line.startswith("-> ") and line[3:].isdigit()}


# -- any text at all ---------------------------------------------------------------------------------------------------

ANY = st.text(st.characters(exclude_categories=[]), max_size=300)


@given(ANY, st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_no_text_at_all_gets_through_what_draws(text: str, cells: int) -> None:
    drawn = [clean(text), fit(text, cells), *wrap(text, cells), *clean_block(text), guard.safe(text)]
    assert [line for line in drawn if not all(map(is_harmless, line))] == []
    column = Column("name")
    for line in (*table([column], [[text]], width=80), *tsv([column], [[text]])):
        assert all(is_harmless(character) for character in line.replace("\t", ""))


@given(ANY)
@settings(max_examples=200, deadline=None)
def test_cleaning_is_done_once(text: str) -> None:
    assert clean(clean(text, sys.maxsize), sys.maxsize) == clean(text, sys.maxsize)
