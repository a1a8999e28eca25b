"""Nothing that a person reads on the command line is left in English where Chinese is spoken."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.cli import wording
from kamtui.cli.app import NOUNS, VERBS
from kamtui.i18n import use
from tests.conftest import TODAY
from tests.latin import latin, sentences
from tests.tui.conftest import sample_file  # noqa: F401  a fixture

TYPED = re.compile(r"(?<![\w-])--?[a-z][a-z-]*|`[^`]*`|<[^>]*>|kamtui [a-z -]+|\S+@\S+|\b[a-z_]+:[a-z_]+|“[^”]*”")
"""What one types: options, commands, filters, codes in brackets, addresses; and what a refusal repeats."""

_ALLOWED = (
    # units of files and file systems, programs and accounts of the system
    "kb mb gb ext ext4 overlay tmpfs xfs btrfs timedatectl"
    # what one may type, in a column of its own: the names of flags and signals
    " profile unknown silent stale end user ppm"
    # the placeholder in an example, what a refused line repeats
    # and the name of the book
    " login lss sample"
)
ALLOWED = frozenset(_ALLOWED.split())

TOLD = {
    "journal --limit 30": frozenset({*NOUNS, *VERBS, "digest"}),
    "account show A01": frozenset({"yes"}),
    "profile ls A01": frozenset({"yes"}),
    "shed": frozenset({"today", "next", "fri", "in", "check"}),
    "touch add A01 --on yesterdayish": frozenset({"in"}),
}
"""Command -> words that one may type again: the command that wrote, a value, dates in examples."""

PRINTED_AS_IT_IS = ("policy show", "policy diff")
"""The rules are a file that somebody wrote."""


@pytest.fixture(scope="module")
def said(sample_file: Path) -> dict[str, str]:  # noqa: F811
    around = {**os.environ, "KAMTUI_LANG": "zh", "KAMTUI_BOOK": str(sample_file), "KAMTUI_USER": "zhao.min"}
    around |= {"KAMTUI_TODAY": TODAY.isoformat(), "KAMTUI_SETTINGS": str(sample_file.with_name("none.toml"))}
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.chinese"], env=around, capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_every_command_answers_in_chinese(said: dict[str, str]) -> None:
    answers = {name: text for name, text in said.items() if not name.endswith("--help")}
    assert len(answers) > 60
    left = {
        name: found
        for name, text in answers.items()
        if not name.startswith(PRINTED_AS_IT_IS)
        and (found := latin(TYPED.sub("", text), ALLOWED | TOLD.get(name, frozenset())))
    }
    assert not left


@pytest.mark.slow
def test_every_help_is_in_chinese(said: dict[str, str]) -> None:
    helps = {name: text for name, text in said.items() if name.endswith("--help")}
    assert len(helps) > len(NOUNS) + len(VERBS)
    left = {name: found for name, text in helps.items() if (found := sentences(TYPED.sub("", text)))}
    left |= {name: ["Usage"] for name, text in helps.items() if re.search(r"Usage|Options|\[OPTIONS\]|Show this", text)}
    assert not left


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("No such option: --nonsense", "没有选项 --nonsense"),
        ("No such command 'lss'. Did you mean 'ls'?", "没有命令 'lss'，是否指 'ls'？"),
        ("Missing argument 'ACCOUNT'.", "缺少参数 '客户'"),
        ("Invalid value for '--limit': 'x' is not a valid int range.", "'--limit' 的值无效：'x' 不是整数"),
        ("Something that Typer says in a later version", "Something that Typer says in a later version"),
    ],
)
def test_what_typer_refuses_is_refused_in_chinese(message: str, chinese: str) -> None:
    use("zh")
    try:
        assert wording.refusal(message) == chinese
    finally:
        use("en")
    assert wording.refusal(message).rstrip(".") == message.rstrip(".")
