"""kamtui score …"""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out, scoreboard, shapes
from kamtui.cli.nouns import Noun
from kamtui.cli.params import Account
from kamtui.cli.session import Session
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.figures import JudgementAdded
from kamtui.i18n import t
from kamtui.ops.judgements import entered, folded, judge
from kamtui.store import judgements, lookup

app = Noun(t("Scores: the whole book by them, judge criteria, who judged what when."))

app.command("ls", filters=True)(scoreboard.ls)
app.command("show")(scoreboard.show)


@app.command("set")
@writes("score.judge")
def set(
    w: Writing,
    account: Account,
    criterion: Annotated[
        str, typer.Argument(metavar="CRITERION", help=t("One of the policy's, relative_strength, or a test."))
    ],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help=t("0 to 10; for a test its answer; - takes the judgement back."))
    ],
    *,
    source: Annotated[
        str, typer.Option(metavar="TEXT", help=t("Who says so: customer, public, competitor, internal."))
    ] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=t("Why, in a few words."))] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help=t("The day of the judgement."))] = "today",
) -> JudgementAdded:
    """Judge an account by one criterion, or answer a qualification test: fit, purchasing, pattern."""
    score, answer = entered(value)
    return w.do(
        judge, w.account(account), criterion, score=score, answer=answer, on=w.date(on), source=source, note=note
    )


@app.command("history")
def past(
    ctx: typer.Context,
    account: Account,
    *,
    criterion: Annotated[str | None, typer.Option(metavar="CRITERION", help=t("Only this one."))] = None,
) -> None:
    """Who judged what of an account, when, the newest first."""
    session: Session = ctx.obj
    found = judgements.history(session.conn, lookup.account(session.conn, account), criterion and folded(criterion))
    out.rows(session.options, map(shapes.judgement, found), HISTORY)


def _judged(row: out.Json) -> object:
    score, answer = row["score"], row["answer"]
    return f"{score:g}" if isinstance(score, float) else answer or t("taken back")


HISTORY = [
    out.column("on"),
    out.column("criterion"),
    out.column("score", t("value"), value=_judged, right=True),
    out.column("author", t("by")),
    out.column("source", drop=1),
    out.column("note", drop=2),
]
