"""Many people write one book at once, some are killed: nothing that was acknowledged is lost, nobody waits for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability import writers

pytestmark = pytest.mark.reliability

SEED = 20261122


def test_nothing_acknowledged_is_lost_while_writers_are_killed(tmp_path: Path) -> None:
    """R6."""
    result = writers.run(tmp_path, seconds=30, writers=6, kills_per_s=2.5, seed=SEED)
    print(f"seed {SEED}: {result.saved} saved, {result.kills} killed, longest wait {result.wait_ms(1):.0f} ms")
    assert (result.lost, result.trouble, result.faults) == (0, [], [])
    assert result.kills >= 50
    assert result.saved > 500


def test_the_twentieth_writer_does_not_wait_for_long(tmp_path: Path) -> None:
    """R8: p99 at most 150 ms and none longer than 500 ms on a machine of its own.

    On a busy one four times that, or four times what twenty in a queue take there, one after the other.
    """
    alone_ms = writers.run(tmp_path / "alone", seconds=1.5, writers=1, by_command=0).wait_ms(0.9)
    result = writers.run(tmp_path / "many", seconds=6, writers=20, by_command=0)
    print(
        f"{result.saved} saves of 20 writers: half within {result.wait_ms(0.5):.0f} ms,"
        f" 99 % within {result.wait_ms(0.99):.0f} ms, all within {result.wait_ms(1):.0f} ms; alone {alone_ms:.1f} ms"
    )
    assert (result.lost, result.busy, result.trouble, result.faults) == (0, 0, [], [])
    assert result.wait_ms(0.99) <= 4 * max(150, 20 * alone_ms)
    assert result.wait_ms(1) <= 4 * max(500, 40 * alone_ms)


def test_no_edit_of_one_field_is_lost_and_each_conflict_is_shown(tmp_path: Path) -> None:
    """R9."""
    result, counted = writers.contend(tmp_path, writers=6, edits=60)
    print(f"{counted} of 360 edits are there; {result.conflicts} conflicts were shown")
    assert counted == 360
    assert (result.saved, result.trouble, result.faults) == (360, [], [])


def test_the_control_that_writes_blindly_loses_edits(tmp_path: Path) -> None:
    result, counted = writers.contend(tmp_path, writers=6, edits=60, blind=True)
    print(f"{360 - counted} of 360 edits are lost")
    assert counted < 360
    assert result.saved == 360
