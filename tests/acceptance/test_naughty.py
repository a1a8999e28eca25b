"""The big list of naughty strings as names, notes and search text, and hostile CSV files (HS-1, HS-2)."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.render.text import clean
from kamtui.store import journal
from kamtui.store.book import Book
from kamtui.tui.app import Kamtui as App
from kamtui.tui.environment import Profile
from kamtui.tui.pages import PAGES, START, providers
from kamtui.tui.widgets.lineinput import LineInput
from tests.acceptance.commands import Kamtui
from tests.realdata import real
from tests.tui.seen import is_harmless, press, screen_text

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


@pytest.fixture(scope="module")
def strings() -> list[str]:
    found: list[str] = json.loads(real("19_hostile/blns/blns.json").read_text(encoding="utf-8"))
    assert len(found) == 515
    assert found.count("") == 1
    return found


@pytest.fixture(scope="module")
def kamtui(strings: list[str], tmp_path_factory: pytest.TempPathFactory) -> Kamtui:
    """A book in which every string is an account, a person and the summary of a touch; A7 is called by the seventh."""
    made = Kamtui(tmp_path_factory.mktemp("naughty"), currency="GBP", today="2026-11-20")
    numbered = list(enumerate(strings))
    made.ok("account", "add", "--stdin", stdin=lines([
        {"name": text, "id": f"A{number}", "note": text} for number, text in numbered if text
    ]))  # fmt: skip
    made.ok("contact", "add", "--stdin", stdin=lines([
        {"account": f"ext:A{number}", "name": text, "id": f"P{number}", "note": text}
        for number, text in numbered if text
    ]))  # fmt: skip
    made.ok("touch", "add", "--stdin", stdin=lines([
        {"account": f"ext:A{max(number, 1)}", "summary": text, "key": f"T{number}"} for number, text in numbered
    ]))  # fmt: skip
    return made


def lines(rows: Sequence[dict[str, str]]) -> str:
    """Rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_hs1_names_notes_and_summaries_come_back_byte_for_byte(kamtui: Kamtui, strings: list[str]) -> None:
    written = {f"A{number}": text for number, text in enumerate(strings) if text}
    assert {row["external_id"]: row["name"] for row in kamtui.json("account", "ls")} == written
    people = kamtui.json("contact", "ls")
    assert {row["external_id"].replace("P", "A"): row["name"] for row in people} == written
    touches = kamtui.json("touch", "ls")
    assert {row["key"]: row["summary"] for row in touches} == {f"T{n}": text for n, text in enumerate(strings)}
    for number, text in list(enumerate(strings))[1:]:
        shown = kamtui.json("account", "show", f"ext:A{number}")
        assert (shown["name"], shown["note"]) == (text, text)


def test_hs1_a_name_on_the_line_comes_back_byte_for_byte(tmp_path: Path, strings: list[str]) -> None:
    kamtui = Kamtui(tmp_path, currency="GBP", today="2026-11-20")
    # what a command line could take for something else
    delicate = [
        text for text in strings if text[:1] in list("-@#=+:%\"'") or text != text.strip() or not text.isprintable()
    ]
    assert len(delicate) > 60
    for text in delicate:
        assert kamtui.json("account", "add", f"--note={text}", "--", text)["name"] == text
    assert sorted(row["name"] for row in kamtui.json("account", "ls")) == sorted(delicate)


def test_hs1_an_empty_name_is_refused_and_an_empty_note_is_none(kamtui: Kamtui) -> None:
    for noun in (("account", "add"), ("contact", "add", "ext:A1")):
        refused = kamtui.run(*noun, "", "--json")
        assert refused.code == 2
        assert refused.error["code"] == "bad_input"
    assert kamtui.json("account", "add", "Nothing to say", "--note=", "--dry-run")["name"] == "Nothing to say"


@pytest.mark.slow  # half a thousand commands
def test_hs1_every_string_finds_its_account(kamtui: Kamtui, strings: list[str]) -> None:
    for number, text in list(enumerate(strings))[1:]:
        quoted = '"' + text.replace('"', '""') + '"'
        found = {row["external_id"] for row in kamtui.json("account", "ls", "--", quoted)}
        assert f"A{number}" in found, text


@pytest.mark.slow  # half a thousand commands
def test_hs1_no_string_is_too_much_for_a_search(kamtui: Kamtui, strings: list[str]) -> None:
    for text in strings:
        for words, codes in ((("account", "ls", "--", text), {0, 2}), (("account", "show", "--", text), {0, 3})):
            ran = kamtui.run(*words)
            assert ran.code in codes, text
            assert "Traceback" not in ran.err
            assert all(is_harmless(c) for c in (ran.out + ran.err).replace("\n", "").replace("\t", "")), text


