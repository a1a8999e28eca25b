"""What a session costs, in short: an app that nobody touches costs nothing to speak of, and answers keys at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability import capacity
from tests.reliability.sshd import needs_sshd

IDLE = 0.01
"""Of a core, at most, for a session and its sshd while nobody presses a key."""

MOST_MIB = 60
"""Of memory that a session has for itself."""


@pytest.mark.reliability
@needs_sshd
def test_a_session_over_ssh_costs_little_and_answers_at_once(tmp_path: Path) -> None:
    report = capacity.run(tmp_path, sessions=3, seconds=3)
    print(report)
    idle, pressed, paged, beside_a_writer = report.loads
    assert idle.cores / report.sessions < IDLE
    assert idle.keys.number == 0
    assert pressed.keys.number >= 6
    # a second is when somebody presses the key again; how fast it is on a quiet machine, the report says
    assert max(pressed.keys.p95, paged.keys.p95) < 1000
    assert 0 < pressed.bytes_per_key < 2_000
    assert beside_a_writer.cores > idle.cores
    assert 0 < report.app.own < MOST_MIB
