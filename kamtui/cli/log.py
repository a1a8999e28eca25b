"""kamtui log: the quick line."""

from __future__ import annotations

from typing import Annotated

import typer

from kamtui.cli import out
from kamtui.cli.nouns import Noun
from kamtui.cli.writing import Writing, writes
from kamtui.domain.outcomes.touches import TouchLogged
from kamtui.errors import BadInput
from kamtui.i18n import t
from kamtui.ops.quicklog import log_line, understand
from kamtui.render.echo import echo

app = Noun(t("The quick line."))


@app.command("log")
@writes("touch.log")
def log(
    w: Writing,
    line: Annotated[str, typer.Argument(metavar="LINE", help=t('"call 王总 谈妥Q3价格 next 7d"'))],
    *,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help=t("The account it was with."))] = None,
    create: Annotated[bool, typer.Option("--create", help=t("Add whom nobody knows to the account."))] = False,
    key: Annotated[str | None, typer.Option(metavar="KEY", help=t("Your key; sent again, nothing happens."))] = None,
) -> TouchLogged:
    """Log a touch in one line: kind, @people, minutes, ^date, >next step and ~status are parsed and echoed."""
    if account is None:
        raise BadInput(t("say with --account whom the line is about"))
    account_id = w.account(account)
    if not w.is_batch and not w.session.options.quiet:
        out.tell(
            t("understood: {echo}", echo=echo(understand(w.conn, account_id, line, w.session.today), w.session.today))
        )
    return w.do(log_line, account_id, line, create_missing=create, key=key)
