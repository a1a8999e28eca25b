"""The README tells the truth: its tour runs, its tables are those of the program."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui import __version__
from kamtui.cli.man import ENVIRONMENT
from tests.readme import MAN_PAGES, README, REFERENCE, filled, man_page, reference

TEXT = README.read_text(encoding="utf-8")


def commands() -> list[str]:
    """Every line of the tour that starts with `$`."""
    blocks = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_every_command_of_the_tour_runs_in_order(tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    kamtui = bin_folder / "kamtui"
    kamtui.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kamtui "$@"\n')
    kamtui.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "KAMTUI_BOOK": str(tmp_path / "tour.kam"),
        "KAMTUI_TODAY": "2026-11-20",
        "KAMTUI_USER": "root",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(README.parent),
    }
    assert len(commands()) > 15
    for command in commands():
        ran = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
        assert "Traceback" not in ran.stderr


def test_the_tables_of_keys_and_commands_are_those_of_the_program() -> None:
    assert filled(TEXT) == TEXT, "run: python -m tests.readme"


def test_the_reference_is_that_of_the_commands() -> None:
    assert reference() == REFERENCE.read_text(encoding="utf-8"), "run: python -m tests.readme"


@pytest.mark.parametrize("language", MAN_PAGES)
def test_the_manual_pages_are_those_of_the_commands_and_can_be_set(language: str) -> None:
    page = MAN_PAGES[language].read_text(encoding="utf-8")
    assert page == man_page(language), "run: python -m tests.readme"
    if shutil.which("groff"):
        command = ["groff", "-K", "utf8", "-man", "-ww", "-Tutf8", str(MAN_PAGES[language])]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")


def test_the_manual_page_names_every_variable_that_is_read() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (README.parent / "kamtui").rglob("*.py")]
    read = {name for source in sources for name in re.findall(r"KAMTUI_[A-Z_]+[A-Z]", source)}
    assert read <= ENVIRONMENT.keys()


def test_pictures_and_files_it_speaks_of_are_there() -> None:
    for path in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (README.parent / path).exists(), path


def test_the_news_speak_of_this_version() -> None:
    news = (README.parent / "kamtui" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(__version__)}$", news, re.MULTILINE)
