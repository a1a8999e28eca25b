"""Texts of several lines are typed in one, and come back as they were; an editor is run only where there is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.errors import BadInput
from kamtui.tui.editing import in_editor, in_lines, in_one_line
from tests.tui.conftest import Sit

LINE = st.text("aé中 ;/。", min_size=1).map(str.strip).filter(lambda line: bool(line) and ";;" not in f"{line};")


@given(st.lists(LINE, max_size=4))
def test_lines_come_back_as_they_were(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert in_lines(in_one_line(text)) == text


def test_the_wide_twin_of_the_sign_begins_a_line_too() -> None:
    assert in_lines("一；；二 ;; 三") == "一\n二\n三"


async def test_without_an_editor_or_a_terminal_it_says_so(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    app = sit()
    async with app.run_test():
        for editor in ("", "no-such-editor-here"):
            monkeypatch.setenv("VISUAL", "")
            monkeypatch.setenv("EDITOR", editor)
            with pytest.raises(BadInput):
                in_editor(app, "text")
