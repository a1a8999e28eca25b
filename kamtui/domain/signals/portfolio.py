"""What is beyond the policy's limits in the book as a whole, or in one manager's part of it (SIG-17 to SIG-21).

Beside the signals of single accounts these are few lines: whoever is within the limits is not named (R97).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kamtui.domain.concentration import Concentration
from kamtui.domain.margins import Result, key_earns_less
from kamtui.domain.policy import Policy
from kamtui.domain.pyramid import Layer, Served, Team
from kamtui.domain.severity import Severity
from kamtui.domain.tiers import Tier


class Notice(NamedTuple):
    """A limit that was passed."""

    signal: str
    """SIG-17 to SIG-21."""
    severity: Severity
    who: str
    """A login; "": the whole book."""
    text: str
    """English message with {fields}; the numbers are in `fields`."""
    fields: dict[str, object]
    what_to_do: str
    """English, with the same {fields}."""
    accounts: tuple[int, ...] = ()
    """The accounts it is about, where it is about some."""


def time_drift(team: Team, policy: Policy, short: Mapping[str, Sequence[Served]]) -> Iterator[Notice]:
    """SIG-19: a manager's time is off its target (D2); with too little logged to tell, nothing is said.

    `short`: owner -> key accounts that get less than the policy's hours a week, the neediest first.
    """
    for login, pyramid in sorted(team.managers.items()):
        drifting = [layer for layer in pyramid.layers if (layer.time_drift or 0) >= Severity.AMBER]
        if not login or not drifting:
            continue
        worst = max(drifting, key=_off)
        assert worst.time_drift is not None
        fields: dict[str, object] = {
            "tier": str(worst.tier),
            "percent": worst.time_percent,
            "target": worst.target_time_percent,
            "weeks": policy.time.weeks,
            "hours": pyramid.logged_hours,
        }
        text = "{tier} {percent:.0f} % of time, target {target}; {hours:.0f} h logged in {weeks} weeks"
        if pyramid.available_hours:
            fields["available"] = pyramid.available_hours
            text = "{tier} {percent:.0f} % of time, target {target}; {hours:.0f} of {available:.0f} h logged"
        served = short.get(login, ())
        todo = "see where the hours go"
        if served:
            fields |= {"short": len(served), "least": policy.capacity.hours_per_key}
            todo = "plan hours for the key accounts below {least:g} h a week: {short}"
        accounts = tuple(each.account_id for each in served)
        yield Notice("SIG-19", worst.time_drift, login, text, fields, todo, accounts)


def key_cap(team: Team) -> Iterator[Notice]:
    """SIG-20: more key accounts than there are hours for, at a manager or in the company (D4)."""
    for load in sorted(team.loads):
        if load.drift is not None:
            fields: dict[str, object] = {"held": load.held, "room": load.room}
            todo = "choose one to demote, or to give to somebody with room"
            yield Notice("SIG-20", load.drift, load.owner, "{held} key accounts, hours for {room}", fields, todo)
    company = team.company
    if company.drift is not None:
        numbers: dict[str, object] = {"held": company.held, "room": company.room}
        text = "{held} key accounts in all, more than {room} are hard to look after"
        yield Notice("SIG-20", company.drift, "", text, numbers, "choose some to demote")


def mix_drift(team: Team, policy: Policy) -> Iterator[Notice]:
    """SIG-21: the tiers of the whole book are off their shares (D1)."""
    drifting = [layer for layer in team.whole.layers if layer.mix_drift is not None]
    if drifting:
        worst = max(drifting, key=lambda layer: abs(layer.mix_points or 0))
        assert worst.mix_drift is not None
        fields: dict[str, object] = {
            "tier": str(worst.tier),
            "count": worst.accounts,
            "wanted": worst.target_accounts,
            "points": worst.mix_points,
            "limit": policy.time.mix,
        }
        text = "{tier}: {count} accounts, target {wanted} ({points:+.0f} points of all, limit {limit})"
        yield Notice("SIG-21", worst.mix_drift, "", text, fields, "go through the tier proposals")


def concentration(found: Concentration, policy: Policy, name: str, measure: str) -> Iterator[Notice]:
    """SIG-18: too much hangs on too few customers (D24).

    `name` is the largest customer, `measure` what is looked at: revenue, profit or receivables.
    """
    if found.level is None or found.hhi is None:
        return
    largest = found.holders[0]
    rules = policy.concentration
    fields: dict[str, object] = {
        "name": name,
        "percent": largest.percent,
        "measure": measure,
        "limit": rules.top_amber,
        "hhi": found.hhi,
        "hhi_limit": rules.hhi_amber,
    }
    text = "{name} {percent:.0f} % of {measure} (limit {limit}), HHI {hhi:.2f} (limit {hhi_limit:g})"
    yield Notice("SIG-18", found.level, "", text, fields, "see what would go with it", (largest.account_id,))


def tier_margin(tiers: Mapping[Tier | None, Result]) -> Iterator[Notice]:
    """SIG-17: key accounts leave less of their revenue than regular ones (R53)."""
    if not key_earns_less(tiers):
        return
    key, regular = tiers[Tier.KEY], tiers[Tier.REGULAR]
    fields: dict[str, object] = {"key": key.net_margin, "regular": regular.net_margin}
    text = "key accounts leave {key:.1f} % of sales, regular ones {regular:.1f} %"
    if key.gross or regular.gross:
        fields |= {"gross": key.gross + regular.gross, "count": key.accounts + regular.accounts}
        text = (
            "key accounts leave {key:.1f} % of sales, regular ones {regular:.1f} %;"
            " {gross} of {count} without their cost to serve"
        )
    yield Notice("SIG-17", Severity.AMBER, "", text, fields, "see what each tier costs")


def _off(layer: Layer) -> tuple[Severity, float]:
    return layer.time_drift or Severity.INFO, abs(layer.time_points or 0)
