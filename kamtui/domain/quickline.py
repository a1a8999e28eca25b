"""The touch line: one typed line -> kind, people, length, day, promises, status, reaction, and the rest as summary.

    c @李娜 续约价格已确认 >fri 发合同 ~2          visit @王 @李 @Chen 2h yesterday talked price
    call 王总 谈妥Q3价格 next 7d                   电话 王总 谈妥Q3价格 下周五跟进
    v @Chen likes the sample (+) >fri send the offer <mon drawings

A mark stands at the start of a word: @person, >date and what we promised, <date and what they promised, ^date of the
touch, ~status. A word of its own are (+) (0) (-): how the customer reacted. Some things are understood without a
mark, as they can hardly mean anything else: 90m or 2h, yesterday, 3天前, "next fri", 明天. A mark beats the unmarked
form, the first beats a later one, and whatever is not understood stays text: no word is lost. The text behind a
promise is its title, up to the next thing understood.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kamtui.domain import fields
from kamtui.domain.fields import Lean
from kamtui.domain.statuses import Status
from kamtui.domain.texts import HAN, clipped, same_length, tidy, value_or_none
from kamtui.domain.touches import Feedback, Kind
from kamtui.errors import BadInput
from kamtui.i18n import t

LONGEST_DATE = 4
"""Words that a date may take, as in "end of next month"."""

MOST_NAMES = 6
"""Words at the start of the summary that may be people."""


class FollowUp(NamedTuple):
    """A promise: our next step, or theirs."""

    on: dt.date
    title: str
    """"" where only the day was given."""


class MaybePerson(NamedTuple):
    """A name-like word at the start of the summary."""

    name: str
    start: int
    stop: int
    """Where it stands: `summary[start:stop] == name`."""


class QuickLine(NamedTuple):
    """What a touch line says; None, () and "" are what it does not say."""

    kind: Kind | None = None
    people: tuple[str, ...] = ()
    """The names marked with @, as typed and without the mark; the caller finds the contacts."""
    maybe_people: tuple[MaybePerson, ...] = ()
    """Name-like words after the kind where nobody has an @; still in the summary, see `with_people`."""
    minutes: int | None = None
    on: dt.date | None = None
    """When it was; None is today."""
    follow_up: FollowUp | None = None
    status: Status | None = None
    summary: str = ""
    their_promise: FollowUp | None = None
    """What the customer promised us."""
    feedback: Feedback | None = None
    """How the customer reacted (R37)."""

    @property
    def empty(self) -> bool:
        """Whether it says nothing at all, so that there is nothing to log."""
        return self == QuickLine()


def parse(line: str, today: dt.date) -> QuickLine:
    """What `line` says, typed on `today`; never refuses: what it cannot read is summary."""
    words = re.findall(_WORD, line)
    reading = _Reading(words, today)
    while reading.at < len(words):
        reading.step()
    summary = " ".join(reading.summary)
    return QuickLine(
        kind=reading.kind,
        people=tuple(reading.people),
        maybe_people=_names_at_start(summary) if reading.kind and not reading.people else (),
        minutes=reading.minutes,
        on=reading.on,
        follow_up=_promise(reading.due, reading.title),
        status=reading.status,
        summary=summary,
        their_promise=_promise(reading.their_due, reading.their_title),
        feedback=reading.feedback,
    )


def next_step(text: str, today: dt.date) -> FollowUp:
    """The next step that `text` alone says, such as "fri send the offer" or 周五发合同; BadInput without a date."""
    words = [">", *re.findall(_WORD, text.strip().lstrip(">》"))]
    found = _Reading(words, today).next_step()
    if found is None:
        raise BadInput(t("'{text}' begins with no date; try \"fri send the offer\"", text=clipped(text)))
    return found


def with_people(line: QuickLine, is_contact: Callable[[str], bool]) -> QuickLine:
    """`line` with its possible people decided: those `is_contact` knows move from the summary to `people`.

    Asks about the first word or words (Mary Ann before Mary), then about the next, and stops at the first that
    is nobody; so the summary keeps every word that is no person. `names.answers_to` tells whether a contact is
    meant by a word; a prefix of a name would not do.
    """
    waiting, taken, cut = line.maybe_people, list(line.people), 0
    while waiting:
        for count in range(min(3, len(waiting)), 0, -1):
            stop = waiting[count - 1].stop
            name = line.summary[waiting[0].start : stop]
            if is_contact(name):
                break
        else:
            break
        taken.append(name)
        waiting, cut = waiting[count:], stop
    rest = line.summary[cut:].lstrip(_SEPARATORS) if cut else line.summary
    return line._replace(people=tuple(taken), maybe_people=(), summary=rest)


def _promise(due: dt.date | None, title: Sequence[str]) -> FollowUp | None:
    return None if due is None else FollowUp(due, " ".join(title))


_OURS = ">》"
_THEIRS = "<《"
_REACTIONS = {f"({feedback})": feedback for feedback in Feedback}
_SEPARATORS = " ,，、;；:：/&+"
_STOPS = ",，.。;；"
_WORD = (
    r'[@＠]["“”][^"“”]+["“”]'  # @"Mary Ann"
    r'|[@＠]["“”]?[^\s@＠"“”,，、;；:：]+[,，、;；:：]*'  # @李娜, also in @王@李 and @李娜，续约
    r"|\S+"
)
_NAME = r"([^\W\d_]+(?:[.'’·・-]+[^\W\d_]+)*\.?)(?:[ ,，、;；:：/&+]+|$)"
_PAST = (
    r"today|yesterday|(?:the )?day before yesterday|last [a-z]+|.* ago"
    r"|今天|今日|昨天|昨日|大?前天|上+个?(?:周|星期|礼拜).|.*前"
)
_NEXT = r"next .+|(?:the )?day after tomorrow|tomorrow|tmrw?"
_NEXT_GLUED = r"大?后天|明[天日]|下+个?(?:周|星期|礼拜).?|.+后"
_ONE_WORD = ("一起", "一定", "一次", "一直", "日程")
"""下周一起吃饭 is next week, not next Monday."""


class _Reading:
    """A line half read: where the reader stands, and what it found so far."""

    def __init__(self, words: Sequence[str], today: dt.date) -> None:
        self.words = words
        self.today = today
        self.at = 0
        self.kind: Kind | None = None
        self.people: list[str] = []
        self.minutes: int | None = None
        self.on: dt.date | None = None
        self.due: dt.date | None = None
        self.their_due: dt.date | None = None
        self.status: Status | None = None
        self.feedback: Feedback | None = None
        self.summary: list[str] = []
        self.title: list[str] = []
        self.their_title: list[str] = []
        self.text = self.summary
        places = range(len(words))
        self.marked_on = any(self._marked("^", place, "past") for place in places)
        self.marked_next = any(self._marked(_OURS, place, "future") for place in places)

    def step(self) -> None:
        """Read on by one thing understood or one word of text."""
        before = self.at
        understood = (
            self._person,
            self._status,
            self._reaction,
            self._day,
            self._next_step,
            self._their_promise,
            self._length,
        )
        for take in understood:
            if take():
                return
        word = self.words[before]
        self.at += 1
        if self.text is self.summary and not self.summary and self.kind is None:
            self.kind = value_or_none(fields.kind, word.rstrip(":："))
            if self.kind:
                return
        self.text.append(word)

    def next_step(self) -> FollowUp | None:
        """The next step that begins the line, with everything behind it as its title."""
        found = self._marked(">", 0, "future")
        return found and FollowUp(found[0], " ".join([*filter(None, [_by_then(found[2])]), *self.words[found[1] :]]))

    def _person(self) -> bool:
        name = self.words[self.at]
        if name[0] not in "@＠" or not (name := name[1:].rstrip(_SEPARATORS).strip('"“” ')):
            return False
        self.people.append(name)
        return self._done(1)

    def _status(self) -> bool:
        word = tidy(self.words[self.at])
        found = value_or_none(fields.status, word[1:]) if word.startswith("~") and not self.status else None
        self.status = found or self.status
        return found is not None and self._done(1)

    def _reaction(self) -> bool:
        found = None if self.feedback else _REACTIONS.get(tidy(self.words[self.at].rstrip(_STOPS)))
        self.feedback = found or self.feedback
        return found is not None and self._done(1)

    def _day(self) -> bool:
        if self.on:
            return False
        found = self._marked("^", self.at, "past")
        if not found and not self.marked_on:
            found = self._said(_PAST)
        if not found:
            return False
        self.on, count, glued = found
        self._done(count)
        self.text += [glued] if glued else []
        return True

    def _next_step(self) -> bool:
        if self.due:
            return False
        found = self._marked(_OURS, self.at, "future")
        if not found and not self.marked_next:
            found = self._said(_NEXT) or self._glued(self.words[self.at], "future", _NEXT_GLUED)
        if not found:
            return False
        self.due, count, glued = found
        return self._titled(self.title, count, glued)

    def _their_promise(self) -> bool:
        # 《合同》 is the title of something
        if self.their_due or "》" in self.words[self.at]:
            return False
        found = self._marked(_THEIRS, self.at, "future")
        if not found:
            return False
        self.their_due, count, glued = found
        return self._titled(self.their_title, count, glued)

    def _titled(self, title: list[str], count: int, glued: str) -> bool:
        """Read on behind the day of a promise: what follows is its title."""
        self._done(count)
        self.text = title
        glued = _by_then(glued)
        self.text += [glued] if glued else []
        return True

    def _length(self) -> bool:
        word = self.words[self.at].rstrip(_STOPS)
        # a number without a unit is text, and so is 2:30
        has_unit = re.search(r"[^\d.,:]", tidy(word)) is not None
        found = value_or_none(fields.minutes, word) if has_unit and self.minutes is None else None
        self.minutes = self.minutes if found is None else found
        return found is not None and self._done(1)

    def _done(self, count: int) -> bool:
        self.at += count
        self.text = self.summary
        return True

    def _marked(self, marks: str, place: int, lean: Lean) -> tuple[dt.date, int, str] | None:
        """The date behind a mark at `place`: the day, the words it takes, and text glued to it."""
        word = self.words[place]
        if same_length(word)[0] not in marks:
            return None
        # "> fri" is a mark too
        bare = len(word) == 1
        following = self.words[place + 1 : place + 1 + LONGEST_DATE]
        candidates = [*following] if bare else [word[1:], *following]
        for count in range(min(LONGEST_DATE, len(candidates)), 0, -1):
            if day := self._date(" ".join(candidates[:count]), lean):
                return day, count + bare, ""
        found = self._glued(candidates[0], lean, ".+") if candidates else None
        return found and (found[0], 1 + bare, found[2])

    def _glued(self, word: str, lean: Lean, pattern: str) -> tuple[dt.date, int, str] | None:
        """A date of this pattern with Chinese text or a comma right behind it, or alone: 周五发合同."""
        folded = same_length(word)
        for length in range(min(len(word), 12), 0, -1):
            day_text, rest = folded[:length], word[length:]
            splits = rest and (not re.match(f"[{HAN}{_SEPARATORS}]", rest) or day_text[-1] + rest[0] in _ONE_WORD)
            if not splits and re.fullmatch(pattern, day_text) and (day := self._date(day_text, lean)):
                return day, 1, rest
        return None

    def _said(self, pattern: str) -> tuple[dt.date, int, str] | None:
        """A date in plain words of this pattern, the longest that is one."""
        for count in range(min(LONGEST_DATE, len(self.words) - self.at), 0, -1):
            phrase = tidy(" ".join(self.words[self.at : self.at + count])).rstrip(_STOPS)
            if re.fullmatch(pattern, phrase) and (day := self._date(phrase, None)):
                return day, count, ""
        return None

    def _date(self, text: str, lean: Lean | None) -> dt.date | None:
        return value_or_none(lambda stripped: fields.date(stripped, self.today, lean=lean), text.rstrip(_STOPS))


def _by_then(glued: str) -> str:
    """Text glued to a date without the word that says "by": 下周五前发合同."""
    return re.sub(r"^之?前", "", glued).lstrip(_SEPARATORS)


def _names_at_start(summary: str) -> tuple[MaybePerson, ...]:
    names: list[MaybePerson] = []
    place = 0
    while len(names) < MOST_NAMES and (found := re.match(_NAME, summary[place:])):
        names.append(MaybePerson(found[1], place, place + found.end(1)))
        place += found.end()
    return tuple(names)
