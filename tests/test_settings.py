"""Settings: every mistake is said in one line, and the default stands in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.i18n import language_of_environment
from kamtui.settings import Settings, load


def loaded(path: Path, text: str) -> tuple[Settings, list[str]]:
    path.write_text(text, encoding="utf-8")
    said: list[str] = []
    return load(path, said.append), said


def test_no_file_is_all_defaults(tmp_path: Path) -> None:
    said: list[str] = []
    assert load(tmp_path / "absent.toml", said.append) == Settings()
    assert said == []


def test_what_is_right_holds_though_something_else_is_wrong(tmp_path: Path) -> None:
    text = 'user = "li.wei"\nglyphs = "fancy"\nmouse = true\ncolour = "red"\n[keys]\n"touch.log" = "T"\n'
    found, said = loaded(tmp_path / "settings.toml", text)
    assert found == Settings(user="li.wei", keys={"touch.log": "T"})
    assert len(said) == 3
    assert "glyphs" in said[0]
    assert "mouse" in said[1]
    assert "colour" in said[2]


def test_a_file_that_is_no_toml_is_said_and_not_used(tmp_path: Path) -> None:
    found, said = loaded(tmp_path / "settings.toml", "user = ")
    assert found == Settings()
    assert len(said) == 1


@pytest.mark.parametrize(
    ("locale", "language"), [("C.UTF-8", "en"), ("POSIX", "en"), ("C", "en"), ("zh_CN.UTF-8", "zh")]
)
def test_no_locale_is_english(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    monkeypatch.delenv("KAMTUI_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert language_of_environment() == language
