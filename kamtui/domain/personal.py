"""Personal data: which fields say something about a person, and how they are emptied (P19)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kamtui.domain.names import name_key, pinyin_key

Fields = Mapping[str, object]

SAID = {
    "influence": ("win", "result"),
    "profile": ("value",),
    "link": ("note",),
    "red_flag": ("text", "strength"),
    "alias": ("text", "key"),
}
"""Table -> fields of a row about a person that are emptied."""

QUOTED = {"touch": ("summary", "lesson"), "opinion": ("text",), "issue": ("text",)}
"""Table -> fields with what was said at touches and in issues; emptied where that is asked for."""

MENTIONS = {
    "account": ("note",),
    "contact": ("name", "note"),
    "task": ("title", "result"),
    "status_decision": ("reason",),
    "tier_decision": ("reason",),
    "ack": ("reason",),
    "judgement": ("note",),
    "proposal_answer": ("reason",),
    "service_change": ("change", "reason"),
    "told_apart": ("reason",),
    "exception": ("title", "proposal", "answer"),
    "exception_comment": ("text",),
    "influence": ("win", "result"),
    "profile": ("value",),
    "rival": ("strengths", "contacts", "counter", "move"),
    "link": ("note",),
    "red_flag": ("subject", "text", "strength"),
    "partnership": ("note",),
    "plan_section": ("text",),
    "plan_review": ("text",),
    "goal": ("title", "solution"),
    "invoice": ("dispute", "note"),
    "payment": ("note",),
    "credit_decision": ("reason",),
    "terms": ("title", "condition", "designed_with", "result"),
    "peak": ("name", "note", "result"),
    "issue": ("title", "text", "cause", "lesson", "prevented_by", "answer"),
    "opportunity": ("name", "reason", "note"),
}
"""Table -> fields of other rows in which a person may be named; the name alone is taken out."""

SHORTEST = 2
"""Characters of a name that is looked for in texts."""


def remains(contact: int) -> str:
    """What is left of a name."""
    return f"#{contact}"


def emptied_person(contact: int) -> dict[str, object]:
    """What is left of the fields of a person."""
    name = remains(contact)
    keys = {"name_key": name_key(name, person=True), "pinyin_key": ""}
    return {"name": name, **keys, "email": "", "phone": "", "note": ""}


def without(text: str, said: Iterable[str], instead: str) -> str:
    """A text in which none of the names, mails and phones stands any more.

    A Latin name only where it stands alone: Li is not taken out of Lina.
    """
    pattern = _pattern(tuple(sorted({one for one in said if len(one.strip()) >= SHORTEST}, key=len, reverse=True)))
    return text if pattern is None else pattern.sub(instead, text)


@lru_cache(maxsize=8)
def _pattern(said: tuple[str, ...]) -> re.Pattern[str] | None:
    if not said:
        return None
    edge = r"[A-Za-z0-9À-ɏ]"
    parts = (
        (rf"(?<!{edge})" if re.match(edge, one) else "")
        + re.escape(one)
        + (rf"(?!{edge})" if re.match(edge, one[-1]) else "")
        for one in said
    )
    return re.compile("|".join(parts), re.IGNORECASE)


def unnamed(table: str, row: Fields, said: Iterable[str], instead: str) -> dict[str, object]:
    """The fields of a row in which somebody was named, without the name; a namesake keeps theirs."""
    found: dict[str, object] = {
        field: cleared
        for field in MENTIONS.get(table, ())
        if isinstance(text := row.get(field), str) and text and (cleared := without(text, said, instead)) != text
    }
    if table == "contact" and not row.get("placeholder"):
        # only a role nobody is known for is named after another
        found.pop("name", None)
    if table == "contact" and "name" in found:
        name = str(found["name"])
        found |= {"name_key": name_key(name, person=True), "pinyin_key": pinyin_key(name, person=True)}
    return found
