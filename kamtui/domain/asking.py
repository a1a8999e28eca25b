"""What to ask in a meeting: derived from what is unknown, stale or contradictory (R19, R70, R85).

Each question is a pure function of what the briefing knows; the most pressing come first, and no more than a page has
room for.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from kamtui.domain.briefings import Ask, Briefing, Left, Person
from kamtui.domain.contacts import Level
from kamtui.domain.periods import months_between
from kamtui.domain.policy import SignalRules
from kamtui.domain.signals import sales
from kamtui.domain.statuses import Status
from kamtui.domain.tiers import Tier
from kamtui.domain.touches import Kind

MOST = 12
"""Questions that a page has room for; more of them nobody asks in one meeting."""

NAMED = 3
"""People that one question names."""

ROLES = 2
"""Buying roles that are asked for at once."""

CRITERIA = 2
"""Lines of the scorecard that are asked for at once."""

FALL = 2
"""Points of ten that satisfaction must fall by to be asked about: a default of ours."""

WALLET_DAYS = 365
"""After so long an estimate of the wallet is no longer believed: a default of ours."""


def asks(known: Briefing, rules: SignalRules) -> list[Ask]:
    """The questions of a briefing, the most pressing first."""
    topics = (
        _promises(known),
        _standing(known),
        _falling(known, rules),
        _successors(known),
        _silent(known),
        _nobody(known),
        _roles(known),
        _satisfaction(known, rules),
        _staff(known, rules),
        _events(known),
        _wallet(known),
        _criteria(known),
    )
    return list(islice(chain.from_iterable(topics), MOST))


_TROUBLE = {
    Status.DEFENDING: "Who attacks what we hold there, and with what? Defending for {days}d.",
    Status.DECLINING: "What would win them back? Declining for {days}d.",
}


def _promises(known: Briefing) -> Iterator[Ask]:
    """What they owe us, then what they will ask us about; of each side what is late the longest."""
    for by_customer, text in (
        (True, "What became of '{title}'? They are {days}d late."),
        (False, "Have an answer about '{title}': we are {days}d late."),
    ):
        late = [each for each in known.promises if each.by_customer is by_customer and each.late(known.on)]
        if late:
            worst = max(late, key=lambda each: each.late(known.on))
            yield Ask(text, {"title": worst.title, "days": worst.late(known.on)})


def _standing(known: Briefing) -> Iterator[Ask]:
    if known.who.status is None:
        yield Ask("Where do we stand with them? The relationship is not rated.", {})
    elif known.disproof is not None:
        yield Ask("Is the relationship what we say? {why}.", {"why": known.disproof})
    elif known.who.status in _TROUBLE and known.who.status_on is not None:
        yield Ask(_TROUBLE[known.who.status], {"days": (known.on - known.who.status_on).days})


def _falling(known: Briefing, rules: SignalRules) -> Iterator[Ask]:
    trend = known.numbers.trend
    if trend is not None and sales.level(trend, rules) is not None:
        months = months_between(*trend.period) + 1
        text = "Why do they buy less: demand, stock or a rival? {months} months at {percent:.0f} % of last year."
        yield Ask(text, {"months": months, "percent": trend.percent})


def _successors(known: Briefing) -> Iterator[Ask]:
    """Who left, and nobody of the same title is there, nor anybody new of the same level or function."""
    for gone in known.left:
        if not _is_followed(gone, known):
            days = (known.on - gone.on).days
            yield Ask("Who has taken over from {name}, who left {days}d ago?", {"name": gone.name, "days": days})


def _is_followed(gone: Left, known: Briefing) -> bool:
    def follows(one: Person) -> bool:
        if gone.title and one.title.casefold() == gone.title.casefold():
            return True
        is_new = one.since is not None and one.since >= gone.on
        return is_new and (one.level is gone.level or one.function is gone.function)

    return any(follows(one) for one in known.people)


def _silent(known: Briefing) -> Iterator[Ask]:
    """Who is silent, by level: executives each, of the other levels only where everybody is."""
    for level in Level:
        here = [one for one in known.people if one.level is level]
        quiet = [one for one in here if one.contact_id in known.silent]
        if not quiet or (len(quiet) < len(here) and level is not Level.EXEC):
            continue
        names = ", ".join(one.name for one in quiet[:NAMED])
        touched = max((one.last_on for one in quiet if one.last_on is not None), default=None)
        if touched is None:
            yield Ask("{level} level: how can we meet {names}? Never touched.", {"level": level.value, "names": names})
        else:
            fields = {"level": level.value, "names": names, "days": (known.on - touched).days}
            yield Ask("{level} level: what is on the mind of {names}? Silent for {days}d.", fields)


def _nobody(known: Briefing) -> Iterator[Ask]:
    """Levels at which we know nobody, and people of whom we do not know what they decide."""
    if not known.people:
        yield Ask("Who is who there? We know nobody.", {})
        return
    unplaced = [one.name for one in known.people if one.level is None]
    if unplaced:
        yield Ask("What can {names} decide? The level is unknown.", {"names": ", ".join(unplaced[:NAMED])})
    present = {one.level for one in known.people}
    wanted = Level if known.who.tier is Tier.KEY else (Level.EXEC,)
    for level in wanted:
        if level not in present:
            yield Ask("Who matters at the {level} level? We know nobody there.", {"level": level.value})


_WHO = {
    "role:economic": "Who gives the final approval for what we sell?",
    "role:user": "Who lives with what they buy from us?",
    "role:technical": "Who screens what they buy, and can say no?",
    "role:coach": "Who there would guide us?",
}


def _roles(known: Briefing) -> Iterator[Ask]:
    """Who has the buying roles that nobody is known to have, and what those win who decide (R38, R41)."""
    if known.who.tier is not Tier.KEY or not known.people:
        return
    subjects = [each.flag.subject for each in known.flags.flags]
    for subject in [each for each in _WHO if each in subjects][:ROLES]:
        yield Ask(_WHO[subject], {})
    for each in known.flags.flags:
        if each.flag.subject == "win" and not each.by_hand:
            yield Ask("What would {name} win personally by deciding for us?", {"name": each.flag.contact})
            return


def _satisfaction(known: Briefing, rules: SignalRules) -> Iterator[Ask]:
    """Why somebody is less satisfied, unless they said so in confidence; how satisfied they are, if it was long ago."""
    for voice in known.voices:
        if voice.about or voice.confidential or voice.before is None or voice.before - voice.score < FALL:
            continue
        fields: dict[str, object] = {"name": voice.name, "before": voice.before, "now": voice.score}
        yield Ask("What went wrong for {name}? Satisfaction fell from {before:g} to {now:g}.", fields)
    last = known.asked.firm_on
    if last is None:
        yield Ask("How satisfied are they with us, 0 to 10? Never asked.", {})
    elif (known.on - last).days > rules.opinion_days:
        days = (known.on - last).days
        yield Ask("How satisfied are they with us, 0 to 10? Last asked {days}d ago.", {"days": days})


def _staff(known: Briefing, rules: SignalRules) -> Iterator[Ask]:
    """What they think of our people; asked of those who buy (R47)."""
    last = known.asked.staff_on
    if known.who.tier not in (Tier.KEY, Tier.REGULAR):
        return
    if last is None:
        yield Ask("What do they think of our people? Never asked.", {})
    elif (known.on - last).days > rules.opinion_days:
        yield Ask("What do they think of our people? Last asked {days}d ago.", {"days": (known.on - last).days})


def _events(known: Briefing) -> Iterator[Ask]:
    for event in known.ahead:
        if event.kind is Kind.EVENT:
            fields = {"what": event.summary or event.kind.value, "days": (event.on - known.on).days}
            yield Ask("What do they need from us for '{what}' in {days}d?", fields)
            return


def _wallet(known: Briefing) -> Iterator[Ask]:
    wallet = known.numbers.wallet
    if wallet is None:
        yield Ask("What do they spend a year on what we offer, and with whom? The wallet is unknown.", {})
    elif (known.on - wallet.on).days > WALLET_DAYS:
        days = (known.on - wallet.on).days
        text = "Do they still spend {wallet} a year on what we offer? The estimate is {days}d old."
        yield Ask(text, {"wallet": wallet.value, "days": days})


def _criteria(known: Briefing) -> Iterator[Ask]:
    for criterion in known.unjudged[:CRITERIA]:
        fields: dict[str, object] = {"criterion": criterion.criterion, "why": Ask(criterion.why, {})}
        yield Ask("{criterion}: nobody has judged it. {why}", fields)
