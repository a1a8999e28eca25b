"""Filters that somebody keeps under a name: @name stands for what was kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kamtui.errors import BadInput
from kamtui.i18n import t

_KEPT = r"(?<!\S)@([\w-]+)(?!\S)"


def expanded(text: str, kept: Mapping[str, str], *, leniently: bool = False) -> str:
    """A filter with what is kept in the place of each @name, once; raises BadInput for a name that is not kept.

    `leniently`: such a name stays a word, for it may still be typed.
    """

    def meant(found: re.Match[str]) -> str:
        if found[1] not in kept and not leniently:
            names = ", ".join(f"@{name}" for name in kept) or "–"
            raise BadInput(t("there is no filter '@{name}'; kept are: {names}", name=found[1], names=names))
        return kept.get(found[1], found[0])

    return re.sub(_KEPT, meant, text)


def name_of(text: str) -> str:
    """The name to keep a filter under; raises BadInput where it is no single word."""
    name = text.strip().removeprefix("@")
    if not re.fullmatch(r"[\w-]{1,40}", name):
        raise BadInput(t("a name is one word of letters and digits"))
    return name
