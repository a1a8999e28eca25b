"""Shell completion: the scripts, and what they are answered.

A script sends the line up to the cursor to `kamtui _complete` and gets one candidate a line. Commands and options come
from the command tree; what a value may be is said by the word in capitals that the help shows for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module

from typer._click.core import Command, Context
from typer._click.shell_completion import _resolve_context, _resolve_incomplete, split_arg_string
from typer.core import TyperArgument, TyperGroup, TyperOption

from kamtui.cli.session import FLAGS, WITH_VALUE, Session, lift
from kamtui.errors import Ambiguous, NotFound
from kamtui.store import lookup

VOCABULARIES = {
    "TIER": "tiers.Tier",
    "STATUS": "statuses.Status",
    "GRADE": "statuses.Grade",
    "KIND": "touches.Kind",
    "STATE": "touches.TouchState",
    "LEVEL": "contacts.Level",
    "FUNCTION": "contacts.Function",
    "DEPARTMENT": "teams.OurFunction",
    "REASON": "contacts.EndReason",
    "SOURCE": "profiles.Source",
    "STAGE": "rivals.Stage",
    "GOALKIND": "goals.GoalKind",
    "ISSUEKIND": "issues.IssueKind",
    "GOALSTATE": "goals.GoalState",
    "GOALMETRIC": "goals.Metric",
    "SECTION": "plansections.SECTIONS",
    "SEGMENTS": "segments.Segment",
}
"""Metavar -> where in the domain its words stand; only those that are asked for are imported."""

CHOICES: dict[str, Sequence[str]] = {
    "ROLE": ("head", "kam", "support", "reader"),
    "SHELL": ("bash", "zsh", "fish"),
    "DATE": ("today", "yesterday", "tomorrow"),
}
"""Metavar -> what it may be."""

NAMES = {"ACCOUNT": lookup.complete_accounts, "CONTACT": lookup.complete_contacts}
"""Metavar -> the names in the book that begin like a text."""


def candidates(root: Command, session: Session, line: str) -> list[str]:
    """What the last word of `line`, a command line up to the cursor, may become."""
    # a character at the cursor tells a word half typed from one still to begin, in quotes or not
    *words, last = split_arg_string(line + ".")[1:] or ["."]
    start = last[:-1]
    if words and words[-1] in WITH_VALUE:
        return []
    options, rest = lift(words)
    session.options = options._replace(readonly=True)
    context = _resolve_context(root, {"obj": session}, "kamtui", rest)
    what, start = _resolve_incomplete(context, rest, start)
    if isinstance(what, TyperArgument | TyperOption):
        if rest and rest[-1].startswith("-"):
            # an option without its value ends the reading of a line: what else is on it is read without it
            context = _resolve_context(root, {"obj": session}, "kamtui", rest[:-1])
        return _values(what, session, start, context)
    return [name for name in _names(context, what, start) if name.startswith(start)]


def _names(context: Context, what: object, start: str) -> list[str]:
    """Commands, or where a dash is typed options."""
    if start.startswith("-"):
        own = [name for param in context.command.get_params(context) for name in param.opts if name.startswith("--")]
        return sorted({*own, *(name for name in (*WITH_VALUE, *FLAGS) if name.startswith("--"))})
    return what.list_commands(context) if isinstance(what, TyperGroup) else []


def _values(param: TyperArgument | TyperOption, session: Session, start: str, context: Context) -> list[str]:
    kind = (param.metavar or "").strip("[].")
    if kind in NAMES:
        found = _people(session, start, context) if kind == "CONTACT" else []
        found = found or NAMES[kind](session.names, start)
        # a name is found in lower case too; one that begins as it was typed is what was meant
        return [name for name in found if name.startswith(start)] or found
    if kind == "FILTER":
        return _terms(session, start)
    if kind == "WHAT":
        # imported late, as the vocabularies are
        from kamtui.store.outgoing.lists import LISTS

        return [name for name in LISTS if name.startswith(start)]
    choices = _logins(session) if kind == "LOGIN" else words(kind) or getattr(param.type, "choices", ())
    return [str(choice) for choice in choices if choice.startswith(start)]


def _people(session: Session, start: str, context: Context) -> list[str]:
    """The people at the account that the line names, who begin so; none where it names no account."""
    account = context.params.get("account")
    if not isinstance(account, str) or not account:
        return []
    with suppress(NotFound, Ambiguous):
        return lookup.complete_contacts(session.names, start, at=lookup.account(session.names, account))
    return []


def _terms(session: Session, start: str) -> list[str]:
    """What a word of a filter may become: the name of a field, and behind its colon what that may be."""
    # imported late, as the vocabularies are
    from kamtui.domain.filters import ACCOUNT_KINDS, FLAGS, Field

    field, colon, value = start.partition(":")
    if not colon:
        return [f"{name}:" for name in Field if name.startswith(field)]
    of: dict[str, Iterable[str]] = {
        Field.KIND: ACCOUNT_KINDS,
        Field.IS: FLAGS,
        Field.SEGMENT: words("SEGMENTS"),
        Field.TOUCH: words("KIND"),
        Field.OWNER: ["me", *_logins(session)] if field == Field.OWNER else (),
    }
    return [f"{field}:{each}" for each in of.get(field) or words(field.upper()) if each.startswith(value)]


def _logins(session: Session) -> list[str]:
    # imported late, as the vocabularies are
    from kamtui.store import users

    return [user.login for user in users.all_users(session.conn)]


def words(kind: str) -> Iterable[str]:
    """What a value may be whose metavar is `kind`; nothing where any text will do."""
    if kind not in VOCABULARIES:
        return CHOICES.get(kind, ())
    module, _, name = VOCABULARIES[kind].partition(".")
    # a section of a plan is typed by its key, everything else is a word itself
    return [getattr(each, "key", each) for each in getattr(import_module(f"kamtui.domain.{module}"), name)]


SCRIPTS = {
    "bash": r"""
