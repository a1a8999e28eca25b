"""A policy read from its TOML text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from kamtui.domain import cadences
from kamtui.domain.contacts import Level
from kamtui.domain.policy import (
    AXES,
    Capacity,
    Card,
    Concentration,
    Criterion,
    HealthRules,
    InfluenceRules,
    Levels,
    Method,
    PlanRules,
    Policy,
    ProfitRules,
    Satisfaction,
    SignalRules,
    TeamRules,
    TierRules,
    TimeRules,
    Treatment,
)
from kamtui.domain.teams import OurFunction
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import DEFAULT_MINUTES, Kind
from kamtui.domain.traderules import CustomerCosts, FunnelRules, ReceivablesRules, ServiceRules, SupplyRules
from kamtui.errors import BadInput
from kamtui.i18n import t

REBUILD = [
    "Find out who decides now",
    "Visit the successor and ask what they want",
    "Confirm open promises with the successor",
]
"""What a relationship that starts anew needs, where the policy does not say."""

S = TypeVar("S", bound=tuple[Any, ...])
Rules = Mapping[str, Any]

_SECTIONS = (
    *("tiers", "capacity", "time", "concentration", "profit", "treatment", "signals", "satisfaction", "health"),
    *("influences", "plans", "team", "receivables", "supply", "service", "funnel", "customers"),
)
_TABLES = ("composite", "minutes", "cadence", "levels", "strategy", "playbook", "rebuild")
_LINES = ("name", "weight", "why", "scale", "measure", "at")


def parsed(text: str) -> dict[str, Any]:
    """The tables of a policy's TOML text; raises BadInput."""
    # imported late: who only looks at an account needs no rules
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(t("the policy is not TOML: {reason}", reason=error)) from None


def read(text: str, version: int = 0) -> Policy:
    """The policy that a TOML text states; numbers it leaves out are those of `policy`'s types.

    Raises BadInput naming the line that cannot be read; whether the rules make sense, `policychecks.check` says.
    """
    rules = parsed(text)
    _only_known("policy", rules, ("name", "about", *_SECTIONS, *_TABLES, *Card))
    composite = _numbers(rules, "composite", AXES) or {"attractiveness": 40, "potential": 35, "relationship": 25}
    minutes = {kind.value: count for kind, count in DEFAULT_MINUTES.items()} | _numbers(rules, "minutes", Kind)
    return Policy(
        version=version,
        name=_line(rules, "policy", "name"),
        about=_line(rules, "policy", "about"),
        cadence=cadences.read(rules),
        tiers=_method(_section(rules, "tiers", TierRules())),
        capacity=_section(rules, "capacity", Capacity()),
        time=_section(rules, "time", TimeRules()),
        minutes=minutes,
        concentration=_section(rules, "concentration", Concentration()),
        profit=_section(rules, "profit", ProfitRules()),
        treatment=_section(rules, "treatment", Treatment()),
        composite={Card(axis): weight for axis, weight in composite.items()},
        cards={card: tuple(_criterion(card, entry) for entry in _entries(rules, card)) for card in Card},
        strategy={Tier(tier): _line(rules["strategy"], "strategy", tier) for tier in _table(rules, "strategy", Tier)},
        playbook={
            Tier(tier): tuple(_texts(tasks, f"playbook.{tier}"))
            for tier, tasks in _table(rules, "playbook", Tier).items()
        },
        levels=_levels(rules),
        signals=_section(rules, "signals", SignalRules()),
        satisfaction=_section(rules, "satisfaction", Satisfaction()),
        health=_section(rules, "health", HealthRules()),
        influences=_section(rules, "influences", InfluenceRules()),
        plans=_section(rules, "plans", PlanRules()),
        team=_team(rules),
        receivables=_section(rules, "receivables", ReceivablesRules()),
        supply=_section(rules, "supply", SupplyRules()),
        service=_service(rules),
        funnel=_section(rules, "funnel", FunnelRules()),
        customers=_section(rules, "customers", CustomerCosts()),
        rebuild=tuple(_texts(_table(rules, "rebuild", ("tasks",)).get("tasks", REBUILD), "rebuild.tasks")),
    )


def _levels(rules: Rules) -> Levels:
    stated = _table(rules, "levels", Level)
    for level, days in stated.items():
        if not _is_pair(days):
            raise BadInput(t("policy: {name} must be two whole numbers of days", name=f"levels.{level}"))
        if not 0 < days[0] <= days[1]:
            message = "policy: {name}: the target must be above 0 and within the maximum"
            raise BadInput(t(message, name=f"levels.{level}"))
    return Levels()._replace(**{level: (days[0], days[1]) for level, days in stated.items()})


