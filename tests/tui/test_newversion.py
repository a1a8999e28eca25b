"""The first start of a new version says so once, and no other start does."""

from __future__ import annotations

from pathlib import Path

from kamtui import __version__
from kamtui.tui.newversion import upgraded


def test_an_upgrade_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "state" / "version"
    assert upgraded(file, "1.0") == "", "nothing is new to who never had another"
    assert upgraded(file, "1.0") == ""
    assert upgraded(file, "1.1") == "kamtui is 1.1 now; what is new: kamtui news"
    assert upgraded(file, "1.1") == ""
    assert file.read_text() == "1.1\n"


def test_where_nothing_can_be_kept_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert upgraded(tmp_path / "file" / "version", __version__) == ""
