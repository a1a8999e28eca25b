"""What may be asked for over the gate: the one table. What is not in it does not exist there."""

from __future__ import annotations

OFFERED = {
    "log": "",
    "health": "",
    "satisfaction": "",
    "today": "",
    "money": "",
    "brief": "",
    "agenda": "",
    "digest": "",
    "roi": "",
    "import": "",
    "export": "",
    "undo": "",
    "redo": "",
    "journal": "",
    "news": "",
    "keys": "",
    "schema": "",
    "man": "",
    "account": "add edit archive handover move group merge unmerge split duplicates apart ls show",
    "contact": (
        "add edit ls show map leave move join identify duplicates merge unmerge purge influence verify influences"
    ),
    "touch": "add plan join part edit ls mix",
    "opinion": "add edit remove ls",
    "issue": "ls show causes report add edit answer resolve reopen",
    "status": "set reset history ls",
    "tier": "proposals accept reject defer explain set playbook history movement timeline rising backfill",
    "sale": "add ls series totals",
    "invoice": "add edit dispute settle remove ls show",
    "payment": "add edit remove ls",
    "ar": "ageing balance account dso late pattern",
    "profile": "set confirm ls gaps partnership partners segments referrals",
    "rival": "note confirm gone ls",
    "flag": "ls raise answer settle",
    "link": "add end ls",
    "credit": "set review ls show history",
    "terms": "add edit end ls show headroom compare ask-prepayment",
    "fact": "add ls",
    "opportunity": "ls show rates stale renewals add edit move win lose reopen",
    "funnel": "",
    "quota": "set ls",
    "product": "add edit alias archive ls show",
    "supply": "cover stock forecast peaks",
    "peak": "add edit prepare cancel result ls show",
    "score": "ls show set history",
    "task": "add edit done cancel reopen ls",
    "plan": "show start write confirm review assign close ls history",
    "goal": "add edit measure settle ls",
    "exception": "add ls show approve change refuse comment withdraw overview",
    "regularity": "",
    "review": "done snooze summary",
    "pareto": "- movers",
    "pyramid": "",
    "alloc": "- served weeks",
    "margin": "",
    "retention": "",
    "whale": "- tiers",
    "concentration": "",
    "portfolio": "",
    "whatif": "lose weight churn asset",
    "barometer": "",
    "shed": "ls check set end history",
    "report": "portfolio movement pyramid account plan",
    "policy": "show check set diff simulate history",
    "team": "ls join leave cover uncover rate ratings capacity suggest pack",
    "rate": "set ls show",
    "user": "ls",
    "settings": "-",
}
"""Command -> its subcommands; "" where it has none, "-" among them where it also does something alone."""

FOR_HEADS = {
    "user": "add edit leave remove",
    "doctor": "",
    "backup": "",
}
"""What only heads are offered; a backup is written beside the book, because no file can be named."""

WITHHELD = {
    "init": "the server has its book",
    "demo": "it makes a book of its own",
    "tutorial": "it makes a book of its own",
    "nightly": "it reads and writes files of the server; a scheduler there runs it",
    "restore": "it puts a file in the place of the book",
    "gate": "one is through it already",
    "serve": "it would let in whoever reaches its port",
    "serve-setup": "it is for whoever sets the server up",
    "completion": "it is for the shell of the machine that kamtui runs on",
    "settings set": "whoever runs the server writes the settings of each login",
    "settings path": "it names a file of the server",
    "policy edit": "it starts an editor; policy set - takes the rules from stdin",
}
"""What is not offered to anybody, and why."""


def is_offered(command: str, *, head: bool) -> bool:
    """Whether a command, "touch add" or "today", may be asked for over the gate."""
    return command in _PATHS or (head and command in _PATHS_FOR_HEADS)


def is_listed(word: str, *, head: bool) -> bool:
    """Whether the first word of a command belongs in the list of commands."""
    return word in OFFERED or (head and word in FOR_HEADS)


def paths(table: dict[str, str]) -> frozenset[str]:
    """The commands of a table as they are typed, without `kamtui`."""
    return frozenset(
        noun if word == "-" else f"{noun} {word}".strip()
        for noun, words in table.items()
        for word in words.split() or [""]
    )


_PATHS = paths(OFFERED)
_PATHS_FOR_HEADS = paths(FOR_HEADS)
