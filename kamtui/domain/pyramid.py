"""The pyramid: how many accounts each tier has and where our time goes, against 10/30/60 and 60/30/10 (R02, R03).

Percentages are of key, regular and prospect accounts together, in number and in time; unattractive accounts and those
without a tier stand beside them (D1). Time is logged time, internal work included (D2). What nobody logged is unknown:
it does not say that time went elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kamtui.domain.policy import Capacity, Policy, TierRules, TimeRules
from kamtui.domain.severity import Severity
from kamtui.domain.tiers import Tier

BASE = (Tier.KEY, Tier.REGULAR, Tier.PROSPECT)
"""What percentages are of."""

THIN_PERCENT = 25
"""With less of the available hours logged, drift is a question and no finding: a default of ours, not a fact."""

Counts = Mapping[Tier | None, int]
"""Tier -> how many accounts, or how many minutes; None: accounts without a tier."""

ByOwner = Mapping[tuple[str, Tier | None], int]
"""(login, tier) -> how many accounts they own, or how many minutes they logged; "" is nobody."""


class Layer(NamedTuple):
    """One tier of a pyramid; percentages 0-100. Beside the pyramid there are no percentages and no targets."""

    tier: Tier | None
    accounts: int
    minutes: int
    hours_per_account: float | None
    """Logged a week; None where nothing is logged."""
    percent: float | None = None
    """Of the accounts of the pyramid; None where it has none."""
    target_percent: int | None = None
    target_accounts: int | None = None
    """How many accounts of a book of this size the target is (D1)."""
    mix_points: float | None = None
    """How far the number of accounts is off its target, in percent of all; positive: too many."""
    mix_drift: Severity | None = None
    """Worth knowing from the policy's points on (SIG-21)."""
    time_percent: float | None = None
    """Of the logged time; None where none is logged."""
    target_time_percent: int | None = None
    time_points: float | None = None
    """How far the time is off its target; positive: too much."""
    time_drift: Severity | None = None
    """Amber or red by the policy's points (SIG-19), no more than info where too little is logged to judge."""
    target_hours: float | None = None
    """A week for the whole tier; None where the available hours are unknown."""
    target_hours_per_account: float | None = None
    intensity: float | None = None
    """Percent of time over percent of accounts, in units that make a prospect on target 1: key 36, regular 6."""
    target_intensity: float | None = None


class Pyramid(NamedTuple):
    """The accounts of a manager or of everybody, and the time logged on them in some days."""

    layers: tuple[Layer, ...]
    """Key, regular, prospect."""
    beside: tuple[Layer, ...]
    """Unattractive accounts and those without a tier, where there are any or time went there."""
    accounts: int
    """Of the layers."""
    days: int
    logged_hours: float
    """All of it, also what went to accounts beside the pyramid."""
    available_hours: float | None
    """Selling hours of the days; None: nobody's are known."""

    @property
    def logged_percent(self) -> float | None:
        """How much of the available time is logged."""
        return 100 * self.logged_hours / self.available_hours if self.available_hours else None

    @property
    def is_thin(self) -> bool:
        """Whether too little is logged to say where the time went."""
        logged = self.logged_percent
        return logged is not None and logged < THIN_PERCENT


class Load(NamedTuple):
    """The key accounts of a manager against the hours there are for them (D4, SIG-20)."""

    owner: str
    held: int
    room: int
    drift: Severity | None


class Team(NamedTuple):
    """Everybody together, and each manager."""

    whole: Pyramid
    managers: Mapping[str, Pyramid]
    """By login; "" holds what nobody owns or logged."""
    loads: tuple[Load, ...]
    company: Load
    """All key accounts; its room is what the company warns at."""

    def of(self, login: str, policy: Policy) -> Pyramid:
        """The pyramid of one of us; an empty one for somebody who owns and logged nothing."""
        return self.managers.get(login) or pyramid({}, {}, None, self.whole.days, policy)


class Served(NamedTuple):
    """A key account with the time that went to it."""

    account_id: int
    name: str
    owner: str
    minutes: int


def pyramid(accounts: Counts, minutes: Counts, weekly: float | None, days: int, policy: Policy) -> Pyramid:
    """The pyramid of `accounts` with the `minutes` logged in `days` days; `weekly`: selling hours a week."""
    whole = sum(accounts.get(tier, 0) for tier in BASE)
    spent = sum(minutes.get(tier, 0) for tier in BASE)
    available = None if weekly is None else weekly * days / 7
    bare = Pyramid((), (), whole, days, sum(minutes.values()) / 60, available)
    wanted = targets(whole, policy.tiers)
    layers = []
    for tier in BASE:
        held, logged = accounts.get(tier, 0), minutes.get(tier, 0)
        off = _points(held - wanted[tier], whole)
        time_percent, time_target = _points(logged, spent), _time(policy.time, tier)
        time_off = None if time_percent is None else time_percent - time_target
        target_hours = None if weekly is None else weekly * time_target / 100
        layers.append(
            Layer(
                tier=tier,
                accounts=held,
                minutes=logged,
                hours_per_account=_hours(logged, held, days) if spent else None,
                percent=_points(held, whole),
                target_percent=_share(policy.tiers, tier),
                target_accounts=wanted[tier],
                mix_points=off,
                mix_drift=Severity.INFO if off is not None and abs(off) > policy.time.mix else None,
                time_percent=time_percent,
                target_time_percent=time_target,
                time_points=time_off,
                time_drift=_time_drift(time_off, policy.time, is_thin=bare.is_thin),
                target_hours=target_hours,
                target_hours_per_account=target_hours / held if target_hours is not None and held else None,
                intensity=_intensity(time_percent, _points(held, whole), policy),
                target_intensity=_intensity(time_target, _share(policy.tiers, tier), policy),
            )
        )
    return bare._replace(layers=tuple(layers), beside=tuple(_beside(accounts, minutes, days)))


