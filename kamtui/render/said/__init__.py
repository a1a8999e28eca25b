"""One sentence per outcome: what the command line prints and the app shows after a change."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamtui.domain.outcomes.every import Outcome


def said(outcome: Outcome) -> str:
    """What happened, in one sentence of plain text (user data included, not yet made safe for a terminal).

    It is looked up in the module that is called as the outcome's own: a command pays for what it says, not for all that
    could be said.
    """
    kind = type(outcome)
    sentence: str = import_module(f"{__name__}.{kind.__module__.rpartition('.')[2]}").SENTENCES[kind](outcome)
    return sentence
