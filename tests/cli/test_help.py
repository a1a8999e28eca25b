from __future__ import annotations

from importlib import import_module

import pytest

from kamtui.cli.about import newest
from kamtui.cli.app import NOUNS, VERBS
from tests.conftest import Run

COMMANDS = [(verb,) for verb in VERBS] + [
    (noun, name) for noun in NOUNS for name in import_module(f"kamtui.cli.{noun}").app.commands
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_in_plain_text(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.lines[0].startswith(f"Usage: kamtui {' '.join(command)}")
    assert done.lines[2].strip(), "what it does"
    assert "Anywhere on the line: --book PATH" in done.out
    assert "\x1b" not in done.out


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_lists_its_commands(run: Run, noun: str) -> None:
    listed = run(noun, "--help").out
    assert all(f"\n  {name} " in listed for name in import_module(f"kamtui.cli.{noun}").app.commands)


def test_a_noun_alone_is_a_usage_error_with_the_list_on_stderr(run: Run) -> None:
    done = run("account")
    assert (done.code, done.out) == (2, "")
    assert "Commands:" in done.err


def test_the_root_lists_everything(run: Run) -> None:
    listed = run("--help").out
    assert all(f"\n  {name} " in listed for name in (*VERBS, *NOUNS))
    assert run("-h").out == listed


def test_the_version_is_one_line(run: Run) -> None:
    assert run("--version").out.count(".") == 2


def test_news_are_the_newest_part_of_the_changelog(run: Run) -> None:
    assert newest("# Changes\n\n## 2.0\n\nnew\n\n## 1.0\n\nold\n") == "## 2.0\n\nnew\n"
    assert run("news").out.startswith("## ")
    assert run("news", "--all").code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_says_where_to_put_it(run: Run, shell: str) -> None:
    assert f"kamtui completion {shell}" in run("completion", shell).out


@pytest.mark.parametrize(
    ("line", "candidates"),
    [
        ("kamtui acc", ["account"]),
        ("kamtui pareto m", ["movers"]),
        ("kamtui account show acme", ["Acme Holdings Ltd"]),
        ("kamtui account show 'Acme H", ["Acme Holdings Ltd"]),
        ("kamtui account show Acme\\ H", ["Acme Holdings Ltd"]),
        ("kamtui touch add acme --with 王", ["王伟"]),
        ("kamtui log 'c hi' --account Ac", ["Acme Holdings Ltd"]),
        ("kamtui touch ls --by ch", ["chen.jing"]),
        ("kamtui account ls tier:k", ["tier:key"]),
        ("kamtui account ls own", ["owner:"]),
        ("kamtui account ls owner:ch", ["owner:chen.jing"]),
        ("kamtui account ls is:o", ["is:overdue"]),
        ("kamtui export to", ["touches"]),
        ("kamtui touch add acme --kind me", ["meeting", "message"]),
        ("kamtui account ls --sort re", ["revenue"]),
        ("kamtui account show 1 --as", ["--as-known", "--as-of"]),
        ("kamtui --json account sh", ["show"]),
        ("kamtui --book ", []),
        ("kamtui nonsense x", []),
        ("kamtui account show 'it's", []),
    ],
)
def test_what_a_word_may_become(run: Run, acme: int, line: str, candidates: list[str]) -> None:
    assert run("_complete", "--", line).lines == candidates


def test_people_are_those_of_the_account_that_is_named(run: Run, acme: int) -> None:
    run("account", "add", "Other AG")
    run("contact", "add", "Other AG", "王芳")
    assert sorted(run("_complete", "--", "kamtui contact show 王").lines) == ["王伟", "王芳"]
    assert run("_complete", "--", "kamtui touch add Other --with 王").lines == ["王芳"]
    assert run("_complete", "--", "kamtui touch add --account Nobody --with 王").lines


def test_completing_without_a_book_has_no_candidates_and_says_nothing(run: Run) -> None:
    done = run("_complete", "--book", "/nowhere", "--", "kamtui --book /nowhere account show A")
    assert (done.out, done.err) == ("", "")