def team(accounts: ByOwner, minutes: ByOwner, weekly: Mapping[str, float | None], days: int, policy: Policy) -> Team:
    """The pyramid of everybody and of each manager.

    `accounts` by who owns them, `minutes` by who logged them, `weekly`: login -> selling hours a week, None where
    unknown. A manager's accounts are the ones owned; the time is what he or she logged, whoever owns the account.
    """
    logins = sorted({*weekly, *(login for login, _ in (*accounts, *minutes))})
    known = [hours for hours in weekly.values() if hours is not None]
    whole = pyramid(_summed(accounts), _summed(minutes), sum(known) if known else None, days, policy)
    managers = {
        login: pyramid(_of(accounts, login), _of(minutes, login), weekly.get(login), days, policy) for login in logins
    }
    held = {login: accounts.get((login, Tier.KEY), 0) for login in logins if login}
    loads = [_load(login, count, policy.capacity.key_accounts(weekly.get(login))) for login, count in held.items()]
    return Team(whole, managers, tuple(loads), company_load(whole.layers[0].accounts, policy.capacity))


def targets(accounts: int, rules: TierRules) -> dict[Tier, int]:
    """How many of so many accounts should be in each tier: rounded down, at least one, the rest prospects (D1)."""
    key = min(accounts, max(1, accounts * rules.key_percent // 100))
    regular = min(accounts - key, max(1, accounts * rules.regular_percent // 100))
    return {Tier.KEY: key, Tier.REGULAR: regular, Tier.PROSPECT: accounts - key - regular}


def company_load(held: int, rules: Capacity) -> Load:
    """All key accounts together: more than one warns at is amber, more than the limit red (D4)."""
    drift = Severity.RED if held > rules.company_blocks else Severity.AMBER if held > rules.company_warns else None
    return Load("", held, rules.company_warns, drift)


def weekly_hours(entered: float | None, rules: Capacity, *, sells: bool) -> float | None:
    """A colleague's selling hours a week: those entered, else the policy's for one who sells; else unknown."""
    return rules.hours_per_week if entered is None and sells else entered


def under_served(accounts: Iterable[Served], days: int, rules: Capacity) -> list[Served]:
    """The key accounts that get less than the least a key account gets (D4), the neediest first."""
    least = rules.hours_per_key * 60 * days / 7
    short = [account for account in accounts if account.minutes < least]
    return sorted(short, key=lambda account: (account.minutes, account.name, account.account_id))


def _beside(accounts: Counts, minutes: Counts, days: int) -> Iterable[Layer]:
    for tier in (Tier.UNATTRACTIVE, None):
        held, spent = accounts.get(tier, 0), minutes.get(tier, 0)
        if held or spent:
            yield Layer(tier, held, spent, _hours(spent, held, days) if spent else None)


def _load(owner: str, held: int, room: int) -> Load:
    return Load(owner, held, room, Severity.AMBER if held > room else None)


def _time_drift(off: float | None, rules: TimeRules, *, is_thin: bool) -> Severity | None:
    if off is None or abs(off) < rules.amber:
        return None
    if is_thin:
        return Severity.INFO
    return Severity.RED if abs(off) >= rules.red else Severity.AMBER


def _share(rules: TierRules, tier: Tier) -> int:
    shares = {Tier.KEY: rules.key_percent, Tier.REGULAR: rules.regular_percent}
    return shares.get(tier, 100 - sum(shares.values()))


def _time(rules: TimeRules, tier: Tier) -> int:
    return {Tier.KEY: rules.key, Tier.REGULAR: rules.regular}.get(tier, rules.prospect)


def _intensity(time: float | None, accounts: float | None, policy: Policy) -> float | None:
    unit_time, unit_share = policy.time.prospect, _share(policy.tiers, Tier.PROSPECT)
    if time is None or not accounts or not unit_time or not unit_share:
        return None
    return time * unit_share / (accounts * unit_time)


def _hours(minutes: int, accounts: int, days: int) -> float | None:
    """Hours a week for each account."""
    return minutes / 60 / accounts * 7 / days if accounts else None


def _points(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _summed(counts: ByOwner) -> Counts:
    found: dict[Tier | None, int] = {}
    for (_, tier), count in counts.items():
        found[tier] = found.get(tier, 0) + count
    return found


def _of(counts: ByOwner, login: str) -> Counts:
    return {tier: count for (owner, tier), count in counts.items() if owner == login}
