"""Why an account has its tier, as lines of (text, role): the tier page, and what the quarterly review says in short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kamtui.domain import measures
from kamtui.domain.gates import is_met
from kamtui.domain.measures import shown
from kamtui.domain.policy import Method
from kamtui.domain.proposals import Kind
from kamtui.domain.scorecards import Scorecard
from kamtui.domain.tiers import Tier
from kamtui.i18n import t
from kamtui.render import explained, format
from kamtui.render.explained import METHODS, TESTS, word
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, width
from kamtui.store.explanations import Move
from kamtui.store.proposals import Proposal, Reviews
from kamtui.tui.accountlines import flowed
from kamtui.tui.text import Bit, Line, beside
from kamtui.tui.tierdecisions import decisions
from kamtui.tui.tierlayout import behind_sign, hanging, paragraph, section
from kamtui.tui.tierscores import bars, criteria, grounds, number, points, timeline
from kamtui.tui.tierstory import Story

TWO_COLUMNS = 120
"""Cells from which the page has two columns."""

BARS, TALL = 6, 10
"""Lines that must be left for the bars, and for the criteria, in a preview."""


def page(story: Story, cells: int, glyphs: Glyphs) -> list[Line]:
    """Everything there is to say about the tier of an account; in two columns where there is room for them."""
    proposal = story.found.proposal
    top = [*_header(story, cells, glyphs), *judged(proposal, cells, glyphs), *_barred(story, cells)]
    top += behind_sign(proposal.cautions, ("~", "warn"), cells)
    if cells < TWO_COLUMNS:
        return [*top, *_scores(story, cells, glyphs), *_history(story, cells, glyphs)]
    left = cells * 4 // 7
    parts = _scores(story, left, glyphs), _history(story, cells - left - 1, glyphs)
    return [*top, *beside(*parts, left, [(glyphs.wall, "axis")])]


def brief(proposal: Proposal, found: Reviews, cells: int, height: int, glyphs: Glyphs) -> list[Line]:
    """What the quarterly review shows of the proposal at the cursor, as much as fits into `height` lines."""
    name: Line = [(f" {clean(proposal.name)}", "strong"), (f"  #{proposal.account_id}", "muted")]
    lines = [name, *judged(proposal, cells, glyphs)]
    lines += behind_sign([each.text for each in proposal.objections], ("!", "error"), cells)
    lines += behind_sign(proposal.cautions, ("~", "warn"), cells)
    told = [f"{t(METHODS[method])}: {format.tier_word(tier)}" for method, tier in proposal.results.items()]
    end, role = ([t("they disagree")], "warn") if proposal.disagree else ([], "muted")
    lines += behind_sign([", ".join([*told, *end])], ("~" if end else " ", role), cells)
    if proposal.collect and proposal.verdict.kind is not Kind.COLLECT:
        lines += paragraph(t("unknown: {names}", names=_listed(proposal.collect)), cells, "muted")
    if height >= len(lines) + BARS:
        line = found.past[0].by[Method.SCORECARD].line
        lines += [[], *bars(proposal.card, found.policy, line, found.on, cells, glyphs)]
    if height >= len(lines) + TALL:
        lines += [[], *criteria(proposal.card, cells, glyphs)]
    return lines


def judged(proposal: Proposal, cells: int, glyphs: Glyphs) -> list[Line]:
    """The verdict with why, and what was answered to it."""
    said = proposal.verdict
    if said.to is not None:
        is_up = said.kind is Kind.PROMOTE
        sign = (f" {glyphs.up if is_up else glyphs.down} ", "up" if is_up else "down")
        tier: Bit = (t("proposed: {tier}", tier=format.tier_word(said.to)), said.to)
    elif said.kind is Kind.COLLECT:
        sign, tier = (f" {glyphs.more} ", "warn"), (t("too little is known to propose a tier"), "warn")
    else:
        sign, tier = (f" {glyphs.check} ", "ok"), (t("the tier stays"), "strong")
    lines = hanging([sign, tier, ("  ", "")], said.why, "", cells)
    if said.kind is Kind.COLLECT:
        lines += paragraph(t("collect: {names}", names=_listed(proposal.collect)), cells)
    if proposal.answer is not None:
        answer = proposal.answer
        text = t("{answer} until {until}", answer=t(answer.answer), until=answer.until)
        reason = f"{answer.on} {answer.by}: {answer.reason or glyphs.dash}"
        lines += hanging([("   ", ""), (text, "accent"), ("  ", "")], reason, "muted", cells)
    return lines


# -- above ---------------------------------------------------------------------------------------------------------


def _header(story: Story, cells: int, glyphs: Glyphs) -> list[Line]:
    """Tier and since when, the owner, the policy."""
    found = story.found
    proposal, policy = found.proposal, found.policy
    decided = story.decisions[-1] if story.decisions else None
    since = "" if decided is None else t(" since {on}", on=format.date_short(decided.on, found.on, glyphs))
    parts: list[list[Bit]] = [
        [(format.tier_word(proposal.tier, glyphs), proposal.tier or "muted"), (since, "muted")],
        [(clean(proposal.owner) or t("no owner"), "")],
        [(t("policy {name}", name=clean(policy.name)), "")],
    ]
    if policy.version:
        parts[-1].append((t(", version {version}", version=policy.version), "muted"))
    decides = t("{method} decides", method=t(METHODS[policy.tiers.method]))
    return flowed([*parts, [(decides, "muted")]], cells)


def _barred(story: Story, cells: int) -> list[Line]:
    """What speaks against key: against the proposal where it is proposed, else as something to know."""
    proposal = story.found.proposal
    if not story.found.against:
        return []
    if proposal.verdict.to is Tier.KEY:
        return behind_sign([each.text for each in story.found.against], ("!", "error"), cells)
    question = t("against staying key:") if proposal.tier is Tier.KEY else t("against key:")
    text = "; ".join(each.text for each in story.found.against)
    return hanging([("   ", ""), (question, "muted"), (" ", "")], text, "muted", cells)


# -- left: where it stands -----------------------------------------------------------------------------------------


def _scores(story: Story, cells: int, glyphs: Glyphs) -> list[Line]:
    found = story.found
    card, line = found.proposal.card, found.rankings[Method.SCORECARD].line
    lines = [section("", cells, glyphs), *bars(card, found.policy, line, found.on, cells, glyphs)]
    lines += _against_line(card, line, cells)
    lines += [section(t("three methods"), cells, glyphs), *_methods(story, cells, glyphs)]
    lines += [section(t("what would move it"), cells, glyphs), *_moves(story, cells)]
    return [*lines, section(t("criteria"), cells, glyphs), *criteria(card, cells, glyphs)]


def _against_line(card: Scorecard, line: float | None, cells: int) -> list[Line]:
    if line is None or card.composite is None:
        return []
    gap, at = abs(card.composite - line), line
    above = t("{points:.0f} points above the line of {line:.0f}", points=gap, line=at)
    under = t("{points:.0f} points under the line of {line:.0f}", points=gap, line=at)
    said = t("on the line of {line:.0f}", line=at) if gap < 0.5 else above if card.composite > line else under
    return paragraph(t("{gap}; the score only ranks, the three bars say why", gap=said), cells, "muted")


def _methods(story: Story, cells: int, glyphs: Glyphs) -> list[Line]:
    """The tier that each method would give at the newest review, and the score it goes by."""
    found = story.found
    results = found.proposal.results
    room = max(width(t(label)) for label in METHODS.values())
    lines: list[Line] = []
    for method, label in METHODS.items():
        line = found.rankings[method].line
        decides = method is found.policy.tiers.method
        tier = results.get(method)
        lines.append(
            [
                (f" {glyphs.mark if decides else ' '} ", "mark"),
                (f"{fit(t(label), room)}  ", "strong" if decides else ""),
                (f"{number(found.scores.get(method), glyphs):>3}  ", ""),
                (f"{t('line {line}', line=number(line, glyphs)):<9}  ", "muted"),
                (format.tier_word(tier, glyphs), tier or "muted"),
                (f"  {t('decides')}" if decides else "", "muted"),
            ]
        )
    if found.proposal.disagree:
        return [*lines, *behind_sign([t("they disagree: say which one you go by")], ("~", "warn"), cells)]
    return lines


def _moves(story: Story, cells: int) -> list[Line]:
    moves = [move for move in (story.found.up, story.found.down) if move is not None]
    if not moves:
        return paragraph(t("nothing can be said: its score, or the line, is unknown"), cells, "muted")
    return [line for move in moves for line in _move(move, cells)]


def _move(move: Move, cells: int) -> list[Line]:
    if move.score is None or move.target is None:
        label, text = t("to {tier}:", tier=format.tier_word(move.to)), move.note
        return hanging([("   ", ""), (label, "strong"), (" ", "")], text, "", cells)
    label = t("to {tier} at {target:.0f}:", tier=format.tier_word(move.to), target=move.target)
    if move.changes:
        text = t("{changes}, all else unchanged", changes=explained.changes(move.changes))
    elif move.is_there and move.to is Tier.KEY:
        text = t("its score of {score:.0f} is there already", score=move.score)
    elif move.is_there:
        text = t("its score of {score:.0f} is below it already", score=move.score)
    else:
        text = t("nothing that is known reaches it; get to know the rest")
    text += f"; {move.note}" if move.note else ""
    return hanging([("   ", ""), (label, "strong"), (" ", "")], text, "", cells)


# -- right: what it is, and how it came to it ------------------------------------------------------------------------


def _history(story: Story, cells: int, glyphs: Glyphs) -> list[Line]:
    found, policy = story.found, story.found.policy
    lines: list[Line] = []
    if found.marks:
        met = sum(is_met(policy, mark) for mark in found.marks)
        title = t("{met} of {all} marks of a key account", met=met, all=len(found.marks))
        lines += [section(title, cells, glyphs), *_marks(story, glyphs)]
    lines += [section(t("qualification"), cells, glyphs), *_tests(story, glyphs)]
    lines += [section(t("figures"), cells, glyphs), *_figures(story, glyphs)]
    title = t("the last quarters, by today's policy")
    lines += [section(title, cells, glyphs), *timeline(story.trend, cells, glyphs)]
    if found.proposal.tier is not None and policy.strategy.get(found.proposal.tier):
        title = t("what is done with {tier} accounts", tier=format.tier_word(found.proposal.tier))
        strategy = t(policy.strategy[found.proposal.tier])
        lines += [section(title, cells, glyphs), *paragraph(strategy, cells)]
    return [*lines, section(t("decisions"), cells, glyphs), *decisions(story, cells, glyphs)]


def _marks(story: Story, glyphs: Glyphs) -> Iterator[Line]:
    """The six marks, a check before those that are there."""
    room = max((width(word(mark.criterion.name)) for mark in story.found.marks), default=0)
    for mark in story.found.marks:
        sign: Bit = (f" {glyphs.check} ", "ok") if is_met(story.found.policy, mark) else ("   ", "")
        score: Bit = (f"{points(mark.score, glyphs):>4}  ", "strong")
        yield [sign, (f"{fit(word(mark.criterion.name), room)}  ", ""), score, *grounds(mark)]


def _tests(story: Story, glyphs: Glyphs) -> Iterator[Line]:
    """The three tests; what nobody answered is marked and does not pass for a yes."""
    room = max(width(t(TESTS[test.name])) for test in story.found.tests)
    for test in story.found.tests:
        sign: Bit = {True: (glyphs.check, "ok"), False: ("!", "error"), None: ("?", "warn")}[test.passes]
        answer: Bit = (word(test.answer), "") if test.answer else (t("unknown"), "warn")
        yield [(f" {sign[0]} ", sign[1]), (f"{fit(t(TESTS[test.name]), room)}  ", ""), answer]


def _figures(story: Story, glyphs: Glyphs) -> list[Line]:
    """Figures beside the score: RFM, regularity, growth, margin, wallet, fit, the dealer's evaluation."""
    found = story.found
    label = t("RFM cell, 5 is best")
    figures: dict[str, str | None] = {label: None}
    if found.rfm is not None:
        parts = zip("RFM", found.rfm, strict=True)
        figures[label] = " ".join(f"{letter}{glyphs.dash if part is None else part}" for letter, part in parts)
    for name in ("predictability", "growth", "margin", "share_of_wallet"):
        measure = measures.MEASURES[name]
        value = measure.figure(found.facts, found.whole)
        figures[clean(t(measure.label))] = None if value is None else shown(name, value)
    ideal = "" if found.ideal.coverage >= 100 else t(" ({coverage:.0f} % known)", coverage=found.ideal.coverage)
    fits = found.ideal.score
    if found.ideal.inputs:
        figures[t("fit with the ideal profile")] = None if fits is None else f"{fits:.0f}{ideal}"
    if found.dealer is not None:
        mean = explained.mean(found.dealer)
        figures[t("as a dealer")] = None if mean is None else number(10 * mean, glyphs)
    room = max(map(width, figures))
    return [
        [(f"   {fit(label, room)}  ", ""), (t("unknown"), "warn") if value is None else (value, "strong")]
        for label, value in figures.items()
    ]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(word(name) for name in names)
