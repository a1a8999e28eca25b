"""A review card as lines of (text, role): every reason with the key that answers it, then the account as it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from kamtui.domain.reviews import Card, InHand
from kamtui.domain.severity import Severity
from kamtui.domain.signals.reason import Action, Reason
from kamtui.i18n import t
from kamtui.render import reasoned
from kamtui.render.format import on_weekday
from kamtui.render.glyphs import Glyphs
from kamtui.render.text import clean, fit, width, wrap
from kamtui.store import accounts
from kamtui.store.book import Book
from kamtui.tui.accountlines import events, header, preview_lines
from kamtui.tui.text import Line

SIGNS = {Severity.RED: ("!", "error"), Severity.AMBER: ("~", "warn"), Severity.INFO: (" ", "")}
"""What marks a reason, and the role of its text."""

KEYS: Mapping[Action, Sequence[str]] = {
    Action.TOUCH: ["touch.log"],
    Action.STATUS: ["status.developing", "status.solid", "status.defending", "status.declining"],
    Action.NEXT: ["task.add"],
    Action.DONE: ["open"],
    Action.PEOPLE: ["look.people"],
    Action.TIER: ["tier.set"],
    Action.MONEY: ["look.money"],
    Action.OWNER: ["account.assign"],
    Action.PLAN: ["look.plan"],
    Action.PLAYBOOK: ["tier.playbook"],
    Action.PREPARE: ["tier.playbook"],
    Action.EXCEPTION: ["go.exceptions"],
    Action.DUPLICATE: ["go.duplicates"],
}
"""The bindings that answer a reason."""

TIMELINE = "timeline"
"""The tab at which an account opens when nothing asks for another."""

TIER = "tier page"
"""Where a reason leads that is no tab of the account."""

TABS = {Action.DONE: "tasks", Action.MONEY: "money", Action.TIER: TIER}
"""Where a card opens whose first reason asks for that."""

SIDE_BY_SIDE = 64
"""Cells from which what is to be done stands beside the reason, not below it."""

WHOLE = 8
"""Lines left below the reasons from which the tier steps fit too."""

Labels = Mapping[Action, str]
"""The keys of each action as they are written on this screen; an action that is absent here has none."""


def place_of(card: Card | None) -> str:
    """The tab at which a card opens, or `TIER`."""
    if card is None:
        return TIMELINE
    first = card.reasons[0].action
    # the others have a key of their own
    is_promise = any(reason.action is Action.DONE for reason in card.reasons)
    return TABS.get(first, TABS[Action.DONE] if is_promise else TIMELINE)


def answers(card: Card | None) -> str:
    """The signal that a next step promised at a card answers; "" where nothing asks for one."""
    if card is None:
        return ""
    return next((reason for reason in card.reasons if reason.action is Action.NEXT), card.reasons[0]).signal


def why_short(card: Card, cells: int) -> Line:
    """The first reason and how many more there are, in so many cells; the number is never cut."""
    first, *others = card.reasons
    more = f" +{len(others)}" if others else ""
    new = t("new ") if card.is_new else ""
    text = reasoned.why(first)
    room = max(cells - width(more) - width(new), 1)
    return [(new, "hit"), (fit(text, room) if width(text) > room else text, SIGNS[first.severity][1]), (more, "muted")]


def in_one_line(card: Card) -> str:
    """Every reason of a card."""
    return " · ".join(f"{SIGNS[reason.severity][0]} {reasoned.why(reason)}".strip() for reason in card.reasons)


def labels(active: Mapping[str, str]) -> Labels:
    """The keys of each action, given those in force: binding id -> its first key."""
    # imported late: it knows Textual, and the first rows are drawn before that is there
    from kamtui.tui.keys import joined_labels

    found = {action: [active[name] for name in KEYS[action] if name in active] for action in Action}
    return {action: joined_labels(keys) for action, keys in found.items() if keys}


def card_lines(book: Book, card: Card, labels: Labels, cells: int, height: int, glyphs: Glyphs) -> list[Line]:
    """What to do and why now, then as much of the account as fits into `height` lines."""
    today = book.today()
    new = t("new since you settled it") if card.is_new else ""
    lines = [_name(book, card.account_id, new), *_reasons(card, labels, cells), *_in_hand(card.in_hand, today)]
    return [*lines, *_account(book, card.account_id, cells, height - len(lines), glyphs)]


def settled_lines(
    book: Book, account: int, said: str, in_hand: Sequence[InHand], cells: int, height: int, glyphs: Glyphs
) -> list[Line]:
    """An account whose card is answered: how, what is in hand, and the account."""
    lines = [_name(book, account, f"{glyphs.check} {said}"), *_in_hand(in_hand, book.today())]
    return [*lines, *_account(book, account, cells, height - len(lines), glyphs)]


def _name(book: Book, account: int, more: str) -> Line:
    return [(f" {clean(accounts.row(book.conn, account).name)}", "strong"), (f"  #{account}  ", "muted"), (more, "hit")]


def _reasons(card: Card, labels: Labels, cells: int) -> Iterator[Line]:
    """Each reason with what is to be done about it: beside it, or below it where the lines are short."""
    keys = [labels.get(reason.action, "") for reason in card.reasons]
    verbs = [reasoned.verb(reason.action) + _elsewhere(card, reason) for reason in card.reasons]
    key_room, verb_room = max(map(width, keys)), max(map(width, verbs))
    for reason, key, verb in zip(card.reasons, keys, verbs, strict=True):
        sign, role = SIGNS[reason.severity]
        do: Line = [(fit(key, key_room, "right"), "accent"), (f" {verb}" if key else "", "")]
        text = reasoned.why(reason)
        if cells >= SIDE_BY_SIDE:
            yield [(f" {sign} ", role), (fit(text, cells - key_room - verb_room - 6), role), ("  ", ""), *do]
            continue
        for number, part in enumerate(wrap(text, cells - 4)):
            yield [(f" {' ' if number else sign} {part}", role)]
        yield [("     ", ""), *do]


def _elsewhere(card: Card, reason: Reason) -> str:
    """The tab to go to, where opening the card leads to another."""
    is_there = reason.action is not Action.DONE or place_of(card) == TABS[Action.DONE]
    return "" if is_there else f" ({t('Tasks')})"


def _in_hand(found: Sequence[InHand], today: dt.date) -> list[Line]:
    return [
        [
            (
                "   " + t("in hand: {why}, due {due}", why=reasoned.why(one.reason), due=on_weekday(one.due_on, today)),
                "muted",
            )
        ]
        for one in found
    ]


def _account(book: Book, account: int, cells: int, height: int, glyphs: Glyphs) -> list[Line]:
    """The account as the preview has it, without its name; where that does not fit, without the tier steps."""
    if height <= 0:
        return []
    if height >= WHOLE:
        return preview_lines(book, account, cells, height + 1, glyphs)[1:]
    lines = header(accounts.row(book.conn, account), book.today(), cells, glyphs)
    left = max(height - len(lines), 0)
    touches = events(book, account, glyphs, limit=left)[:left] if left else []
    return [*lines, *([(" ", ""), *event.line] for event in touches)]
