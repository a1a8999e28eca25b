"""Forms about our own people, for the palette."""

from __future__ import annotations

from kamtui.domain import fields, teams
from kamtui.domain.teams import OurFunction, Rated
from kamtui.ops.teams import end_cover, join_team, leave_team, rate_manager, set_cover
from kamtui.ops.users import leave_user
from kamtui.tui import answers, choices
from kamtui.tui.filling import Field, Form, without


def _who(prompt: str) -> Field:
    return Field("login", prompt, answers.words, choices.colleagues, True)


_PERSON = Field("contact", "whom at the customer:", answers.someone, choices.people, True)


TEAM_FORMS: dict[str, Form] = {
    "team.join": Form(
        join_team,
        (
            _who("who of us (Tab: choose):"),
            Field("function", "as what (Tab: choose):", answers.plain(teams.function), [*OurFunction], True),
            Field("since", "since when (Enter: as long as known):", answers.day),
        ),
        lambda page, account, given: (
            (account, given["login"], given["function"]),
            without(given, "login", "function"),
        ),
    ),
    "team.leave": Form(
        leave_team,
        (
            _who("who of us leaves the team (Tab: choose):"),
            Field("function", "as what (Enter: all of theirs):", answers.plain(teams.function), [*OurFunction]),
        ),
        lambda page, account, given: ((account, given["login"]), {"on": page.today, **without(given, "login")}),
    ),
    "cover.set": Form(
        set_cover,
        (
            _PERSON,
            _who("who of us covers them (Tab: choose):"),
            Field("strength", "strength now, 1 to 5 (Enter: not judged):", answers.plain(teams.score), teams.SCORES),
            Field("wanted", "strength wanted, 1 to 5 (Enter: not judged):", answers.plain(teams.score), teams.SCORES),
        ),
        lambda page, account, given: (
            (account, given["contact"], given["login"]),
            {"on": page.today, **without(given, "contact", "login")},
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
            Field("score", "1 to 5:", answers.plain(teams.score), teams.SCORES, True),
            Field("note", "why:", answers.words),
        ),
        lambda page, account, given: (
            (given["login"], given["criterion"], given["score"]),
            {"on": page.today, **without(given, "login", "criterion", "score")},
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
