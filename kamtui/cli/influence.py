"""kamtui contact influence|verify|influences: what is judged of people's part in purchases."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import influenceshapes, out
from kamtui.cli.nouns import Noun
from kamtui.cli.params import NOTHING, Account, number
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain import influencefields as read
from kamtui.domain.hierarchy import Rungs, rungs
from kamtui.domain.influences import FOUR, RUNGS, Role, is_stale
from kamtui.domain.outcomes.influences import InfluenceJudged, InfluencesVerified
from kamtui.domain.signals.influence import is_known, placeholders
from kamtui.domain.signals.situation import Someone
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.influences import judge_influence, verify_influences
from kamtui.ops.meant import person as found_person
from kamtui.render import flagged
from kamtui.store import accounts, figures, influences, lookup, policies, presences, redflags, ties

app = Noun("")
"""Commands that `contact` takes over."""

Person = Annotated[str, typer.Argument(metavar="CONTACT", help=t("Who, at that account."))]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help=t("The day, today if not said."))]
Touch = Annotated[str | None, typer.Option(metavar="TOUCH", help=t("The touch that is the evidence; - for none."))]


@app.command("influence")
@writes("influence.judge")
def judge(
    w: Writing,
    account: Account,
    contact: Person,
    *,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help=t("economic, user, technical, coach, sponsor, anti_sponsor, or EUTCSA.")),
    ] = None,
    degree: Annotated[str | None, typer.Option(metavar="DEGREE", help=t("high, medium or low."))] = None,
    mode: Annotated[
        str | None, typer.Option(metavar="MODE", help=t("growth, trouble, even_keel or overconfident."))
    ] = None,
    rating: Annotated[
        str | None, typer.Option(metavar="N", help=t("-5 to 5: how they take to what we propose."))
    ] = None,
    stance: Annotated[str | None, typer.Option(metavar="N", help=t("-2 against us … 2 sells us."))] = None,
    win: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What they win personally."))] = None,
    result: Annotated[str | None, typer.Option(metavar="TEXT", help=t("What their business gets."))] = None,
    rung: Annotated[str | None, typer.Option(metavar="N", help=t("1 commodity … 5 contributes to the firm."))] = None,
    rung_wanted: Annotated[str | None, typer.Option(metavar="N", help=t("Where we want to be."))] = None,
    touch: Touch = None,
    confidential: Annotated[
        bool | None, typer.Option("--confidential/--open", help=t("Only for its author and for heads."))
    ] = None,
    on: When = None,
) -> InfluenceJudged:
    """Judge somebody's part in purchases; what is not named stays, - takes it back."""
    key = w.account(account)
    given: dict[str, object] = {}
    if role:
        given["roles"] = () if role == [NOTHING] else read.roles(" ".join(role))
    for field, text, reader in (
        ("degree", degree, read.degree),
        ("mode", mode, read.mode),
        ("rating", rating, read.rating),
        ("stance", stance, read.stance),
        ("win", win, str),
        ("result", result, str),
        ("rung", rung, read.rung),
        ("rung_wanted", rung_wanted, read.rung),
    ):
        if text is not None:
            given[field] = None if text == NOTHING else reader(text)
    if touch is not None:
        given["touch_id"] = None if touch == NOTHING else number(touch, t("touch"))
    if confidential is not None:
        given["confidential"] = confidential
    if not given:
        raise BadInput(t("name a field to change; see --help"))
    return w.do(judge_influence, key, _who(w, key, contact), given, on=w.date(on) if on else None)


@app.command("verify")
@writes("influence.verify")
def verify(
    w: Writing,
    account: Account,
    contact: Annotated[
        list[str] | None, typer.Argument(metavar="[CONTACT]...", help=t("Who; everybody judged there, if not said."))
    ] = None,
    *,
    touch: Touch = None,
    on: When = None,
) -> InfluencesVerified:
    """Say that what is judged of people is still true."""
    key, day = w.account(account), w.date(on) if on else w.session.today
    if contact:
        people = [_who(w, key, each) for each in contact]
    else:
        here = {one.contact_id for one in presences.people_at(w.conn, key, day, policies.in_force(w.conn, day))}
        people = [one for one in influences.at_account(w.conn, key, day) if one in here]
    evidence = None if touch in (None, NOTHING) else number(str(touch), t("touch"))
    return w.do(verify_influences, key, people, on=day, touch_id=evidence)


