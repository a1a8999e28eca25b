"""The JSON shapes of scores and proposals: numbers as numbers, what is unknown null."""

from __future__ import annotations

from kamtui.cli.out import Json, day, figure
from kamtui.domain.outcomes.tiers import ProposalAnswered
from kamtui.domain.policy import AXES
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.simulation import Simulated
from kamtui.render import explained
from kamtui.store.proposals import Answer, Proposal
from kamtui.store.timelines import Point, Riser


def number(value: float | None) -> float | None:
    """A figure with one decimal, because more would be false precision."""
    return figure(value, 1)


def scores(card: Scorecard) -> Json:
    """The composite, which only ranks, the three bars, and how sure all of it is."""
    axes = {axis.value: number(card.axes[axis].score) for axis in AXES}
    spread = {"coverage": card.coverage, "low": card.low, "high": card.high}
    return {"composite": number(card.composite), **axes, **{name: number(value) for name, value in spread.items()}}


def proposal(found: Proposal) -> Json:
    """A row of `tier proposals`; score and line are those of the newest review by the policy's method."""
    newest, answer = found.reviews[0], found.answer
    return {
        "account_id": found.account_id,
        "name": found.name,
        "owner": found.owner or None,
        "tier": found.tier,
        "kind": found.verdict.kind,
        "to": found.verdict.to,
        "why": found.verdict.why,
        "reviewed_on": day(newest.on),
        "score": number(newest.score),
        "line": number(newest.line),
        **scores(found.card),
        "objections": [each.text for each in found.objections],
        "cautions": list(found.cautions),
        "collect": list(found.collect),
        **{method.value: tier for method, tier in found.results.items()},
        "answered": answer and answer.answer,
        "answered_until": day(answer.until) if answer else None,
        "answered_by": answer and answer.by,
        "answered_reason": (answer.reason or None) if answer else None,
    }


def answered(outcome: ProposalAnswered, answer: Answer) -> Json:
    """What `tier reject` and `tier defer` answer with."""
    return {
        "id": outcome.answer_id,
        "account_id": outcome.account_id,
        "account": outcome.account,
        "on": day(answer.on),
        "from": outcome.tier,
        "to": answer.tier,
        "answer": answer.answer,
        "until": day(answer.until),
        "reason": answer.reason or None,
        "decided_by": answer.by,
    }


def point(found: Point) -> Json:
    """A row of `tier timeline`; score and line are by the policy's method."""
    last = found.decisions[-1] if found.decisions else None
    review = found.review
    return {
        "on": day(found.on),
        "partial": found.is_partial,
        **scores(found.card),
        "score": number(review.score) if review else None,
        "line": number(review.line) if review else None,
        "tier": found.tier,
        "decided": last and last.tier,
        "reason": (last.reason or None) if last else None,
        "decisions": [
            {
                "on": day(each.on),
                "from": each.before,
                "to": each.tier,
                "reason": each.reason or None,
                "by": each.decided_by,
            }
            for each in found.decisions
        ],
        "policy": found.policy.name,
        "policy_version": found.policy.version or None,
    }


def riser(found: Riser) -> Json:
    """A row of `tier rising`."""
    return {
        "account_id": found.account_id,
        "name": found.name,
        "owner": found.owner or None,
        "tier": found.tier,
        "before": number(found.before),
        "after": number(found.after),
        "growth": number(found.growth),
        **scores(found.card),
        "driver": explained.largest(found.drivers, up=True),
        "drivers": [
            {"criterion": each.criterion, "axis": each.axis, "points": number(each.points)} for each in found.drivers
        ],
    }


def simulated(found: Simulated) -> Json:
    """An account of `policy simulate`."""
    return {
        "account_id": found.account_id,
        "name": found.name,
        "owner": found.owner or None,
        "tier": found.tier,
        "from": found.before.tier,
        "to": found.after.tier,
        "why": f"{found.before.why} → {found.after.why}",
        "moves": found.moves,
    }
