"""Values that are words of ours, such as on_track or end_user, as a person reads them."""

from __future__ import annotations

from kamtui.i18n import t

_FIELDS = """
    kind field state status tier level function metric outcome severity course purchasing source stage check held_by
    mix_drift time_drift drift level_before level_after direction basis origin mode degree role relation strategy
    answer referenceable department
"""
WORDED = frozenset(_FIELDS.split())
"""Fields that hold nothing but words of ours, or what somebody called so."""

_APART = {("check", "clock"): "system clock", ("level", "ok"): "all right", ("direction", "in"): "by them"}
"""Words that mean something else in another field."""


def worded(name: str, value: object) -> object:
    """A value of the field `name` in the user's language where it is a word of ours; every other as it is."""
    if name not in WORDED or not isinstance(value, str):
        return value
    word = _APART.get((name, value), value.replace("_", " "))
    said = t(word)
    return said if said != word else value
