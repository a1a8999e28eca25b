"""kamtui tier explain: why an account has its tier, as one document or one sheet of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import typer

from kamtui.cli import out
from kamtui.cli.out import Json, day
from kamtui.cli.params import Account
from kamtui.cli.scored import number
from kamtui.cli.scored import proposal as proposal_row
from kamtui.cli.session import Session
from kamtui.domain import gates
from kamtui.domain.counterfactuals import Change
from kamtui.domain.measures import MEASURES
from kamtui.domain.policy import AXES, Card
from kamtui.domain.scorecards import Input, Scorecard, Scored
from kamtui.i18n import t
from kamtui.render import explained
from kamtui.render.format import tier_word
from kamtui.render.glyphs import Glyphs
from kamtui.store import explanations, lookup
from kamtui.store.explanations import Explanation, Move

CELLS = 80


def explain(ctx: typer.Context, account: Account) -> None:
    """Why an account has its tier: every input, the three bars, what speaks against, and what would move it."""
    session: Session = ctx.obj
    found = explanations.explain(session.conn, lookup.account(session.conn, account), session.on)
    if session.options.json:
        out.document(document(found))
    elif session.options.quiet:
        out.line(found.proposal.account_id)
    elif session.options.tsv:
        out.rows(session.options, inputs(found), INPUTS)
    else:
        out.block(out.safe(line) for line in sheet(found, out.glyphs()))


def document(found: Explanation) -> Json:
    """Everything, numbers as numbers and what is unknown null."""
    proposal, card = found.proposal, found.proposal.card
    return {
        **proposal_row(proposal),
        "on": day(found.on),
        "policy": {"version": found.policy.version, "name": found.policy.name, "method": found.policy.tiers.method},
        "oldest": day(card.oldest),
        "axes": [_axis(card, axis, found.on) for axis in AXES],
        "objections": [each.text for each in found.against],
        "barred_by": [each.bar for each in found.against],
        "cautions": list(found.cautions),
        "reviews": [
            {**each._asdict(), "on": day(each.on), "score": number(each.score), "line": number(each.line)}
            for each in proposal.reviews
        ],
        "methods": {
            method: {
                "score": number(found.scores.get(method)),
                "line": number(ranking.line),
                "places": ranking.slots,
                "tied": proposal.account_id in ranking.tied,
                "result": proposal.results[method],
            }
            for method, ranking in found.rankings.items()
        },
        "marks": [{**_input(each, found.on), "met": gates.is_met(found.policy, each)} for each in found.marks],
        "marks_needed": found.policy.tiers.criteria_needed,
        "tests": [{"test": each.name, "answer": each.answer or None, "passes": each.passes} for each in found.tests],
        "rfm": None if found.rfm is None else dict(zip(("recency", "frequency", "money"), found.rfm, strict=True)),
        "ideal": _beside(found.ideal, found.ideal.score, found.on),
        "dealer": None if found.dealer is None else _beside(found.dealer, explained.mean(found.dealer), found.on),
        "up": _move(found.up),
        "down": _move(found.down),
        "largest_order_percent": number(found.facts.largest_order),
    }


def inputs(found: Explanation) -> Iterator[Json]:
    """Every criterion of the three axes as one row."""
    card = found.proposal.card
    return (row for axis in AXES for row in _inputs(card, axis, found.on))


def sheet(found: Explanation, glyphs: Glyphs) -> Iterator[str]:
    """Everything on a page of eighty columns."""
    yield from head(found, glyphs)
    yield ""
    yield from explained.inputs(found.proposal.card, found.on, CELLS, glyphs)
    yield ""
    results, used = found.proposal.results, found.policy.tiers.method
    account = found.proposal.account_id
    yield from explained.methods(found.rankings, found.scores, results, used, account, glyphs)
    yield ""
    yield from _beside_the_score(found, glyphs)


def title(found: Explanation, glyphs: Glyphs) -> Iterator[str]:
    """Who it is, and by which rules."""
    proposal, policy = found.proposal, found.policy
    parts = [proposal.name, tier_word(proposal.tier, glyphs), proposal.owner or t("no owner"), day(found.on)]
    yield f" {glyphs.dot} ".join(str(part) for part in parts)
    yield t(
        "policy {name}, version {version}, by {method}",
        name=policy.name,
        version=policy.version,
        method=t(explained.METHODS[policy.tiers.method]),
    )


def head(found: Explanation, glyphs: Glyphs) -> Iterator[str]:
    """Who it is, the three bars, what the reviews say and what speaks against it."""
    proposal = found.proposal
    yield from title(found, glyphs)
    yield ""
    yield from explained.bars(proposal.card, glyphs)
    yield ""
    yield from explained.item(t("verdict"), explained.verdict(proposal.verdict, proposal.tier), CELLS)
    yield from explained.item(t("reviews"), explained.reviewed(proposal.reviews), CELLS)
    if proposal.answer is not None:
        values = {"answer": t(proposal.answer.answer), "by": proposal.answer.by, "until": proposal.answer.until}
        said = t("{answer} by {by} until {until}", **values)
        yield from explained.item(
            t("answered"), f"{said}: {proposal.answer.reason}" if proposal.answer.reason else said
        )
    for each in found.against:
        yield from explained.item(t("against key"), each.text, CELLS)
    for text in found.cautions:
        yield from explained.item(t("caution"), text, CELLS)
    if proposal.collect:
        yield from explained.item(t("collect"), ", ".join(map(explained.word, proposal.collect)), CELLS)
    for move in (found.up, found.down):
        if move is not None:
            yield from explained.item(t("to become {tier}", tier=tier_word(move.to)), _moved(move), CELLS)


def _beside_the_score(found: Explanation, glyphs: Glyphs) -> Iterator[str]:
    """The six marks, the tests, and the cards that do not count for the score."""
    if found.marks:
        met = [gates.is_met(found.policy, each) for each in found.marks]
        message = "{met} of {count} marks of a key account, {needed} needed"
        yield t(message, met=sum(met), count=len(met), needed=found.policy.tiers.criteria_needed)
        yield from explained.marks(list(zip(found.marks, met, strict=True)), glyphs)
        yield ""
    yield from explained.item(t("tests"), ", ".join(map(_tested, found.tests)), CELLS)
    if found.rfm is not None:
        recency, frequency, money = ("?" if each is None else each for each in found.rfm)
        message = "recency {recency}, frequency {frequency}, money {money} of 5"
        yield from explained.item("RFM", t(message, recency=recency, frequency=frequency, money=money), CELLS)
    if found.ideal.inputs:
        yield from explained.item(t("ideal fit"), explained.fits(found.ideal), CELLS)
    if found.dealer is not None and found.dealer.inputs:
        yield from explained.item(t("dealer"), explained.averaged(found.dealer), CELLS)


def _tested(test: explanations.Test) -> str:
    answer = explained.word(test.answer) if test.answer else "?"
    told = f"{t(explained.TESTS[test.name])} {answer}"
    return told if test.passes is not False else f"{told} ({t('fails')})"


def _axis(card: Scorecard, axis: Card, on: dt.date) -> Json:
    scored = card.axes[axis]
    return {
        "axis": axis,
        "weight": card.weights[axis],
        "score": number(scored.score),
        "coverage": number(scored.coverage),
        "low": number(scored.low),
        "high": number(scored.high),
        "oldest": day(scored.oldest),
        "inputs": list(_inputs(card, axis, on)),
    }


def _inputs(card: Scorecard, axis: Card, on: dt.date) -> Iterator[Json]:
    for each in card.axes[axis].inputs:
        yield {"axis": axis, **_input(each, on), "points": number(explained.points(card, axis, each))}


def _input(each: Input, on: dt.date) -> Json:
    said, measure = each.judgement, each.criterion.measure
    return {
        "criterion": each.criterion.name,
        "weight": each.criterion.weight,
        "score": number(each.score),
        "measure": measure,
        "figure": number(each.figure),
        "unit": (MEASURES[measure].unit or None) if measure else None,
        "judged_by": said and said.by,
        "source": (said.source or None) if said else None,
        "note": (said.note or None) if said else None,
        "on": day(each.on),
        "age_days": None if each.on is None else (on - each.on).days,
        "why": each.criterion.why,
    }


def _beside(scored: Scored, score: float | None, on: dt.date) -> Json:
    return {
        "score": number(score),
        "coverage": number(scored.coverage) if any(each.criterion.weight for each in scored.inputs) else None,
        "inputs": [_input(each, on) for each in scored.inputs],
    }


def _move(move: Move | None) -> Json | None:
    if move is None:
        return None
    return {
        "to": move.to,
        "score": number(move.score),
        "target": number(move.target),
        "changes": list(_changes(move.changes)),
        "note": move.note or None,
        "text": _moved(move),
    }


def _moved(move: Move) -> str:
    return explained.move(*move, is_there=move.is_there)


def _changes(wanted: Iterable[Change]) -> Iterator[Json]:
    for each in wanted:
        yield {
            "axis": each.axis,
            "criterion": each.criterion,
            "before": number(each.before),
            "after": number(each.after),
            "measure": each.measure if each.figure is not None else None,
            "figure_before": number(each.figure_before),
            "figure": number(each.figure),
        }


def _rests_on(row: Json) -> object:
    figure, by = row["figure"], row["judged_by"]
    return by if figure is None else f"{figure:g} {row['unit'] or ''}".rstrip()


INPUTS = [
    out.column("axis"),
    out.column("criterion"),
    out.column("weight", right=True),
    out.column("score", right=True),
    out.column("points", right=True),
    out.column("rests_on", t("rests on"), value=_rests_on),
    out.column("on", t("as of")),
]
