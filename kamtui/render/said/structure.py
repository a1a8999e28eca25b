"""One sentence per outcome about groups, merges and splits; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kamtui.domain.outcomes.structure import (
    AccountMoved,
    AccountsMerged,
    AccountSplit,
    AccountUnmerged,
    Merging,
    ToldApart,
)
from kamtui.i18n import t

LATER = 6
"""Rows that came since a merge and are named; the others are counted."""


def moved(outcome: AccountMoved) -> str:
    if outcome.parent is None:
        return t("{name} stands alone from {on}", name=outcome.name, on=outcome.on)
    if outcome.on is None:
        return t("{name} belongs to {parent}", name=outcome.name, parent=outcome.parent)
    return t("{name} belongs to {parent} from {on}", name=outcome.name, parent=outcome.parent, on=outcome.on)


def merged(outcome: AccountsMerged) -> str:
    return "; ".join(merge_in_parts(outcome))


def merge_in_parts(outcome: AccountsMerged) -> list[str]:
    """What happened, what moved, what stays, what both said: a line for each."""
    parts = [t("{victim} is merged into {name}", victim=outcome.victim, name=outcome.name)]
    if outcome.moved:
        parts.append(t("moved: {rows}", rows=counted(outcome.moved)))
    if outcome.stayed:
        parts.append(t("stays with {victim}: {rows}", victim=outcome.victim, rows=counted(outcome.stayed)))
    return [*parts, *outcome.conflicts]


def unmerged(outcome: AccountUnmerged) -> str:
    sentence = t("{name} is an account of its own again", name=outcome.name)
    if outcome.moved:
        sentence += t("; back: {rows}", rows=counted(outcome.moved))
    if outcome.later:
        shown = ", ".join(outcome.later[:LATER]) + (" …" if len(outcome.later) > LATER else "")
        sentence += t("; came since and stays with {survivor}: {rows}", survivor=outcome.survivor, rows=shown)
    return sentence


def split(outcome: AccountSplit) -> str:
    values = {"name": outcome.name, "id": outcome.account_id, "origin": outcome.origin, "on": outcome.on}
    sentence = t("{name}: account {id}, parted from {origin} on {on}", **values)
    return sentence + (t("; moved: {rows}", rows=counted(outcome.moved)) if outcome.moved else "")


def told_apart(outcome: ToldApart) -> str:
    return t("{name} and {other} are not the same", name=outcome.name, other=outcome.other)


def counted(rows: Sequence[Merging]) -> str:
    """What of which kind, in our words."""
    return ", ".join(f"{t(WORDS.get(each.table, each.table))} {each.rows}" for each in rows)


WORDS = {
    "sale": "sales documents",
    "invoice": "invoices",
    "payment": "payments",
    "touch": "touches",
    "task": "tasks",
    "position": "positions",
    "fact": "figures",
    "peak": "peaks",
    "opinion": "opinions",
    "issue": "issues",
    "opportunity": "opportunities",
    "exception": "exceptions",
    "exception_comment": "comments",
    "influence": "judgements of people",
    "cover": "covers",
    "team_member": "team members",
    "profile": "profile entries",
    "rival": "competitors",
    "link": "links",
    "red_flag": "red flags",
    "alias": "other names",
    "parentage": "subsidiaries",
    "tier_decision": "tier decisions",
    "status_decision": "status decisions",
    "ownership": "owners",
    "ack": "reviews",
    "judgement": "judgements",
    "proposal_answer": "answers to proposals",
    "service_change": "service changes",
    "partnership": "partnership decisions",
    "plan": "plans",
    "plan_section": "plan sections",
    "goal": "goals",
    "goal_actual": "goal figures",
    "plan_review": "plan reviews",
    "credit_decision": "credit decisions",
    "terms": "terms granted",
}
"""Table -> what its rows are called."""

SENTENCES: Mapping[type[object], Callable[..., str]] = {
    AccountMoved: moved,
    AccountsMerged: merged,
    AccountUnmerged: unmerged,
    AccountSplit: split,
    ToldApart: told_apart,
}
