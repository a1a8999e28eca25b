from __future__ import annotations

from kamtui.domain import policy


def test_the_starting_policy_is_what_its_text_states() -> None:
    assert policy.read(policy.STARTING) == policy.STARTED
