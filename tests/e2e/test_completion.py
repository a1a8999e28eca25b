"""Tab in the shells that there is a script for: names with blanks, quotes and Han arrive in the command as they are."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.ops.accounts import add_account
from kamtui.store.book import Book
from tests.conftest import TODAY
from tests.tui.terminal import ROOT, Terminal

NAMES = (
    "Acme Holdings Ltd",
    "O'Brien & Sons",
    'Quote "X" Ltd',
    "华润 集团",
    "Dollar $HOME `id` Inc",
    "Paren (East) [1]",
)

INSTEAD = 'kamtui() { if [ "$1" = _complete ]; then command kamtui "$@"; else printf \'<%s>\\n\' "$@"; fi; }'

SHELLS = {
    "bash": (["--norc", "-i"], f"source <(kamtui completion bash); PS1='$ '; {INSTEAD}"),
    "zsh": (["-f", "-i"], f"autoload -Uz compinit; compinit -u; source <(kamtui completion zsh); PS1='$ '; {INSTEAD}"),
    "fish": (
        ["--no-config", "-i"],
        "kamtui completion fish | source; function fish_prompt; echo '$ '; end; function kamtui;"
        " if test \"$argv[1]\" = _complete; command kamtui $argv; else; printf '<%s>\\n' $argv; end; end",
    ),
}
"""Shell -> its options, and what makes it complete and then print the words that kamtui would get."""

TYPED = {
    "Ac": NAMES[0],
    "'Acme H": NAMES[0],
    "O\\'Br": NAMES[1],
    "\"O'Br": NAMES[1],
    "Quo": NAMES[2],
    '"Quo': NAMES[2],
    "华": NAMES[3],
    "Dol": NAMES[4],
    '"Dol': NAMES[4],
    "Par": NAMES[5],
}
"""What is typed before Tab -> the account it becomes."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    book = Book.create(
        tmp_path / "book.kam", who="li.wei", clock=Clock(TODAY), name="T", currency="CNY", fiscal_start=1
    )
    with book.unguarded():
        for name in NAMES:
            add_account(book, name)
    book.close()
    program = tmp_path / "bin" / "kamtui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kamtui "$@"\n')
    program.chmod(0o755)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_a_name_that_is_completed_is_the_word_that_kamtui_gets(home: Path, shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    options, begin = SHELLS[shell]
    environ = {"HOME": str(home), "PATH": f"{home / 'bin'}:{os.environ['PATH']}", "KAMTUI_BOOK": str(home / "book.kam")}
    environ |= {"LC_ALL": "C.UTF-8", "KAMTUI_USER": "li.wei", "PYTHONPATH": str(ROOT)}
    at = Terminal(options, program=program, environ=environ, size=(110, 50), folder=home)
    try:
        at.wait_for(lambda: bool(at.text.strip()))
        at.press(f"{begin}\r")
        for number, (typed, name) in enumerate(TYPED.items()):
            # nothing is pressed behind Tab before the word is there
            at.press(f"printf 'at %s\\n' {number}\r")
            at.wait_for(f"\nat {number}\n")
            at.press(f"kamtui account show {typed}")
            at.wait_for(f"$ kamtui account show {typed}")
            before = at.text
            at.press("\t")
            at.wait_for(partial(_differs, at, before))
            at.read_for(0.2)
            at.press("\r")
            at.wait_for(f"<{name}>")
            at.press("clear\r")
            at.wait_for(partial(_lacks, at, f"<{name}>"))
    finally:
        at.close()


def _differs(at: Terminal, before: str) -> bool:
    return at.text != before


def _lacks(at: Terminal, text: str) -> bool:
    return text not in at.text