# kamtui completion for bash. Put this line into ~/.bashrc:
#     source <(kamtui completion bash)
_kamtui() {
    local candidate word="${COMP_WORDS[COMP_CWORD]}" line="${COMP_LINE:0:COMP_POINT}" before
    COMPREPLY=()
    # a colon begins a new word for bash: what stands before it is there already
    before="${line##*[[:space:]]}"
    if [[ $COMP_WORDBREAKS == *:* ]]; then before="${before%"${before##*:}"}"; else before=""; fi
    while IFS= read -r candidate; do
        [[ $candidate == *: ]] && compopt -o nospace
        # inside quotes only what means something there is escaped, else every space
        case $word in
            \"*) candidate=$(printf %s "$candidate" | sed 's/[\\"$`]/\\&/g') ;;
            \'*) candidate="${candidate//\'/\'\\\'\'}" ;;
            *) candidate="${candidate#"$before"}"; printf -v candidate '%q' "$candidate" ;;
        esac
        COMPREPLY+=("$candidate")
    done < <(kamtui _complete -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o default -F _kamtui kamtui
""",
    "zsh": r"""
#compdef kamtui
# kamtui completion for zsh. Put these lines into ~/.zshrc:
#     autoload -Uz compinit && compinit
#     source <(kamtui completion zsh)
_kamtui() {
    local -a found
    found=("${(@f)$(kamtui _complete -- "${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
    if [[ "${found[1]}" == *: ]]; then compadd -S '' -- "${found[@]}"
    elif [[ -n "${found[1]}" ]]; then compadd -- "${found[@]}"
    else _files; fi
}
compdef _kamtui kamtui
""",
    "fish": r"""
# kamtui completion for fish. Put this line into ~/.config/fish/config.fish:
#     kamtui completion fish | source
function _kamtui
    set -l found (kamtui _complete -- (commandline -cp | string collect) 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c kamtui -f -a '(_kamtui)'
""",
}
"""Shell -> the script that `kamtui completion` prints."""