def on_a_terminal(kamtui: Kamtui, *commands: Sequence[str]) -> str:
    """What commands write to a terminal that is 120 columns wide, on stdout and stderr."""
    ours, theirs = pty.openpty()
    script = f"from kamtui.cli.app import run\nfor words in {list(map(list, commands))!r}:\n    run(words)\n"
    with kamtui.environment():
        environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "120", "NO_COLOR": "1"}
        running = subprocess.Popen(
            [sys.executable, "-c", script], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
    os.close(theirs)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # nobody writes there any more
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    assert running.wait() == 0
    return written.decode()


def test_hs1_no_control_character_reaches_a_terminal(kamtui: Kamtui, strings: list[str]) -> None:
    said = on_a_terminal(
        kamtui,
        ["account", "ls"],
        ["account", "ls", "--json"],
        ["account", "ls", "--tsv"],
        ["contact", "ls"],
        ["touch", "ls"],
        ["account", "show", "ext:A95"],
        ["account", "show", "ext:A507", "--json"],
        *(["account", "ls", "--", text] for text in strings[500:]),
        ["account", "show", strings[507]],
        ["account", "add", strings[508], "--dry-run"],
        ["today"],
        ["journal"],
    )
    assert "undefined" in said
    assert "Traceback" not in said
    assert {c for c in said if not is_harmless(c)} <= {"\r", "\n", "\t"}


@pytest.mark.parametrize("words", [("account", "ls"), ("contact", "ls"), ("touch", "ls"), ("journal",)])
def test_hs1_a_row_is_a_line_in_a_pipe(kamtui: Kamtui, words: tuple[str, ...]) -> None:
    table = kamtui.ok(*words).out.rstrip("\n").split("\n")
    assert len(table) == 1 + len(kamtui.json(*words))
    assert {line.count("\t") for line in table} == {table[0].count("\t")}
    assert all(is_harmless(c) for line in table for c in line.replace("\t", ""))


@pytest.fixture
def app(kamtui: Kamtui) -> Iterator[App]:
    """The real app on the book of naughty strings."""
    with kamtui.environment():
        book = Book.open(kamtui.path, who="li.wei", clock=Clock.from_environment(), readonly=True)
    try:
        made = App(
            book,
            Profile(theme="kamtui-dark", mouse=False, remote=False),
            pages=PAGES,
            start=START,
            seen=journal.newest(book.conn),
            now=book.clock.now,
        )
        made.offer(*providers(made))
        yield made
    finally:
        book.close()


@pytest.mark.parametrize("screen", ["A", "L"])
async def test_hs1_the_app_shows_them_all_as_they_are(app: App, strings: list[str], screen: str) -> None:
    seen: list[str] = []
    async with app.run_test(size=(160, 60)) as pilot:
        await press(pilot, screen, "home")
        while not seen or screen_text(app) != seen[-1]:
            seen.append(screen_text(app))
            await press(pilot, "pagedown")
    text = "\n".join(seen)
    assert {c for c in text if not is_harmless(c)} == {"\n"}
    for string in strings:
        assert clean(string).strip(" ")[:12].strip(" ") in text, string


@pytest.mark.parametrize(
    "folder", ["csv-spectrum", "csv-test-data", "csvkit", "commons-csv", "messytables", "tabulator"]
)
def test_hs2_a_hostile_file_is_read_or_refused_in_a_sentence(kamtui: Kamtui, folder: str) -> None:
    files = sorted(file for file in real(f"19_hostile/{folder}").rglob("*") if file.is_file())
    assert files
    for file in files:
        ran = kamtui.run("import", str(file), "--as", "accounts", "--dry-run")
        assert ran.code in (0, 1, 2), file
        assert ran.err
        assert "Traceback" not in ran.err
        assert all(is_harmless(c) for c in (ran.out + ran.err).replace("\n", "").replace("\t", "")), file


def could_be_more_than_letters(text: str) -> bool:
    """Whether a terminal or a markup parser could find something in a text."""
    return "[" in text or not (text.isprintable() and text.isascii())


async def test_hs1_strings_can_be_pasted_into_the_filter_of_the_app(app: App, strings: list[str]) -> None:
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "A", "slash")
        line = app.screen.query_one(LineInput)
        for text in filter(could_be_more_than_letters, strings):
            line.value = ""
            line.paste('"' + text.replace('"', '""') + '"')
            await pilot.pause()
            assert all(is_harmless(c) for c in screen_text(app).replace("\n", "")), text
        await press(pilot, "escape")
        assert app.return_code is None
