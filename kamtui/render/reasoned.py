"""A reason for attention in one line, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.domain.signals.reason import Action, Reason
from kamtui.i18n import t
from kamtui.render.text import clean

WORDS = ("level", "tier", "role", "business")
"""Fields that hold a word of ours, which is translated; the others are numbers or somebody's text. Several words of
ours are a tuple."""

VERBS = {
    Action.TOUCH: "log a touch",
    Action.STATUS: "rate it anew",
    Action.NEXT: "promise a next step",
    Action.DONE: "do it, or move it",
    Action.PEOPLE: "see who there is",
    Action.TIER: "decide the tier",
    Action.MONEY: "see the figures",
    Action.OWNER: "name an owner",
    Action.PLAN: "see the plan",
    Action.PLAYBOOK: "start anew",
    Action.PREPARE: "give out the tasks",
    Action.EXCEPTION: "see exceptions",
    Action.DUPLICATE: "compare both",
}
"""What each action is called beside its key."""


def why(reason: Reason) -> str:
    """Why, with its numbers; somebody's text in it cannot move the cursor."""
    return t(reason.text, **worded(reason.fields))


def worded(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields of a message as they stand in it: words of ours translated, somebody's text made safe."""
    return {name: _field(name, value) for name, value in fields.items()}


def verb(action: Action) -> str:
    """What is to be done about it."""
    return t(VERBS[action])


def _field(name: str, value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(map(t, value))
    if not isinstance(value, str):
        return value
    return t(value) if name in WORDS else clean(value)
