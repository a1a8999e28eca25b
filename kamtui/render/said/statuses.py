"""Sentences about relationship statuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.statuses import StatusReset, StatusSet
from kamtui.i18n import t


def status_set(outcome: StatusSet) -> str:
    return t(
        "{account}: {before} → {after}",
        account=outcome.account,
        before=t(outcome.before or "not rated"),
        after=t(outcome.after or "not rated"),
    )


def status_reset(outcome: StatusReset) -> str:
    parts = [status_set(outcome.set)]
    if outcome.set.grade is not None and str(outcome.set.grade) != outcome.set.after:
        parts[0] += f" ({t(outcome.set.grade)})"
    if outcome.titles:
        parts.append(t("{tasks}, due {due}", tasks="; ".join(outcome.titles), due=outcome.due_on))
    return " · ".join(parts)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    StatusSet: status_set,
    StatusReset: status_reset,
}
