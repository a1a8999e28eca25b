"""How an account came to its tier: decisions, answers to proposals and the policies between them, as lines."""

from __future__ import annotations

from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean
from kamtui.store.policies import PolicyVersion
from kamtui.store.proposals import Answer
from kamtui.store.tiers import TierDecision
from kamtui.tui.accountlines import flowed
from kamtui.tui.text import Line
from kamtui.tui.tierlayout import hanging, paragraph, section
from kamtui.tui.tierscores import at_decision
from kamtui.tui.tierstory import Story

EVIDENCE = {"objections": "!", "override": "="}
"""What is told of the evidence of a decision, beside its scores, and the sign before it."""


def decisions(story: Story, cells: int, glyphs: Glyphs) -> list[Line]:
    """Decisions, answers to proposals and changes of the policy in one stream, the newest first."""
    events = [(version.on, 0, [_version(version, cells, glyphs)]) for version in story.versions]
    events += [(decision.on, 2, _decision(decision, cells, glyphs)) for decision in story.decisions]
    events += [(answer.on, 1, _answer(answer, cells)) for answer in story.answers]
    events.sort(key=lambda event: event[:2], reverse=True)
    first = [] if story.decisions else paragraph(t("no tier yet"), cells, "muted")
    return [*first, *(line for _, _, lines in events for line in lines)]


def _answer(answer: Answer, cells: int) -> list[Line]:
    text = t("{tier} {answer}", tier=format.tier_word(answer.tier), answer=t(answer.answer))
    head: Line = [(f" {answer.on}    ", "muted"), (text, "accent"), (f"  {clean(answer.by)}", "muted")]
    return [head, *paragraph(answer.reason, cells)]


def _version(version: PolicyVersion, cells: int, glyphs: Glyphs) -> Line:
    text = t("from {on} policy {version}", on=version.on, version=version.version)
    return section(f"{text}: {version.note}" if version.note else text, cells, glyphs)


def _decision(decision: TierDecision, cells: int, glyphs: Glyphs) -> list[Line]:
    """From, to, the scores of that day, who; below it why, what spoke against it and what was said to that."""
    before, after = decision.before, decision.tier
    is_up = before is not None and after.rank < before.rank
    sign = (glyphs.up, "up") if is_up else (" " if before in (None, after) else glyphs.down, "down")
    policy = t("policy {version}", version=decision.policy_version) if decision.policy_version else ""
    parts: list[Line] = [
        [
            (f"{decision.on}  ", "muted"),
            sign,
            (f" {format.tier_word(before) if before else t('first tier')} {glyphs.arrow} ", ""),
            (format.tier_word(after), after),
        ],
        *([(part, "muted")] for part in (at_decision(decision, glyphs), clean(decision.decided_by), policy) if part),
    ]
    first, *more = flowed(parts, cells - 2)
    lines = [first, *([("  ", ""), *line] for line in more), *paragraph(decision.reason, cells)]
    for name, mark in EVIDENCE.items():
        said = decision.evidence.get(name) or ()
        for text in said if isinstance(said, list) else [said]:
            lines += hanging([("   ", ""), (f"{mark} ", "warn")], t(str(text)), "muted", cells) if text else []
    return lines
