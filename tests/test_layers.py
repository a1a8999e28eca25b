"""The direction of imports, proved at run time: what the core pulls in when it is really imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


def test_an_agenda_comes_without_the_library_of_its_feed() -> None:
    loaded = loaded_after("import kamtui.cli.app, kamtui.cli.agenda")
    assert loaded.isdisjoint({"icalendar", "textual", "sqlite_utils"})
