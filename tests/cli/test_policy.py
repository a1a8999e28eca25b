"""The rules from the command line: shown, checked, edited, compared, and tried before they are saved."""

from __future__ import annotations

import shlex
import stat
import sys
from pathlib import Path

import pytest

from kamtui.store.policies import starting
from tests.conftest import Run

DISTRIBUTOR = starting("distributor")
TWELVE = DISTRIBUTOR.replace("key_percent = 10", "key_percent = 12")
WRONG = DISTRIBUTOR.replace("weight = 25", "weight = 30").replace("prospect = 10\n", "prospect = 20\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to write rules to."""
    return tmp_path / "rules.toml"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that replaces one text by another: write "old\\nnew" to the file to tell it."""
    told, seen, script = (tmp_path / name for name in ("told", "seen", "editor.py"))
    script.write_text(
        "import pathlib, stat, sys\n"
        f"told, seen = pathlib.Path({str(told)!r}), pathlib.Path({str(seen)!r})\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "mode = stat.S_IMODE(path.stat().st_mode) | stat.S_IMODE(path.parent.stat().st_mode)\n"
        "seen.write_text(f'{path} {mode:o}')\n"
        "old, _, new = told.read_text().partition('\\n')\n"
        "path.write_text(path.read_text(encoding='utf-8').replace(old, new) if old else path.read_text())\n"
        "sys.exit(3 if old == 'fail' else 0)\n"
    )
    monkeypatch.setenv("VISUAL", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return told


def drafts(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.glob("kamtui-*/policy.toml"))


def test_a_book_that_has_decided_nothing_shows_the_first_starting_policy(run: Run) -> None:
    shown = run("policy", "show", "--json").json
    assert (shown["version"], shown["name"], shown["rules"]) == (0, "revenue", starting("revenue"))
    assert run("policy", "show", "--starting", "project").out == starting("project")
    assert run("policy", "show", "--starting", "best").code == 3
    assert run("policy", "show", "--version", "7").code == 3


def test_a_starting_policy_is_put_in_force_by_its_name(run: Run) -> None:
    done = run("policy", "set", "--starting", "distributor", "--json")
    assert done.json["version"] == 1
    assert run("policy", "show").out == DISTRIBUTOR
    assert run("policy", "set", "--starting", "distributor").code == 1
    assert run("policy", "set").code == 2
    assert run("policy", "set", "rules.toml", "--starting", "revenue").code == 2
    assert [row["name"] for row in run("policy", "history", "--json").json] == ["distributor"]


def test_a_policy_on_one_indicator_is_warned_of_when_it_is_set(run: Run) -> None:
    assert "profit_rank carries 100 % alone" in run("policy", "set", "--starting", "revenue").err


def test_check_says_everything_that_is_wrong(run: Run, file: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    refused = run("policy", "check", str(file))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.splitlines() == [
        "time: the weights add up to 110, not 100",
        "[[attractiveness]]: the weights add up to 105, not 100",
        "[[potential]]: the weights add up to 105, not 100",
        "[[ideal]]: the weights add up to 105, not 100",
    ]
    found = run("policy", "check", str(file), "--json")
    assert (found.code, found.json["ok"], len(found.json["errors"])) == (2, False, 4)
    assert found.error["code"] == "bad_input"


def test_check_warns_of_what_is_risky_and_lets_it_pass(run: Run, file: Path) -> None:
    file.write_text(starting("revenue"), encoding="utf-8")
    found = run("policy", "check", str(file))
    assert found.code == 0
    assert "warning: [[attractiveness]]: profit_rank carries 100 % alone" in found.err
    answer = run("policy", "check", str(file), "--json").json
    assert (answer["ok"], answer["errors"], bool(answer["warnings"])) == (True, [], True)


def test_check_reads_stdin_and_says_what_cannot_be_read(run: Run) -> None:
    assert run("policy", "check", "-", stdin=DISTRIBUTOR).code == 0
    unread = run("policy", "check", "-", "--json", stdin=DISTRIBUTOR.replace("key_percent", "key_percnt"))
    assert unread.code == 2
    assert unread.json["errors"] == ["policy: tiers has no 'key_percnt'; did you mean key_percent?"]


def test_edit_opens_the_rules_in_force_and_sets_what_was_saved(run: Run, editor: Path, tmp_path: Path) -> None:
    run("policy", "set", "--starting", "distributor")
    editor.write_text("key_percent = 10\nkey_percent = 12")
    done = run("policy", "edit", "--note", "more room")
    assert done.lines[0] == "policy 2 in force from 2026-11-20"
    assert run("policy", "show").out == TWELVE
    assert [row["note"] for row in run("policy", "history", "--json").json] == [None, "more room"]
    path, mode = (tmp_path / "seen").read_text().split()
    assert int(mode, 8) & (stat.S_IRWXG | stat.S_IRWXO) == 0
    assert not Path(path).exists()
    assert drafts(tmp_path) == []
    run("undo", done.lines[1].rpartition(" ")[2])
    assert run("policy", "show").out == DISTRIBUTOR


def test_edit_without_a_change_is_nothing_to_do(run: Run, editor: Path, tmp_path: Path) -> None:
    editor.write_text("")
    assert run("policy", "edit").code == 1
    assert run("policy", "history", "-q").lines == []
    assert drafts(tmp_path) == []


def test_edit_keeps_a_text_that_cannot_be_set(run: Run, editor: Path, tmp_path: Path) -> None:
    run("policy", "set", "--starting", "distributor")
    editor.write_text("weight = 25\nweight = 30")
    refused = run("policy", "edit")
    assert refused.code == 2
    assert "the weights add up to 105, not 100" in refused.err
    (kept,) = drafts(tmp_path)
    assert str(kept) in refused.err
    assert "weight = 30" in kept.read_text(encoding="utf-8")
    assert len(run("policy", "history", "-q").lines) == 1


def test_edit_says_when_the_editor_cannot_be_opened_or_fails(
    run: Run, editor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.write_text("fail\n")
    failed = run("policy", "edit")
    assert (failed.code, "ended with 3" in failed.err) == (2, True)
    monkeypatch.setenv("VISUAL", str(tmp_path / "no such editor"))
    refused = run("policy", "edit")
    assert (refused.code, "cannot be opened" in refused.err) == (2, True)
    assert drafts(tmp_path) == []


def test_edit_does_not_write_over_what_somebody_else_set_meanwhile(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    script = tmp_path / "slow.py"
    script.write_text(
        "import pathlib, subprocess, sys\n"
        f"words = ['--book', {str(path)!r}, 'policy', 'set', '--starting', 'project']\n"
        "subprocess.run([sys.executable, '-m', 'kamtui', *words])\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text(encoding='utf-8') + '\\n# mine\\n')\n"
    )
    monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    refused = run("policy", "edit")
    assert refused.code == 4
    (kept,) = drafts(tmp_path)
    assert kept.read_text(encoding="utf-8").endswith("# mine\n")
    assert run("policy", "show", "--json").json["name"] == "project"


def test_diff_compares_the_version_before_with_the_one_in_force(run: Run, file: Path) -> None:
    file.write_text(TWELVE, encoding="utf-8")
    run("policy", "set", "--starting", "distributor")
    run("policy", "set", str(file))
    assert run("policy", "diff", "--json").json == [{"name": "tiers.key_percent", "from": 10, "to": 12}]
    lines = run("policy", "diff").lines
    assert lines[:2] == ["--- policy 1 of 2026-11-20", "+++ policy 2 of 2026-11-20"]
    assert [line[:17] for line in lines if line[0] in "+-"][2:] == ["-key_percent = 10", "+key_percent = 12"]
    assert run("policy", "diff", "2", "1", "--json").json == [{"name": "tiers.key_percent", "from": 12, "to": 10}]
    assert run("policy", "diff", "1", "--json").json == run("policy", "diff", "--json").json


def test_diff_takes_files_and_starting_policies(run: Run, file: Path) -> None:
    file.write_text(TWELVE, encoding="utf-8")
    assert run("policy", "diff", "distributor", str(file), "--json").json == [
        {"name": "tiers.key_percent", "from": 10, "to": 12}
    ]
    assert run("policy", "diff", "revenue").out == ""
    changed = {row["name"]: row["to"] for row in run("policy", "diff", "distributor", "--json").json}
    assert changed["tiers.method"] == "scorecard"
    assert run("policy", "diff", "no-such-file").code == 2
    assert run("policy", "diff", "9").code == 3


def test_diff_of_the_first_version_is_against_what_the_book_went_by_before(run: Run) -> None:
    run("policy", "set", "--starting", "project")
    names = {row["name"]: (row["from"], row["to"]) for row in run("policy", "diff", "--json").json}
    assert names["name"] == ("revenue", "project")


@pytest.fixture
def sold(run: Run) -> Run:
    """Two who buy every quarter, one who bought once but most, and one who never did."""
    for name in ("Large", "Small", "Once", "Never"):
        run("account", "add", name)
    for day in ("2025-12-05", "2026-03-05", "2026-06-05", "2026-09-05"):
        run("sale", "add", "Large", "9000", "--date", day)
        run("sale", "add", "Small", "100", "--date", day)
    run("sale", "add", "Once", "99000", "--date", "2026-02-01")
    run("tier", "set", "Small", "key", "--on", "2026-01-05")
    return run


def test_simulate_says_who_would_move_and_saves_nothing(sold: Run, file: Path) -> None:
    file.write_text(starting("revenue").replace("key_percent = 10", "key_percent = 70"), encoding="utf-8")
    found = sold("policy", "simulate", str(file), "--json").json
    # two places among three; the one order keeps the largest from being key, before as well as after
    assert found["matrix"] == {"regular": {"key": 1, "regular": 2}, "prospect": {"prospect": 1}}
    (mover,) = found["movers"]
    assert (mover["name"], mover["tier"], mover["from"], mover["to"]) == ("Large", None, "regular", "key")
    assert mover["why"] == "67, line 100 → 67, line 67"
    tiers = {row["name"]: (row["tier"], row["from"], row["to"]) for row in found["accounts"]}
    assert tiers["Small"] == ("key", "regular", "regular")
    once = next(row for row in found["accounts"] if row["name"] == "Once")
    assert "but one order made 100 % of three years of revenue" in once["why"]
    assert sold("policy", "history", "-q").lines == []


def test_simulate_lists_the_movers_and_counts_them(sold: Run, file: Path) -> None:
    file.write_text(starting("revenue").replace("key_percent = 10", "key_percent = 70"), encoding="utf-8")
    found = sold("policy", "simulate", str(file))
    assert [line.split("\t")[1] for line in found.lines[1:]] == ["Large"]
    assert "1 account of 4 would move: 1 regular → key" in found.err
    assert len(sold("policy", "simulate", str(file), "--all").lines) == 5
    assert sold("policy", "simulate", str(file), "-q").lines == ["1"]


def test_simulate_changes_single_weights_of_the_rules_in_force(sold: Run) -> None:
    sold("policy", "set", "--starting", "distributor")
    found = sold("policy", "simulate", "--set", "attractiveness.profit_share=40", "--json").json
    assert (found["policy"], found["movers"]) == ("distributor", [])
    assert sold("policy", "simulate", "--starting", "revenue", "--set", "composite.potential=100").code == 0
    assert sold("policy", "simulate", "--set", "attractiveness.profit_shere=40").code == 3
    assert sold("policy", "simulate", "--set", "profit_share=40").code == 2
    assert sold("policy", "simulate").code == 2


def test_simulate_looks_at_any_day(sold: Run) -> None:
    found = sold("policy", "simulate", "--starting", "distributor", "--as-of", "2025-12-31", "--json").json
    assert found["on"] == "2025-12-31"
    assert {row["name"]: row["to"] for row in found["accounts"]}["Once"] == "prospect"
