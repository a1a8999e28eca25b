"""What competitors do at accounts that we must not lose (R11, R89; SIG-30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation
from kamtui.domain.tiers import Tier


def rival_moved(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-30: a competitor moved at a key or strategic account, and nobody did anything about it since."""
    moved = account.rival
    if moved is None or not (account.tier is Tier.KEY or moved.is_strategic):
        return
    fields: dict[str, object] = {"days": (on - moved.on).days, "rival": moved.name, "move": moved.move}
    yield Reason("SIG-30", Severity.AMBER, "{rival} moved {days}d ago: {move}", fields, Action.NEXT, moved.on)
