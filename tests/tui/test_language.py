"""The language of the app is changed while it runs: everything on screen is said anew, and nothing else changes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kamtui import i18n
from kamtui.settings import load
from tests.tui.conftest import Sit
from tests.tui.seen import press, screen_text, settle
from tests.tui.strolled import stroll

SIZES = [(80, 24), (140, 45)]


def without_message(pilot: Pilot[Any]) -> str:
    """What is on screen, except what was said at the bottom."""
    lines = screen_text(pilot.app).splitlines()
    return "\n".join([*lines[:-2], *lines[-1:]])


async def test_the_other_language_is_spoken_at_once_and_where_one_stands_stays(sit: Sit, tmp_path: Path) -> None:
    app = sit()
    app.settings = tmp_path / "settings.toml"
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "A", "slash", *"tier:key", "enter", "down", "space")
        await press(pilot, "R", "A")
        before = screen_text(app)
        await press(pilot, "f9")
        there = screen_text(app)
        assert "客户" in there
        assert "ACCOUNTS" not in there
        assert "tier:key" in there
        assert load(app.settings, pytest.fail).language == "zh"
        await press(pilot, "R")
        assert "REVIEW" not in screen_text(app)
        await press(pilot, "A", "f9")
        assert screen_text(app).splitlines()[:-2] == before.splitlines()[:-2]
        assert load(app.settings, pytest.fail).language == "en"


async def test_a_question_is_asked_and_answered_in_one_language(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "t", "f9")
        assert i18n.spoken() == "en"


async def test_the_keys_are_said_in_the_other_language_too(sit: Sit) -> None:
    app = sit()
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "question_mark", "f9")
        assert "KEYS" not in screen_text(app)
        assert "what it does" not in screen_text(app)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_says_in_the_new_language_what_it_says_from_the_start(
    sit: Sit, sample_file: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    seen: dict[str, dict[str, str]] = {"en": {}, "zh": {}}
    changed: dict[str, str] = {}
    for language in seen:
        app = sit(shutil.copyfile(sample_file, tmp_path / f"{language}.kam"), language=language)
        async with app.run_test(size=size) as pilot:

            async def look(step: str, pilot: Pilot[Any] = pilot, language: str = language) -> None:
                seen[language][step] = without_message(pilot)
                if language == "en":
                    await press(pilot, "f9")
                    await settle(pilot)
                    changed[step] = without_message(pilot)
                    await press(pilot, "f9")
                    await settle(pilot)
                    assert without_message(pilot) == seen[language][step], step

            await stroll(pilot, look)
    wrong = [step for step, text in seen["zh"].items() if changed[step] != text]
    for step in wrong:
        print(f"--- {step}\n{changed[step]}\n--- from the start\n{seen['zh'][step]}")
    assert not wrong