def _service(rules: Rules) -> ServiceRules:
    stated = dict(_table(rules, "service", ServiceRules._fields))
    hours: dict[str, Any] = {tier.value: stated.pop(tier) for tier in Tier if tier in stated}
    for tier, pair in hours.items():
        if not _is_pair(pair):
            raise BadInput(t("policy: {name} must be two whole numbers of hours", name=f"service.{tier}"))
        if not 0 < pair[0] <= pair[1]:
            message = "policy: {name}: the first answer must take above 0 hours, and no longer than the solution"
            raise BadInput(t(message, name=f"service.{tier}"))
    pairs: dict[str, Any] = {tier: tuple(pair) for tier, pair in hours.items()}
    return _section({"service": stated}, "service", ServiceRules())._replace(**pairs)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value)


def _team(rules: Rules) -> TeamRules:
    stated = dict(_table(rules, "team", TeamRules._fields))
    needed = _texts(stated.pop("functions", list(TeamRules().functions)), "team.functions")
    for name in needed:
        if name not in set(OurFunction):
            known = ", ".join(OurFunction)
            raise BadInput(t("policy: team.functions has '{name}'; use some of {known}", name=name, known=known))
    return _section({"team": stated}, "team", TeamRules())._replace(functions=tuple(map(OurFunction, needed)))


def _section(rules: Rules, name: str, usual: S) -> S:
    """A section as the type of `usual`, whose values stand for what is left out."""
    fields: dict[str, Any] = usual._asdict()  # type: ignore[attr-defined]
    stated = _table(rules, name, fields)
    for field, value in stated.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if isinstance(fields[field], str) or (isinstance(fields[field], int) and not isinstance(value, int)):
            number = isinstance(fields[field], str) and isinstance(value, str)
        if not number:
            raise BadInput(t("policy: {name} cannot be {value}", name=f"{name}.{field}", value=repr(value)))
    return cast("S", usual._replace(**stated))  # type: ignore[attr-defined]


def _method(stated: TierRules) -> TierRules:
    try:
        return stated._replace(method=Method(stated.method))
    except ValueError:
        raise BadInput(t("policy: tiers.method must be one of {known}", known=", ".join(Method))) from None


def _criterion(card: Card, entry: object) -> Criterion:
    where = f"[[{card}]]"
    if not isinstance(entry, dict):
        raise BadInput(t("policy: {where} must be a list of criteria", where=where))
    _only_known(where, entry, _LINES)
    name, weight, at = entry.get("name"), entry.get("weight", 0), entry.get("at", [])
    if not isinstance(name, str) or not name.isidentifier():
        raise BadInput(t("policy: {where} needs a name of letters, digits and _", where=where))
    if type(weight) is not int or not 0 <= weight <= 100:
        raise BadInput(t("policy: {where} {name}: the weight must be a whole number 0-100", where=where, name=name))
    measure = entry.get("measure")
    figures = isinstance(at, list) and all(isinstance(each, int | float) for each in at)
    if measure is not None and not (figures and len(at) == 3 and (at[0] < at[1] < at[2] or at[0] > at[1] > at[2])):
        message = "policy: {where} {name}: `at` must be three figures that score 0, 5 and 10"
        raise BadInput(t(message, where=where, name=name))
    return Criterion(
        name=name,
        weight=weight,
        why=_line(entry, where, "why"),
        scale=tuple(_texts(entry.get("scale", []), f"{where} {name}")),
        measure=None if measure is None else _line(entry, where, "measure"),
        at=tuple(map(float, at)),
    )


def _entries(rules: Rules, card: Card) -> list[object]:
    entries = rules.get(card, [])
    if not isinstance(entries, list):
        raise BadInput(t("policy: {where} must be a list of criteria", where=f"[[{card}]]"))
    return entries


def _numbers(rules: Rules, section: str, known: Iterable[str]) -> dict[str, int]:
    stated = _table(rules, section, known)
    for name, value in stated.items():
        if type(value) is not int or value < 0:
            raise BadInput(t("policy: {name} cannot be {value}", name=f"{section}.{name}", value=value))
    return {str(name): value for name, value in stated.items()}


def _table(rules: Rules, section: str, known: Iterable[str]) -> dict[str, Any]:
    stated = rules.get(section, {})
    if not isinstance(stated, dict):
        raise BadInput(t("policy: {name} cannot be {value}", name=section, value=stated))
    _only_known(section, stated, known)
    return stated


def _texts(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadInput(t("policy: {where} must be a list of texts", where=where))
    return [each.strip() for each in value]


def _line(stated: Rules, where: str, name: str) -> str:
    value = stated.get(name, "")
    if not isinstance(value, str):
        raise BadInput(t("policy: {name} cannot be {value}", name=f"{where}.{name}", value=value))
    return value.strip()


def _only_known(where: str, stated: Rules, known: Iterable[str]) -> None:
    names = [str(name) for name in known]
    for name in stated:
        if name not in names:
            near = get_close_matches(name, names, 1)
            close = t("; did you mean {name}?", name=near[0]) if near else ""
            raise BadInput(t("policy: {where} has no '{name}'{close}", where=where, name=name, close=close))
