"""Sentences about exceptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.domain.outcomes.exceptions import ExceptionCommented, ExceptionDecided, ExceptionRaised
from kamtui.i18n import t


def exception_raised(outcome: ExceptionRaised) -> str:
    raised = t("exception {id}: {title} waits for a head", id=outcome.exception_id, title=outcome.title)
    return f"{outcome.account}: {raised}" if outcome.account else raised


def exception_decided(outcome: ExceptionDecided) -> str:
    state = t(outcome.state)
    decided = t("exception {id}: {title} is {state}", id=outcome.exception_id, title=outcome.title, state=state)
    parts = [decided, outcome.answer] if outcome.answer else [decided]
    return ": ".join([outcome.account, *parts] if outcome.account else parts)


def exception_commented(outcome: ExceptionCommented) -> str:
    return t("exception {id}: comment on {title} kept", id=outcome.exception_id, title=outcome.title)


SENTENCES: Mapping[type[object], Callable[..., str]] = {
    ExceptionRaised: exception_raised,
    ExceptionDecided: exception_decided,
    ExceptionCommented: exception_commented,
}
