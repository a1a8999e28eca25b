"""What the tour asks for, in its order, and how it is seen that it was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol


class Sight(Protocol):
    """What the tour sees of the app while it waits for a step."""

    screens: frozenset[str]
    """The classes of the screen on top."""
    row: int
    """Where the cursor of its list stands, from 0; -1 without one."""
    tabs: int
    """How many tabs of accounts were seen since the step began."""
    filter: str
    """The filter in force."""
    is_typing: bool
    """Whether a line is open."""
    done: frozenset[str]
    """The operations that one has done since the step began."""


class Step(NamedTuple):
    """One thing to do."""

    text: str
    """English, with the keys as fields."""
    is_done: Callable[[Sight], bool]
    keys: Mapping[str, tuple[str, str]]
    """Field -> the id of the binding and what it is where nobody moved it."""


def _step(text: str, is_done: Callable[[Sight], bool], **keys: tuple[str, str]) -> Step:
    return Step(text, is_done, keys)


HELP, PALETTE = ("help", "?"), ("palette", ":")
DOWN, UP, OPEN, BACK = ("move.down", "j"), ("move.up", "k"), ("open", "Enter"), ("back.quit", "q")

STEPS = (
    _step(
        "This is the review: the accounts that want attention today, worst first. {down} goes down, {up} up."
        " Go to the third row.",
        lambda at: "Review" in at.screens and at.row >= 2,
        down=DOWN,
        up=UP,
    ),
    _step(
        "Beside or below the list stands why an account is here, and the key that answers it. {open} opens"
        " the account.",
        lambda at: "AccountPage" in at.screens,
        open=OPEN,
    ),
    _step(
        "The page of one account. {tab} goes on through its tabs: the story of touches and decisions, people,"
        " tier, money. Look at two more.",
        lambda at: at.tabs >= 3,
        tab=("tab.next", "Tab"),
    ),
    _step(
        "{back} goes back, here and everywhere; a line that is open is left with Esc. Go back to the review.",
        lambda at: "Review" in at.screens,
        back=BACK,
    ),
    _step(
        "Digits rate the relationship: 1 developing, 2 solid, 3 defending, 4 declining. Press {key}, then write why,"
        " or nothing, and Enter.",
        lambda at: "status.set" in at.done,
        key=("status.defending", "3"),
    ),
    _step(
        "It was saved the moment you pressed Enter; nothing here asks whether you are sure. {undo} takes your last"
        " change back.",
        lambda at: "history.undo" in at.done,
        undo=("history.undo", "u"),
    ),
    _step(
        "{touch} opens the touch line. c is a call, m a mail, v a visit, then what was said. Type: c they ask for the"
        " new price, and Enter.",
        lambda at: bool({"touch.log", "touch.add"} & at.done),
        touch=("touch.log", "t"),
    ),
    _step(
        "{next} promises a next step: when, and what. Type: fri send the offer, and Enter.",
        lambda at: "task.add" in at.done,
        next=("task.add", "n"),
    ),
    _step(
        "The account is looked at: {done} says so and goes on to the next one.",
        lambda at: "review.done" in at.done,
        done=("review.done", "d"),
    ),
    _step(
        "Capital letters go to screens. {accounts} shows the whole book.",
        lambda at: "Accounts" in at.screens,
        accounts=("go.accounts", "A"),
    ),
    _step(
        "{find} filters while you type: a part of a name, pinyin initials, tier:key, last:>30. Type tier:key,"
        " and Enter.",
        lambda at: "Accounts" in at.screens and bool(at.filter) and not at.is_typing,
        find=("find", "/"),
    ),
    _step(
        "Esc takes the filter away again: first what is marked, then the filter, then the screen.",
        lambda at: "Accounts" in at.screens and not at.filter and not at.is_typing,
    ),
    _step(
        "{tier} shows why an account has its tier, and what the rules propose. Press it on any account.",
        lambda at: "TierPage" in at.screens,
        tier=("tier.set", "m"),
    ),
    _step(
        "What counts for and against is listed here, with where each mark comes from. {movement} shows who moved"
        " between tiers.",
        lambda at: "MovementPage" in at.screens,
        movement=("go.movement", "M"),
    ),
    _step(
        "{palette} opens the palette: everything there is to do, and every account by name or pinyin. Look through it;"
        " Esc closes it.",
        lambda at: "Palette" in at.screens,
        palette=PALETTE,
    ),
    _step(
        "{help} lists the keys of the screen you are on, whichever it is; Enter there runs one. Press it, after Esc.",
        lambda at: "HelpScreen" in at.screens,
        help=HELP,
    ),
    _step(
        "That was the tour. Go on trying things out here: this copy is thrown away when you leave with ctrl+q."
        " Your own book: kamtui.",
        lambda at: False,
    ),
)
