"""No screen leaves anything in English where Chinese is spoken, nor in Chinese where English is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.latin import latin
from tests.tui.conftest import Sit
from tests.tui.seen import screen_text
from tests.tui.strolled import stroll

_ALLOWED = (
    # the letters of buying roles and of axes in the people map, a unit of a goal
    "tc th ppm"
    # what one types into a filter, as the help of its key says
    " tier key last zgyd"
)
ALLOWED = frozenset(_ALLOWED.split())


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_every_screen_is_in_chinese(sit: Sit, sample_file: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    left: dict[str, list[str]] = {}
    app = sit(shutil.copyfile(sample_file, tmp_path / "zh.kam"), language="zh")
    async with app.run_test(size=size) as pilot:

        async def look(step: str) -> None:
            # a text that is cut ends anywhere in a word
            text = re.sub(r"[A-Za-zÀ-ž'’./&-]*…", "", screen_text(app))
            found = latin(text, ALLOWED)
            if found:
                left[step] = found

        await stroll(pilot, look)
    assert not left
