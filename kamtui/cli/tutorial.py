"""kamtui tutorial: the tour of the app, on a copy of the sample book."""

from __future__ import annotations

import typer

from kamtui import paths
from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.session import Session
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.beginning import sample_copy

app = Noun(t("The tour."))


@app.command("tutorial")
def tutorial(ctx: typer.Context) -> None:
    """Take the tour of the app: ten minutes on a copy of the sample book, which is thrown away."""
    session: Session = ctx.obj
    if session.open_app is None:
        raise BadInput(t("the tour needs a terminal; without one: kamtui demo, kamtui --help"))
    out.tell(t("the sample book is being made …"))
    with sample_copy(who=session.who, clock=session.clock, folder=paths.sample_book()) as path:
        code = session.open_app(["--book", str(path), "--tutorial"])
    if code:
        raise typer.Exit(code)
