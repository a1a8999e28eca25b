"""A delivery check as one JSON document; keys may be added, not renamed."""

from __future__ import annotations

from kamtui.cli import arshapes, issueshapes, supplyshapes, termshapes
from kamtui.cli.out import Json, amount, day, figure
from kamtui.domain.deliverychecks import DeliveryCheck
from kamtui.domain.severity import Severity
from kamtui.domain.terms import Terms
from kamtui.render.deliverychecks import said, verdict


def check(found: DeliveryCheck, name: str) -> Json:
    """What stands for and against a delivery to the account of that name; unknown is null, never 0."""
    rules = found.rules
    return {
        "account_id": found.account_id,
        "name": name,
        "on": day(found.on),
        "verdict": _level(found),
        "text": verdict(found).text,
        "against": against(found),
        "unknown": found.unknown,
        "receivables": [arshapes.owed(each) for each in found.owed] if found.is_invoiced or found.owed else None,
        "behaviour": [arshapes.behaviour(each) for each in found.habits],
        "patterns": [arshapes.pattern(each, rules.receivables) for each in found.patterns],
        "credit": _credit(found),
        "terms": [_terms(each, found) for each in found.terms],
        "cover": [supplyshapes.cover(each, name) for each in found.cover],
        "peaks": [supplyshapes.peak(each, rules.supply, found.on) for each in found.peaks],
        "issues": [issueshapes.issue(each) for each in found.issues],
        "undecided": [
            {"id": each.id, "kind": each.kind, "title": each.title, "on": day(each.on)} for each in found.asked
        ],
    }


def against(found: DeliveryCheck) -> list[Json]:
    """What speaks against it, the gravest first."""
    return [{"severity": _word(each.severity), "text": said(each)} for each in found.against]


def _level(found: DeliveryCheck) -> str:
    """red, amber, unknown or ok."""
    against = found.against
    if against:
        return _word(against[0].severity)
    return "unknown" if found.is_unknown else "ok"


def _word(severity: Severity) -> str:
    return severity.name.lower()


def _credit(found: DeliveryCheck) -> Json:
    credit, exposure = found.credit, found.exposure
    code = exposure.currency if exposure else credit.currency if credit else None
    percent = None if exposure is None else exposure.percent
    return {
        "grade": credit and credit.grade,
        "limit": amount(None if credit is None else credit.limit, code or ""),
        "review_on": day(found.review_on),
        "open": amount(exposure.open, exposure.currency) if exposure else None,
        "open_orders": amount(exposure.open_orders, exposure.currency) if exposure else None,
        "exposure": amount(exposure.total, exposure.currency) if exposure else None,
        "percent": figure(percent, 1),
        "currency": code,
    }


def _terms(each: Terms, found: DeliveryCheck) -> Json:
    kept = found.conditions.get(each.id)
    return {
        "id": each.id,
        "kind": each.kind,
        "what": each.label,
        "from": day(each.from_on),
        "to": day(each.to_on),
        "kept": None if kept is None else termshapes.condition(kept),
    }
