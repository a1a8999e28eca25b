"""The briefing as one JSON document; keys may be added, not renamed."""

from __future__ import annotations

from kamtui.cli import deliveryshapes, influenceshapes, marketshapes
from kamtui.cli.out import Json, amount, day, figure, money
from kamtui.domain.briefings import (
    Briefing,
    Contacted,
    Issued,
    Left,
    Numbers,
    Person,
    Planned,
    Promise,
    Service,
    Voice,
)
from kamtui.domain.signals.reason import Reason
from kamtui.i18n import t
from kamtui.render.briefing.words import said
from kamtui.render.reasoned import why


def shape(known: Briefing) -> Json:
    """The briefing as one JSON document; unknown is null."""
    return {
        "on": day(known.on),
        **_who(known),
        **_market(known),
        "people": [_person(one, known) for one in known.people],
        "active": known.threads._asdict(),
        "red_flags": [influenceshapes.flag(each) for each in known.flags.flags],
        "confidence": known.flags.confidence,
        "left": [_left(gone) for gone in known.left],
        "touches": [_touch(each) for each in known.touches],
        "promises": {
            "ours": [_promise(each, known) for each in known.promises if not each.by_customer],
            "theirs": [_promise(each, known) for each in known.promises if each.by_customer],
        },
        **_numbers(known.numbers),
        "service": _service(known.service, known.numbers.currency),
        "delivery": None if known.delivery is None else deliveryshapes.check(known.delivery, known.who.name),
        "issues": [_issue(each, known) for each in known.issues],
        "opinions": [_opinion(each) for each in known.voices],
        "reasons": [_reason(each) for each in known.reasons],
        "ahead": [_planned(each) for each in known.ahead],
        "ask": [said(ask) for ask in known.asks],
    }


def _who(known: Briefing) -> Json:
    who = known.who
    return {
        "account_id": who.account_id,
        "external_id": who.external_id,
        "name": who.name,
        "parent": who.parent or None,
        "kind": who.kind,
        "industry": who.industry or None,
        "place": who.place or None,
        "owner": who.owner or None,
        "tier": who.tier,
        "tier_on": day(who.tier_on),
        "strategy": t(who.strategy) if who.strategy else None,
        "status": who.status,
        "grade": who.grade,
        "stage": who.stage,
        "status_on": day(who.status_on),
        "status_reason": who.status_reason or None,
        "health": None if known.health is None or known.health.value is None else round(known.health.value),
        "last_touch_on": day(who.last_touch_on),
        "green_channel": who.green_channel,
    }


def _market(known: Briefing) -> Json:
    found = known.market
    return {
        "segments": list(found.segments),
        "goals": None if found.goals is None else found.goals.value,
        "goals_on": None if found.goals is None else day(found.goals.on),
        "value_drivers": list(found.drivers),
        "value_drivers_of_people": [{"name": name, "value_drivers": list(said)} for name, said in found.personal],
        "held_by": found.held_by,
        "rivals": [marketshapes.rival(each) for each in found.rivals],
        "partnership": None if found.partnership is None else found.partnership.stage,
    }


def _person(one: Person, known: Briefing) -> Json:
    return {
        "contact_id": one.contact_id,
        "name": one.name,
        "title": one.title or None,
        "level": one.level,
        "function": one.function,
        "last_touch_on": day(one.last_on),
        "silent": one.contact_id in known.silent,
        "placeholder": one.is_placeholder,
        "covered_by": [*one.covered],
        "influence": None if one.influence is None else influenceshapes.influence(one.influence),
    }


def _left(gone: Left) -> Json:
    return {
        "name": gone.name,
        "title": gone.title or None,
        "level": gone.level,
        "function": gone.function,
        "on": day(gone.on),
        "reason": gone.reason,
    }


def _touch(each: Contacted) -> Json:
    return {
        "on": day(each.on),
        "kind": each.kind,
        "people": list(each.people),
        "by": list(each.by),
        "summary": each.summary,
        "feedback": each.feedback,
    }


def _numbers(numbers: Numbers) -> Json:
    trend, wallet = numbers.trend, numbers.wallet
    return {
        "currency": numbers.currency,
        "revenue_12m": amount(numbers.revenue, numbers.currency),
        "profit_12m": amount(numbers.profit, numbers.currency),
        "rank": numbers.rank,
        "buyers": numbers.buyers or None,
        "share": figure(numbers.share, 4),
        "trend": None
        if trend is None
        else {
            "from": day(trend.period.first),
            "to": day(trend.period.last),
            "revenue": amount(trend.revenue, numbers.currency),
            "last_year": amount(trend.last_year, numbers.currency),
            "percent": round(100 * trend.ratio, 1),
        },
        "quarters": [
            {
                "from": day(each.period.first),
                "to": day(each.period.last),
                "revenue": amount(each.revenue, numbers.currency),
                "partial": each.partial,
            }
            for each in numbers.quarters
        ],
        "last_order_on": day(numbers.last_order_on),
        "wallet": None
        if wallet is None
        else {
            **(money(*wallet.value) or {}),
            "on": day(wallet.on),
            "source": wallet.source or None,
            "confidence": wallet.confidence or None,
        },
    }


def _promise(each: Promise, known: Briefing) -> Json:
    return {
        "title": each.title,
        "due_on": day(each.due_on),
        "days_late": each.late(known.on),
        "on": day(each.on),
        "owner": each.owner or None,
        "contact": each.contact or None,
    }


def _service(service: Service, currency: str) -> Json:
    return {
        "target_days": service.target_days,
        "most_days": service.most_days,
        "next_due_on": day(service.next_due_on),
        "change": service.change or None,
        "change_on": day(service.change_on),
        "concessions_12m": amount(service.concessions, currency),
        "granted": [{"on": day(each.on), "title": each.title, "what": each.what} for each in service.granted],
    }


def _issue(each: Issued, known: Briefing) -> Json:
    days = {"on": day(each.on), "due_on": day(each.due_on), "resolved_on": day(each.resolved_on)}
    row = {**each._asdict(), **days, "late": each.late(known.on)}
    return {name: None if value == "" else value for name, value in row.items()}


def _opinion(each: Voice) -> Json:
    return {
        "name": each.name or None,
        "level": each.level,
        "about": each.about or None,
        "on": day(each.on),
        "score": each.score,
        "before": each.before,
        "text": each.text or None,
        "confidential": each.confidential,
    }


def _reason(reason: Reason) -> Json:
    return {
        "signal": reason.signal,
        "severity": reason.severity.name.lower(),
        "text": why(reason),
        "action": reason.action,
    }


def _planned(each: Planned) -> Json:
    return {
        "on": day(each.on),
        "kind": each.kind,
        "people": list(each.people),
        "by": each.by or None,
        "summary": each.summary,
    }
