"""A power cut at any moment: the book opens, is whole, and has every change that was acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability import powerloss, shim

pytestmark = [pytest.mark.reliability, shim.needs_compiler]

STATES = 1_000


@pytest.mark.parametrize("writers", [1, 2])
def test_no_power_cut_damages_the_book_or_takes_an_acknowledged_change(tmp_path: Path, writers: int) -> None:
    """R1."""
    seed = 7 + writers
    result = powerloss.run(tmp_path, shim.build(tmp_path), states=STATES, writers=writers, seed=seed)
    print(f"seed {seed}: {result.states} disks, {result.acknowledged} changes acknowledged")
    assert result.bad == []
    assert result.states >= STATES
    assert result.acknowledged >= 15 * writers


def test_the_control_without_syncs_loses_changes_or_damages_the_book(tmp_path: Path) -> None:
    """R2: the same look at the same saves finds it where SQLite is told not to wait for the disk."""
    library = shim.build(tmp_path)
    result = powerloss.run(tmp_path, library, states=100, rounds=1, synchronous="OFF")
    print(f"{len(result.bad)} of {result.states} disks are bad; at most {result.most_lost} changes lost")
    assert result.bad
