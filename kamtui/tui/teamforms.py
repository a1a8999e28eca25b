"""Forms about our own people, for the palette."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.domain import fields, teams
from kamtui.domain.teams import OurFunction, Rated
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.teams import end_cover, join_team, leave_team, rate_manager, set_cover
from kamtui.ops.users import leave_user
from kamtui.store import contacts
from kamtui.tui import answers, choices
from kamtui.tui.filling import Field, Form, Values
from kamtui.tui.screens.acting import Acting

SCORES = [str(score) for score in range(1, teams.BEST + 1)]


def _score(text: str) -> int:
    if text not in SCORES:
        raise BadInput(t("{score} is no score; use 1 to {best}", score=text, best=teams.BEST))
    return int(text)


def _rest(given: Values, *taken: str) -> Values:
    return {name: value for name, value in given.items() if name not in taken}


def _who(prompt: str) -> Field:
    return Field("login", prompt, answers.words, choices.colleagues, True)


def _people(page: Acting) -> Sequence[str]:
    """The names of those at the page's account."""
    account = next(iter(page.targets()), 0)
    return [place.contact for place in contacts.positions(page.app.book.conn, account, on=page.today)]


_PERSON = Field("contact", "whom at the customer:", answers.someone, _people, True)


FORMS: dict[str, Form] = {
    "team.join": Form(
        join_team,
        (
            _who("who of us (Tab: choose):"),
            Field("function", "as what (Tab: choose):", answers.plain(teams.function), [*OurFunction], True),
            Field("since", "since when (Enter: as long as known):", answers.day),
        ),
        lambda page, account, given: (
            (account, given["login"], given["function"]),
            _rest(given, "login", "function"),
        ),
    ),
    "team.leave": Form(
        leave_team,
        (
            _who("who of us leaves the team (Tab: choose):"),
            Field("function", "as what (Enter: all of theirs):", answers.plain(teams.function), [*OurFunction]),
        ),
        lambda page, account, given: ((account, given["login"]), {"on": page.today, **_rest(given, "login")}),
    ),
    "cover.set": Form(
        set_cover,
        (
            _PERSON,
            _who("who of us covers them (Tab: choose):"),
            Field("strength", "strength now, 1 to 5 (Enter: not judged):", answers.plain(_score), SCORES),
            Field("wanted", "strength wanted, 1 to 5 (Enter: not judged):", answers.plain(_score), SCORES),
        ),
        lambda page, account, given: (
            (account, given["contact"], given["login"]),
            {"on": page.today, **_rest(given, "contact", "login")},
        ),
    ),
    "cover.end": Form(
        end_cover,
        (_PERSON, _who("who of us no longer covers them (Tab: choose):")),
        lambda page, account, given: ((account, given["contact"], given["login"]), {"on": page.today}),
    ),
    "team.rate": Form(
        rate_manager,
        (
            _who("which manager (Tab: choose):"),
            Field("criterion", "what (Tab: choose):", answers.plain(teams.criterion), [*Rated], True),
            Field("score", "1 to 5:", answers.plain(_score), SCORES, True),
            Field("note", "why:", answers.words),
        ),
        lambda page, account, given: (
            (given["login"], given["criterion"], given["score"]),
            {"on": page.today, **_rest(given, "login", "criterion", "score")},
        ),
    ),
    "user.leave": Form(
        leave_user,
        (
            _who("who leaves (Tab: choose):"),
            Field("on", "from which day (Enter: today):", answers.day),
            Field("back", "or are they back, y/n (Enter: n):", answers.plain(fields.yes_no), ["y", "n"]),
        ),
        lambda page, account, given: (
            (given["login"],),
            {"on": None if given.get("back") else given.get("on", page.today)},
        ),
    ),
}
"""Operation -> its form."""
