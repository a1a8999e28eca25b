"""How the account stands in the book beside others: whether it is in it twice (SIG-34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kamtui.domain.policy import Policy
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.domain.signals.situation import Situation


def duplicate(account: Situation, policy: Policy, on: dt.date) -> Iterator[Reason]:
    """SIG-34: another account has the same name; they are one, or somebody says that they are not."""
    if account.namesakes is not None:
        number, name, other = account.namesakes
        fields: dict[str, object] = {"name": name, "id": other}
        yield Reason("SIG-34", Severity.INFO, "may be the same as {name} #{id}", fields, Action.DUPLICATE, on, number)
