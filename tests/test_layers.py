"""The direction of imports, proved at run time: what the core pulls in when it is really imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kamtui.clock import Clock
from kamtui.domain.roles import Role
from kamtui.ops.users import add_user
from kamtui.store.book import Book
from tests.conftest import TODAY

HEAVY = ("textual", "sqlite_utils", "rich", "typer", "pypinyin", "opencc", "pydantic", "icalendar")


def loaded_after(code: str) -> set[str]:
    """The top-level modules that a fresh Python has after running `code`."""
    script = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return set(ran.stdout.split())


def test_the_operations_come_without_any_front_end_or_heavy_library() -> None:
    loaded = loaded_after("from kamtui.ops.core import load_all; load_all()")
    assert loaded.isdisjoint(HEAVY), loaded & set(HEAVY)


def test_one_process_has_one_sqlite() -> None:
    code = "import kamtui.store.sqlite as one, sqlite_utils.utils as other; assert one.sqlite3 is other.sqlite3"
    loaded = loaded_after(code)
    assert "sqlite_utils" in loaded


@pytest.mark.parametrize("module", ["kamtui.domain.quickline", "kamtui.domain.filters", "kamtui.domain.names"])
def test_the_domain_is_the_standard_library(module: str) -> None:
    assert loaded_after(f"import {module}").isdisjoint({*HEAVY, "sqlite3", "pysqlite3"})


def test_the_command_line_does_not_import_the_app() -> None:
    loaded = loaded_after("import kamtui.cli.app, kamtui.cli.account, kamtui.cli.touch")
    assert loaded.isdisjoint({"textual", "sqlite_utils", "pydantic"})


def test_the_gate_opens_the_app_without_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "book.kam"
    Book.create(path, who="li.wei", clock=Clock(TODAY), name="", currency="EUR", fiscal_start=1).close()
    book = Book.open(path, who="li.wei", clock=Clock(TODAY))
    add_user(book, "li.wei", role=Role.HEAD)
    book.close()
    line = ["--as", "li.wei", "--book", str(path), "--state", str(tmp_path / "state")]
    opens = f"assert run({line!r}, None, lambda arguments, who: opened.append(who) or 0) == 0; assert opened"
    loaded = loaded_after(f"from kamtui.cli.server.gate import run; opened = []; {opens}")
    assert loaded.isdisjoint(HEAVY), loaded & set(HEAVY)


def test_an_agenda_comes_without_the_library_of_its_feed() -> None:
    loaded = loaded_after("import kamtui.cli.app, kamtui.cli.agenda")
    assert loaded.isdisjoint({"icalendar", "textual", "sqlite_utils"})


HOT = {
    "touch add": ("#1", "they ask for a price"),
    "status set": ("#1", "solid"),
    "account show": ("#1",),
    "account ls": (),
    "_complete": ("--", "kamtui touch add A"),
}
"""Commands that scripts and prompts run again and again, each with what is typed behind it."""

NOT_WHEN_HOT = {
    *(name for name in HEAVY if name != "typer"),
    # slow to load: a library of ciphers, exact numbers, what one Python module knows of another
    "_hashlib", "decimal", "fractions", "dataclasses", "csv", "calendar", "tomllib", "asyncio",
    # the policy is read by what judges; another day or currency by who asks for it
    "kamtui.domain.policy", "kamtui.domain.policytext", "kamtui.domain.rates", "kamtui.store.exchange",
    "kamtui.tui",
}  # fmt: skip


@pytest.mark.parametrize("command", HOT)
def test_a_hot_command_pays_only_for_what_it_does(command: str, tmp_path: Path) -> None:
    environ = {**os.environ, "KAMTUI_BOOK": str(tmp_path / "hot.kam"), "KAMTUI_SETTINGS": str(tmp_path / "none.toml")}
    for words in (["init"], ["account", "add", "Acme AG"]):
        subprocess.run([sys.executable, "-m", "kamtui", *words], env=environ, check=True, capture_output=True)
    arguments = [*command.split(), *HOT[command]]
    script = (
        "import sys\nfrom kamtui.cli.app import run\n"
        f"assert run({arguments!r}) == 0\nprint(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], env=environ, check=True, capture_output=True, text=True)
    loaded = set(ran.stderr.split())
    assert "kamtui.store.book" in loaded
    assert loaded.isdisjoint(NOT_WHEN_HOT), loaded & NOT_WHEN_HOT


@pytest.mark.parametrize(
    ("command", "others"),
    [
        ("touch add", {"kamtui.ops.accounts", "kamtui.ops.contacts", "kamtui.domain.quickline", "kamtui.store.look"}),
        ("status set", {"kamtui.ops.stages", "kamtui.ops.accounts", "kamtui.store.look"}),
        ("account show", {"kamtui.ops.accounts", "kamtui.ops.core", "kamtui.domain.filters"}),
        ("account ls", {"kamtui.ops.core", "kamtui.store.credit", "kamtui.store.profiles"}),
    ],
)
def test_a_command_does_not_import_what_its_neighbours_need(command: str, others: set[str]) -> None:
    noun, name = command.split()
    code = f"from importlib import import_module; import_module('kamtui.cli.{noun}').app.built({name!r})"
    script = f"import sys\n{code}\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert set(ran.stdout.split()).isdisjoint(others)
