"""The soak in short: what it lists, that it shares the time, and that it says what it finds."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.reliability import damage, rounds, soak
from tests.reliability.rounds import Turn
from tests.reliability.soak import Part


def clean_round(folder: Path, seconds: float, chance: random.Random) -> Turn:
    assert [*folder.iterdir()] == []
    return Turn(Counter({"looked at": 1}), [])


def bad_round(folder: Path, seconds: float, chance: random.Random) -> Turn:
    return Turn(Counter({"looked at": 1}), ["a change is lost"])


def hanging() -> int:
    while True:
        pass


def test_the_list_names_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.main(["--list"]) == 0
    listed = capsys.readouterr().out
    assert [part.name for part in soak.PARTS if part.name not in listed] == []


def test_a_part_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        soak.main(["--only", "nothing"])
    assert "there is no nothing" in capsys.readouterr().err


def test_what_one_round_finds_is_in_the_report_and_what_cannot_run_is_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = (
        Part("clean", "", 1, clean_round),
        Part("bad", "", 1, bad_round),
        Part("absent", "", 1, bad_round, lacks="no tool for it"),
    )
    monkeypatch.setattr(soak, "PARTS", parts)
    assert soak.main(["--minutes", "0", "--seed", "5"]) == 1
    said = capsys.readouterr()
    assert "seed 5" in said.out
    assert "! bad: round 0: a change is lost" in said.out
    assert "left out: no tool for it" in said.out
    assert soak.main(["--minutes", "0", "--only", "clean"]) == 0


def test_a_program_that_hangs_is_ended_and_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "HANG_S", 0.1)
    code, said = rounds.in_child(hanging)
    assert code == -9
    assert "took longer" in said


@pytest.mark.reliability
def test_a_book_whose_flips_verify_does_not_see_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damage, "is_found", lambda path: False)
    turn = damage.flip_bits(tmp_path, 2, random.Random(1))
    assert len(turn.faults) == turn.figures["flips that changed a row"] > 0


@pytest.mark.reliability
@pytest.mark.parametrize("name", ["files", "bits", "undo", "backups", "texts"])
def test_a_short_soak_finds_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = soak.main(["--minutes", "0.03", "--only", name])
    print(said := capsys.readouterr().out)
    assert code == 0, said
