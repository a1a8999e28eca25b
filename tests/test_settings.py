"""Settings: every mistake is said in one line, and the default stands in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamtui.errors import BadInput
from kamtui.i18n import language_of_environment
from kamtui.settings import Settings, change, load, parsed


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


def test_a_setting_is_written_and_every_other_line_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '# mine\nuser = "li.wei"  # me\nlanguage = "en" # of "work"\n\n[keys]\n"go.log" = "L"\n', encoding="utf-8"
    )
    change(path, "language", "zh")
    change(path, "idle_minutes", 20)
    assert path.read_text(encoding="utf-8") == (
        '# mine\nuser = "li.wei"  # me\nlanguage = "zh" # of "work"\nidle_minutes = 20\n\n[keys]\n"go.log" = "L"\n'
    )


def test_an_entry_of_a_table_is_written_into_it(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"
    change(path, "undo", "u,ctrl+u", table="keys")
    change(path, "language", "zh")
    change(path, "touch.log", '"', table="keys")
    assert load(path, pytest.fail) == Settings(language="zh", keys={"undo": "u,ctrl+u", "touch.log": '"'})


def test_a_settings_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    target, path = tmp_path / "kept.toml", tmp_path / "settings.toml"
    target.write_text('user = "li.wei"\n', encoding="utf-8")
    path.symlink_to(target)
    change(path, "language", "zh")
    assert path.is_symlink()
    assert load(target, pytest.fail) == Settings(user="li.wei", language="zh")


def test_a_settings_file_that_is_no_toml_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("user = ", encoding="utf-8")
    with pytest.raises(BadInput):
        change(path, "language", "zh")
    assert path.read_text(encoding="utf-8") == "user = "


@pytest.mark.parametrize(
    ("name", "typed"), [("theme", "pink"), ("idle_minutes", "-1"), ("idle_minutes", "soon"), ("colour", "red")]
)
def test_a_value_that_the_start_would_not_take_is_refused(name: str, typed: str) -> None:
    with pytest.raises(BadInput):
        parsed(name, typed)
    assert parsed("idle_minutes", "20") == 20
    assert parsed("user", " li.wei ") == "li.wei"


def test_a_hook_is_a_list_of_words_or_a_text(tmp_path: Path) -> None:
    text = '[hooks]\n"tier.*" = ["notify", "-t"]\n"touch.add" = "notify"\n'
    found, said = loaded(tmp_path / "settings.toml", text)
    assert not said
    assert found.hooks == {"tier.*": ["notify", "-t"], "touch.add": "notify"}
    assert loaded(tmp_path / "settings.toml", '[hooks]\n"tier.*" = [1]\n')[1]
