"""Days are civil days: what is due is the same for everybody, wherever they sit (pitfall P13)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Run

SHANGHAI, BERLIN, LOS_ANGELES = "Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles"
ZONES = (SHANGHAI, BERLIN, LOS_ANGELES, "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC")


class Places:
    """Runs kamtui where somebody sits."""

    def __init__(self, run: Run, patch: pytest.MonkeyPatch) -> None:
        self._run = run
        self._patch = patch

    def json(self, zone: str, *words: str, today: str = "2026-11-20") -> Any:
        self._patch.setenv("TZ", zone)
        self._patch.setenv("KAMTUI_TODAY", today)
        time.tzset()
        ran = self._run("--json", *words)
        assert ran.code == 0, ran.err
        return ran.json

    def cards(self, zone: str, today: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json(zone, "today", "--all", today=today)
        return found


@pytest.fixture
def places(run: Run) -> Iterator[Places]:
    with pytest.MonkeyPatch.context() as patch:
        yield Places(run, patch)
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "at", "instant"),
    [
        (SHANGHAI, "2026-11-19 23:50", "2026-11-19T15:50:00Z"),
        (SHANGHAI, "2026-11-19 00:10", "2026-11-18T16:10:00Z"),
        (BERLIN, "2026-11-19 23:50", "2026-11-19T22:50:00Z"),
        (BERLIN, "2026-07-19 00:10", "2026-07-18T22:10:00Z"),
        (LOS_ANGELES, "2026-11-19 23:50", "2026-11-20T07:50:00Z"),
        ("Pacific/Kiritimati", "2026-11-19 23:50", "2026-11-19T09:50:00Z"),
    ],
)
def test_a_touch_late_at_night_counts_for_the_day_of_its_author(
    places: Places, acme: int, zone: str, at: str, instant: str
) -> None:
    touch = places.json(zone, "touch", "add", "acme", "hi", "--at", at)
    assert (touch["on"], touch["at"]) == (at[:10], instant)
    for other in ZONES:
        (seen,) = places.json(other, "touch", "ls")
        assert (seen["on"], seen["at"]) == (at[:10], instant)
        assert places.json(other, "account", "show", "acme")["last_touch_on"] == at[:10]


def test_the_list_of_a_day_is_the_same_in_every_zone(places: Places, acme: int) -> None:
    places.json(SHANGHAI, "touch", "add", "acme", "hi", "--at", "2026-11-05 23:50", "--with", "王伟")
    places.json(BERLIN, "task", "add", "offer", "--account", "acme", "--due", "2026-11-20")
    places.json(LOS_ANGELES, "touch", "add", "acme", "fair", "--kind", "event", "--on", "2026-12-04")
    for today in ("2026-11-19", "2026-11-20", "2026-11-21"):
        first, *others = (places.cards(zone, today) for zone in ZONES)
        assert first
        assert all(other == first for other in others)
    texts = [reason["text"] for card in places.cards(SHANGHAI, "2026-11-20") for reason in card["reasons"]]
    assert {"due today: offer", "fair in 14d", "1d over max 14, silent 15d"} <= {*texts}


def test_whose_day_is_behind_sees_the_list_of_their_own_day(places: Places, acme: int) -> None:
    places.json(SHANGHAI, "touch", "add", "acme", "hi", "--on", "2026-11-06")
    before = places.cards(LOS_ANGELES, "2026-11-20")
    assert before != places.cards(SHANGHAI, "2026-11-21")
    assert places.cards(LOS_ANGELES, "2026-11-20") == before
    assert [card["next_due_on"] for card in before] == ["2026-11-13"]


def test_what_is_imported_with_its_zone_counts_for_the_day_it_was_there(
    places: Places, acme: int, tmp_path: Any
) -> None:
    file = tmp_path / "touches.csv"
    file.write_text("account,at,kind\nAcme Holdings Ltd,2026-11-10T23:50:00+08:00,call\n", encoding="utf-8")
    places.json(SHANGHAI, "import", str(file), "--as", "touches")
    assert [touch["on"] for touch in places.json(LOS_ANGELES, "touch", "ls")] == ["2026-11-10"]
