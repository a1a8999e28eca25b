"""The command tree, and the one place where a refusal becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer
from typer._click.core import Command as AnyCommand
from typer._click.core import Context
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from kamtui import __version__, i18n
from kamtui.cli import out, streams, wording
from kamtui.cli.nouns import EVERYWHERE
from kamtui.cli.server import verbs
from kamtui.cli.session import Everywhere, Gated, OfApp, Session, lift
from kamtui.errors import BadBook, BadInput, KamError
from kamtui.i18n import t
from kamtui.store.refusals import translated
from kamtui.store.sqlite import sqlite3

NOUNS = {
    "account": "Accounts: add, list, show, edit, archive",
    "contact": "People at accounts and their positions",
    "touch": "Touches: logged contact with one or more people",
    "opinion": "What customers think of us and of our people, 0 to 10",
    "issue": "Issues and requests: add, answer, resolve, list by clock, causes, report",
    "status": "Relationship status: set, start anew, history, list",
    "tier": "Tiers: proposals and answers, explain, timeline, movement, rising, set, history, backfill",
    "sale": "Sales documents and totals",
    "invoice": "Invoices and credit notes: add, list, show, correct, dispute",
    "payment": "Payments, for an invoice or on account: add, list, correct, remove",
    "ar": "What customers owe: ageing, balance, days outstanding, how late they pay, one account",
    "profile": "What is known of customers: set, list, still true, gaps, partnership, segments, referrals",
    "rival": "Competitors at accounts: note, list, still true, gone",
    "flag": "Red flags: list, raise, answer with a strength or a task, settle",
    "link": "Ties of people and accounts: who listens to whom, who brought whom",
    "credit": "Credit: grade and limit, reviews, exposure against the limits",
    "terms": "Terms: what was granted, headroom, conditions, who has what",
    "fact": "Figures over time: wallet, costs, stock, forecast and others",
    "opportunity": "Opportunities: add, list, move through the funnel, won, lost, win rates, stale ones, renewals",
    "funnel": "The funnel: its four levels, what is missing to the quota, and the request for hours",
    "quota": "What each manager has to bring in a fiscal year: set, list",
    "product": "The catalogue: add, list, show, edit, alias, archive",
    "supply": "How long stocks of customers last, stock, forecast, peaks",
    "peak": "Peak seasons of customers: add, list, prepare, edit, call off, result",
    "score": "Scores: the whole book, one account, judge criteria, who judged what",
    "task": "Follow-ups: add, list, done",
    "plan": "Account plans and that of the company: show, write, still true, review, list",
    "goal": "Goals of plans: add, edit, measure, settle, list",
    "exception": "Exceptions: raise, decide; what a head has to see",
    "regularity": "How regular the daily work is, without a ranking",
    "review": "Review cards: done, snooze, the day summed up; `kamtui today` lists them",
    "pareto": "Who brings how much, and who rose or fell",
    "pyramid": "Accounts and time by tier, against their targets",
    "alloc": "Where logged time goes; which key accounts get too little",
    "margin": "What accounts bring, cost and leave: each cost, by account, tier or manager",
    "retention": "Who stayed, left and came from period to period, and what that kept",
    "whale": "Who makes the profit and who drains it",
    "concentration": "How much hangs on how few customers",
    "portfolio": "The matrix: how attractive accounts are, how strong we are there",
    "whatif": "What if an account left, or fewer did",
    "barometer": "Who buys less than a year ago, and who is likely to",
    "shed": "Customers who drain profit: a simpler service, never a rejection",
    "report": "Pages for people who never open a terminal: portfolio, movement, pyramid, an account, its plan",
    "policy": "The rules the book is judged by: show, check, edit, set, diff, simulate",
    "team": "Our people: teams, who covers whom, capacity, ratings",
    "rate": "Rates between currencies: set, list, show",
    "user": "Who works in the book",
    "settings": "Your settings: what each is for, set one",
}
"""Command groups by the module of the same name."""

VERBS = {
    "log": ("log", "Log a touch in one line: kind, people, minutes, date and follow-up"),
    "health": ("health", "Which accounts are slipping, what their health is made of, what caps it"),
    "satisfaction": ("satisfaction", "What customers say of the firm, by level: zones, never one mean"),
    "today": ("today", "The review: accounts that want attention, worst first"),
    "money": ("money", "Whether a delivery may be promised: overdue, exposure, cover, what else speaks against it"),
    "brief": ("brief", "One page on an account before a meeting, as text, Markdown or HTML"),
    "agenda": ("agenda", "The week: promises of both sides, planned touches, touches due; a calendar feed"),
    "digest": (
        "digest",
        "The morning's mail: cards, promises, appointments, what colleagues did; for cron and sendmail",
    ),
    "roi": ("roi", "What the time and money put into accounts bring back, by period"),
    "import": (
        "importing",
        "Import files of accounts, people, products, sales, touches, figures, invoices, payments and more",
    ),
    "export": ("export", "Write a list of the book for other programs; an import reads it back"),
    "init": ("book", "Make a new book"),
    "demo": ("book", "Open the sample book, in a copy that is thrown away"),
    "serve": ("serve", "Open the app in a browser on this machine"),
    "tutorial": ("tutorial", "Take the tour of the app, on a copy of the sample book"),
    "doctor": ("book", "Examine the book and its surroundings"),
    "backup": ("backup", "Write a verified copy of the book, list copies, keep a folder of them"),
    "nightly": ("nightly", "Run a feed: imports, checks, backups, files for others; for cron and systemd timers"),
    "restore": ("book", "Put a backup in the place of the book"),
    "undo": ("history", "Undo a change"),
    "redo": ("history", "Redo what was undone last"),
    "journal": ("history", "Who changed what, when"),
    "news": ("about", "What is new in this version"),
    "keys": ("about", "The keys of the app, as they are for you"),
    "completion": ("about", "Shell completion for bash, zsh or fish"),
    "man": ("man", "The manual page, for: kamtui man | man -l -"),
    "schema": ("schema", "What --json of each command prints, as JSON Schema"),
    "gate": ("server.commands", "What the key of a colleague opens on a shared server"),
    "serve-setup": ("server.commands", "The script that sets a shared server up"),
}
"""Commands without a group: name -> (module, help)."""

COMPLETE = "_complete"
"""What the completion scripts call; not for people."""


class Root(TyperGroup):
    """The root group; a noun's module is imported when the noun is typed."""

    def list_commands(self, ctx: Context) -> list[str]:
        return [*VERBS, *NOUNS]

    def get_command(self, ctx: Context, cmd_name: str) -> TyperCommand | TyperGroup | None:
        # the names, so that a mistyped one finds its neighbour
        self.commands = dict.fromkeys((*VERBS, *NOUNS))  # type: ignore[assignment]
        if cmd_name in NOUNS:
            return import_module(f"kamtui.cli.{cmd_name}").app.group(cmd_name)  # type: ignore[no-any-return]
        if cmd_name in VERBS:
            return import_module(f"kamtui.cli.{VERBS[cmd_name][0]}").app.built(cmd_name)  # type: ignore[no-any-return]
        return None

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name in VERBS:
            ctx.obj.enter(name)
        return name, command, rest

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The list of commands without importing them all."""
        for heading, rows in (
            (t("Commands"), [(name, t(text)) for name, (_, text) in VERBS.items() if _is_listed(ctx, name)]),
            (t("Nouns"), [(name, t(text)) for name, text in NOUNS.items() if _is_listed(ctx, name)]),
        ):
            with formatter.section(heading):
                formatter.write_dl(rows)


def _is_listed(ctx: Context, name: str) -> bool:
    session = ctx.obj
    return session is None or session.gated is None or verbs.is_listed(name, head=session.is_head)


def run(
    arguments: Sequence[str],
    open_app: OfApp | None = None,
    show_keys: OfApp | None = None,
    *,
    gated: Gated | None = None,
    only_admit: bool = False,
) -> int:
    """Run one command line and return its exit code; the only place where refusals are caught.

    `gated`: for somebody who came through the gate, who must be in the book; `only_admit`: see to that and no more.
    """
    streams.set_up()
    wording.use_ours()
    i18n.use(i18n.language_of_environment())
    # until they are read, in case they cannot be
    options = Everywhere(json="--json" in arguments)
    session: Session | None = None
    try:
        options, words = lift(arguments)
        session = Session(options, open_app, show_keys, gated=gated)
        if gated is not None:
            session.admit()
            if only_admit:
                return 0
        elif words[:1] == [COMPLETE]:
            return _complete(session, words[1:])
        code = _invoke(_readable(words), session)
        sys.stdout.flush()
    except KamError as error:
        return out.refused(error, options)
    except NoArgsIsHelpError as error:
        return _unfinished(error, options)
    except ClickException as error:
        return out.refused(_misused(error), options)
    except (typer.Abort, KeyboardInterrupt, EOFError):
        out.tell(t("stopped"))
        return 130
    except BrokenPipeError:
        streams.give_up(sys.stdout)
        return 0
    except sqlite3.DatabaseError as error:
        assert session is not None
        return out.refused(_failed(error, session), options)
    except OSError as error:
        return _refused_by_the_system(error, options)
    except Exception:
        # a mistake in the program, unless the book says what kamtui never wrote there
        damaged = session and session.blamed()
        if not damaged:
            raise
        return out.refused(damaged, options)
    finally:
        if session is not None:
            session.close()
    return code


def _invoke(words: list[str], session: Session) -> int:
    if not words:
        out.tell(t("no command given, so this is `kamtui today`; see: kamtui --help"))
        words = ["today"]
    i18n.use(session.language)
    root = typer.main.get_command(_app())
    try:
        with root.make_context("kamtui", words, obj=session) as ctx:
            root.invoke(ctx)
    except typer.Exit as done:
        return done.exit_code
    return 0


def _app() -> typer.Typer:
    made = typer.Typer(
        name="kamtui",
        cls=Root,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        no_args_is_help=True,
        epilog=t(EVERYWHERE),
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @made.callback(
        invoke_without_command=True,
        help=t("kamtui: key account management in the terminal. Without a command it opens the app."),
    )
    def root(
        version: Annotated[bool, typer.Option("--version", help=t("Print the version."))] = False,
    ) -> None:
        if version:
            out.line(__version__)
            raise typer.Exit

    return made


def _complete(session: Session, words: list[str]) -> int:
    """Answer a completion script: candidates, one a line; whatever goes wrong, there just are none."""
    from kamtui.cli import completing

    try:
        for candidate in completing.candidates(typer.main.get_command(_app()), session, " ".join(words[-1:])):
            out.line(candidate)
        sys.stdout.flush()
    except (KamError, ClickException, typer.Exit, typer.Abort, OSError, UnicodeError, sqlite3.DatabaseError):
        return 1
    return 0


def _readable(words: list[str]) -> list[str]:
    """The words as text: UTF-8 in whatever locale; only the name of a file that exists may be any bytes."""
    return [word if word.isascii() or _is_text(word) or os.path.lexists(word) else _as_utf8(word) for word in words]


def _is_text(word: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in word)


def _as_utf8(word: str) -> str:
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(t("'{word}' is not text: its bytes are not UTF-8", word=word)) from None


def _misused(error: ClickException) -> BadInput:
    """A command line that does not fit the command, as one sentence."""
    where = error.ctx.command_path if isinstance(error, UsageError) and error.ctx else "kamtui"
    problem = wording.refusal(error.format_message()).rstrip(".?？")
    return BadInput(t("{problem}; see: {command} --help", problem=problem, command=where))


def _unfinished(error: NoArgsIsHelpError, options: Everywhere) -> int:
    """A noun without a verb: its commands, where a person is asking."""
    refusal = BadInput(t("name a command; see: {command} --help", command=error.ctx.command_path))
    if options.json:
        return out.refused(refusal, options)
    for line in error.format_message().splitlines():
        out.tell(line)
    return refusal.exit_code


def _failed(error: sqlite3.DatabaseError, session: Session) -> KamError:
    """What SQLite says outside a change; one that was saved before stays saved."""
    if session.saved is None:
        return translated(error, session.path)
    message = "change {change} is saved; what came after it failed ({reason})"
    return BadBook(t(message, change=session.saved, reason=error))


def _refused_by_the_system(error: OSError, options: Everywhere) -> int:
    if error.filename is not None:
        name = os.fsdecode(error.filename)
        return out.refused(BadBook(t("{path}: {reason}", path=name, reason=error.strerror)), options)
    streams.give_up(sys.stdout)
    return out.refused(KamError(t("the answer could not be written: {reason}", reason=error.strerror)), options)
