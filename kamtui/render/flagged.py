"""Red flags as text."""

from __future__ import annotations

from kamtui.domain.coverage import Threads
from kamtui.domain.redflags import Flag, RedFlags
from kamtui.i18n import n, t
from kamtui.render.reasoned import worded
from kamtui.render.text import clean


def text(flag: Flag) -> str:
    """What is in doubt; what somebody wrote by hand stands as it is, made safe."""
    return t(flag.text, **worded(flag.fields)) if flag.fields else clean(t(flag.text))


def threads(found: Threads) -> str:
    """On how many threads an account hangs (R45)."""
    people = n("{count} person", "{count} people", found.people)
    functions = n("{count} function beside purchasing", "{count} functions beside purchasing", found.functions)
    ours = n("{count} of ours beyond sales", "{count} of ours beyond sales", found.colleagues)
    return t("active in 90d: {people}, {functions}, {ours}", people=people, functions=functions, ours=ours)


def confidence(found: RedFlags) -> str:
    """How far what is known of the account can be relied on."""
    if found.confidence is None:
        return t("nothing to look at")
    flags = n("{count} red flag", "{count} red flags", len(found.flags))
    return t("data confidence {percent} % ({flags})", percent=found.confidence, flags=flags)
