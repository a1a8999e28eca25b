"""One sentence per outcome about buying influences, ties and red flags; `said` registers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.influences import (
    FlagAnswered,
    FlagRaised,
    FlagSettled,
    InfluenceJudged,
    InfluencesVerified,
    LinkAdded,
    LinkEnded,
)
from kamtui.i18n import t

FIELDS = {
    "roles": "roles",
    "degree": "degree",
    "mode": "mode",
    "rating": "rating",
    "stance": "stance",
    "win": "win",
    "result": "result",
    "rung": "rung",
    "rung_wanted": "rung wanted",
    "touch_id": "evidence",
    "confidential": "confidential",
}
"""What each field of an influence is called."""


def judged(outcome: InfluenceJudged) -> str:
    fields = ", ".join(t(FIELDS[field]) for field in outcome.fields)
    values = {"account": outcome.account, "name": outcome.contact, "fields": fields}
    if outcome.confidential:
        return t("{account}: {name} is judged in confidence ({fields})", **values)
    return t("{account}: {name} is judged ({fields})", **values)


def verified(outcome: InfluencesVerified) -> str:
    names = ", ".join(outcome.contacts)
    return t("{account}: still true on {on}: {names}", account=outcome.account, on=outcome.on, names=names)


def linked(outcome: LinkAdded) -> str:
    return t("{one} – {kind} – {other}", one=outcome.one, kind=t(outcome.kind), other=outcome.other)


def unlinked(outcome: LinkEnded) -> str:
    values = {"one": outcome.one, "kind": t(outcome.kind), "other": outcome.other}
    return t("{one} – {kind} – {other}: until {on}", on=outcome.on, **values)


def raised(outcome: FlagRaised) -> str:
    return t("{account}: flagged: {subject}", account=outcome.account, subject=_subject(outcome))


def answered(outcome: FlagAnswered) -> str:
    parts = [t("our strength: {text}", text=outcome.strength)] if outcome.strength else []
    parts += [t("task {task}", task=outcome.task_id)] if outcome.task_id is not None else []
    values = {"account": outcome.account, "subject": _subject(outcome), "what": "; ".join(parts)}
    return t("{account}: against the flag {subject}: {what}", **values)


def settled(outcome: FlagSettled) -> str:
    return t("{account}: no longer flagged: {subject}", account=outcome.account, subject=_subject(outcome))


def _subject(outcome: FlagRaised | FlagAnswered | FlagSettled) -> str:
    return f"{outcome.subject} ({outcome.contact})" if outcome.contact else outcome.subject


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    InfluenceJudged: judged,
    InfluencesVerified: verified,
    LinkAdded: linked,
    LinkEnded: unlinked,
    FlagRaised: raised,
    FlagAnswered: answered,
    FlagSettled: settled,
}
