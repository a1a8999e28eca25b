"""kamtui settings: what each is and where it comes from; a change keeps the rest of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture(autouse=True)
def settings(run: Run, tmp_path: Path) -> Path:
    path = Path(run("settings", "path").out.strip())
    assert tmp_path in path.parents
    path.write_text('# mine\nglyphs = "ascii"  # here\n', encoding="utf-8")
    return path


def test_each_setting_says_where_it_comes_from(run: Run) -> None:
    found = {each["name"]: each for each in run("settings", "--json").json}
    assert (found["glyphs"]["value"], found["glyphs"]["source"]) == ("ascii", "file")
    assert found["theme"]["source"] == "default"
    assert found["mouse"]["choices"] == ["auto", "on", "off"]


def test_a_change_is_checked_and_keeps_the_comments(run: Run, settings: Path) -> None:
    assert run("settings", "set", "glyphs", "fancy").code == 2
    assert run("settings", "set", "hooks.*", "rm").code == 2
    assert run("settings", "set", "filters.mine", "tier:nonsense").code == 2
    assert run("settings", "set", "glyphs", "unicode").code == 0
    assert settings.read_text(encoding="utf-8") == '# mine\nglyphs = "unicode"  # here\n'
    assert run("settings", "path").out.strip() == str(settings)


def test_columns_are_asked_for_by_name(run: Run) -> None:
    run("account", "add", "Acme", "--owner", "li.wei")
    assert run("account", "ls", "--columns", "owner,name").out.splitlines() == ["owner\tname", "li.wei\tAcme"]
    assert run("account", "ls", "--columns", "colour").code == 2