@app.command("influences")
def ls(
    ctx: typer.Context,
    account: Account,
    *,
    history: Annotated[
        str | None, typer.Option(metavar="CONTACT", help=t("Everything judged of one person, the latest first."))
    ] = None,
) -> None:
    """Show who decides: roles, degree, mode, stance, win, what is missing, and on which rung each sees us."""
    session: Session = ctx.obj
    conn, on, options = session.conn, session.on, session.options
    key = lookup.account(conn, account)
    if history is not None:
        whom = found_person(conn, key, history, on)
        judged = [influenceshapes.influence(said) for said in influences.history(conn, key, whom)]
        out.rows(options, judged, HISTORY)
        return
    policy, row = policies.in_force(conn, on), accounts.row(conn, key)
    people = presences.people_at(conn, key, on, policy)
    shown = [
        influenceshapes.someone(
            one,
            is_stale=one.influence is not None and is_stale(one.influence, row.tier, policy.influences, on),
        )
        for one in people
    ]
    flags = redflags.of_people(conn, key, people, row.tier, policy, on)
    found = rungs(people)
    if options.json:
        covered = figures.coverages(conn, on, policy, [key]).get(key)
        missing = [role for role in FOUR if not is_known(role, people)]
        out.document(
            {
                "account_id": key,
                "account": row.name,
                "roles": {role: _holders(role, people) for role in FOUR},
                "missing": missing,
                "rungs": influenceshapes.rungs(found),
                "confidence": flags.confidence,
                "coverage": influenceshapes.coverage(covered, ties.threads(conn, key, on)),
                "people": shown,
            }
        )
        return
    out.rows(options, shown, COLUMNS)
    if not (options.quiet or options.tsv):
        threads = flagged.threads(ties.threads(conn, key, on))
        for line in (*_roles(people), _rungs(found), threads, flagged.confidence(flags)):
            out.tell(line)


COLUMNS = [
    out.column("contact_id", "id", drop=5),
    out.column("name"),
    out.column("level", drop=4),
    out.column("roles", value=lambda row: ", ".join(map(t, _list(row["roles"])))),
    out.column("degree", drop=1),
    out.column("mode", drop=1, value=lambda row: row["mode"] and t(str(row["mode"]))),
    out.column("rating", drop=3, right=True, min=4),
    out.column("stance", right=True, min=4),
    out.column("rung", drop=2, right=True, min=4),
    out.column("win", drop=2),
    out.column("result", drop=3),
    out.column("covered_by", t("covered by"), drop=3),
    out.column("on", t("verified"), drop=1, min=10),
    out.column("stale", drop=2),
    out.column("confidential", drop=4),
]
HISTORY = [
    out.column("on", t("verified"), min=10),
    *(shown for shown in COLUMNS if shown.column.key in ("roles", "degree", "mode", "rating", "stance", "rung")),
    out.column("rung_wanted", drop=2, right=True, min=4),
    out.column("win", drop=1),
    out.column("result", drop=2),
    out.column("touch_id", t("evidence"), drop=3, right=True),
    out.column("author", drop=1),
    out.column("confidential", drop=3),
]


def _who(w: Writing, account: int, text: str) -> int:
    return found_person(w.conn, account, text, w.session.today)


def _list(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _holders(role: Role, people: list[Someone]) -> list[out.Json]:
    return [
        {"contact_id": one.contact_id, "name": one.name, "placeholder": one.is_placeholder}
        for one in people
        if one.influence is not None and role in one.influence.roles
    ]


def _roles(people: list[Someone]) -> list[str]:
    """Which of the four roles nobody has, or only a placeholder."""
    missing = [role for role in FOUR if not is_known(role, people)]
    if not missing:
        return [t("all four buying roles are known")]
    named = [
        t("{role} (unknown: {name})", role=t(role), name=stand_ins[0].name)
        if (stand_ins := placeholders(role, people))
        else t(role)
        for role in missing
    ]
    return [t("buying roles missing: {roles}", roles=", ".join(named))]


def _rungs(found: Rungs) -> str:
    """ "rungs: 1: 2, 3: 1; lowest among key people 1 (a commodity to specification): Li Na"."""
    counts = ", ".join(f"{rung}: {count}" for rung, count in found.people.items() if count)
    said = t("rungs: {counts}", counts=counts or t("unknown"))
    if found.least is None:
        return said
    values = {"rung": found.least, "meaning": t(RUNGS[found.least]), "names": ", ".join(found.held_by)}
    return said + t("; lowest among key people {rung} ({meaning}): {names}", **values)
