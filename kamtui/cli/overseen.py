"""What a head is shown, as JSON rows: exceptions, reds, limits, handovers, regularity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kamtui.cli.out import Json, day, figure
from kamtui.cli.reports import level
from kamtui.domain.overview import Handover, Of, Red
from kamtui.domain.periods import Period
from kamtui.domain.regularity import Regularity
from kamtui.domain.signals.portfolio import Notice
from kamtui.render.noticed import done_about, told, what_to_do, why_handover
from kamtui.render.reasoned import why
from kamtui.store.exceptions import Comment, ExceptionRow
from kamtui.store.overview import Overview


def exception(row: ExceptionRow, comments: Sequence[Comment]) -> Json:
    """A row of `exception ls`."""
    return {
        "id": row.id,
        "account_id": row.account_id,
        "account": row.account,
        "on": day(row.on),
        "kind": row.kind,
        "title": row.title,
        "proposal": row.proposal,
        "raised_by": row.raised_by,
        "state": row.state,
        "answer": row.answer or None,
        "decided_by": row.decided_by or None,
        "decided_on": day(row.decided_on),
        "comments": [{"on": day(each.on), "author": each.author, "text": each.text} for each in comments],
    }


def overview(found: Overview) -> Json:
    """The whole of `exception overview`."""
    waiting = found.proposals
    return {
        "on": day(found.on),
        "exceptions": [
            {**exception(row, found.comments.get(row.id, ())), "days": (found.on - row.on).days}
            for row in found.waiting
        ],
        "reds": [_red(red, found) for of in found.reds for red in of.shown],
        "more_reds": _counted(found.reds),
        "limits": [_notice(notice) for notice in found.notices],
        "tier_proposals": None if waiting is None else {"count": sum(waiting.values()), "by_owner": _named(waiting)},
        "handovers": [_handover(each, found) for of in found.handovers for each in of.shown],
        "more_handovers": _counted(found.handovers),
    }


def regularity(found: Regularity, period: Period) -> Json:
    """A row of `regularity`."""
    return {
        "user": found.login,
        "from": day(period.first),
        "to": day(period.last),
        "review_days": found.review_days,
        "working_days": found.working_days,
        "reds": found.reds,
        "red_age_days": found.red_age,
        "key_accounts": found.keys,
        "key_in_touch": found.keys_in_touch,
        "key_in_touch_percent": figure(found.keys_percent),
        "two_way_percent": figure(found.two_way_percent),
        "direction_known_percent": figure(found.direction_percent),
        "kinds": {kind.value: figure(share) for kind, share in found.mix.items()},
    }


def _red(red: Red, found: Overview) -> Json:
    return {
        "account_id": red.account_id,
        "name": found.names.get(red.account_id),
        "owner": red.owner or None,
        "tier": red.tier,
        "since": day(red.reasons[0].since),
        "working_days": red.step.days,
        "at_risk": red.step.is_at_risk,
        "reasons": [
            {"signal": each.signal, "since": day(each.since), "text": why(each), "action": each.action}
            for each in red.reasons
        ],
        "done": done_about(red),
        "next_on": day(red.next_on),
        "put_off_until": day(red.looked.until) if red.looked else None,
    }


def _notice(notice: Notice) -> Json:
    return {
        "signal": notice.signal,
        "severity": level(notice.severity),
        "user": notice.who or None,
        "text": told(notice),
        "action": what_to_do(notice),
        "account_ids": list(notice.accounts),
    }


def _handover(each: Handover, found: Overview) -> Json:
    return {
        "account_id": each.account_id,
        "name": found.names.get(each.account_id),
        "owner": each.owner or None,
        "tier": each.tier,
        "why": each.why,
        "left_on": day(each.since),
        "text": why_handover(each),
    }


def _counted(shares: Iterable[Of[Red]] | Iterable[Of[Handover]]) -> list[Json]:
    """Of whom there is more than is shown."""
    return [{"owner": of.owner or None, "count": len(of.more)} for of in shares if of.more]


def _named(counts: Mapping[str, int]) -> list[Json]:
    return [{"owner": owner or None, "count": count} for owner, count in counts.items()]
