"""What a briefing says, section by section, in the user's language; every stored text in it is made safe here."""

from __future__ import annotations

from kamtui.domain.briefings import Briefing, Contacted, Promise, Voice
from kamtui.domain.health import Health
from kamtui.domain.severity import Severity
from kamtui.domain.statuses import Grade
from kamtui.domain.touches import Feedback
from kamtui.i18n import t
from kamtui.render import format
from kamtui.render.briefing import figures, issues, market, money, people, strategy, words
from kamtui.render.chart.lines import Span
from kamtui.render.document.page import Page, Row, Section, Steps, Style
from kamtui.render.glyphs import UNICODE, Glyphs
from kamtui.render.health import held_down, part_word, score, stage_word
from kamtui.render.reasoned import why

GRADES = {
    Grade.POTENTIAL: "has potential",
    Grade.LIMITED: "limited",
    Grade.GOOD: "good",
    Grade.SOLID: "very solid",
}
"""Grades that say more than their status."""

SIGNS = {Severity.RED: Span("!", "error"), Severity.AMBER: Span("~", "warn"), Severity.INFO: Span("-", "muted")}

REACTIONS = {Feedback.GOOD: "up", Feedback.NEUTRAL: "muted", Feedback.BAD: "error"}

QUESTIONS = ("Who is the customer?", "What do they want?", "How is the account managed?")
"""What a strategy for an account must answer (R85)."""


def page(known: Briefing, glyphs: Glyphs = UNICODE) -> Page:
    """A briefing as sections of text; those in which there is nothing to say are left out."""
    made = (
        _who(known, glyphs),
        market.market(known, glyphs),
        strategy.strategy(known),
        people.people(known, glyphs),
        _touches(known, glyphs),
        _promises(known, glyphs),
        issues.issues(known, glyphs),
        figures.numbers(known, glyphs),
        money.money(known, glyphs),
        figures.service(known, glyphs),
        _voices(known, glyphs),
        people.flags(known),
        _reasons(known),
        _ahead(known, glyphs),
        _asks(known),
    )
    who, code = known.who, known.who.external_id
    about = [code or f"#{who.account_id}", who.industry, who.place]
    if who.kind != "end_user":
        about.append(words.word(who.kind))
    if who.parent:
        about.append(t("part of {group}", group=words.safe(who.parent)))
    return Page(
        title=words.safe(who.name) or f"#{who.account_id}",
        about=f" {glyphs.dot} ".join(words.safe(part) for part in about if part),
        sections=[_without_empty_columns(section) for section in made if section.rows],
        foot=t("Briefing as of {on}", on=known.on),
    )


def _who(known: Briefing, glyphs: Glyphs) -> Section:
    who, day = known.who, words.day(known.on, glyphs)
    tier = [Span(format.tier_word(who.tier), who.tier or "")] if who.tier else [Span(t("no tier yet"), "warn")]
    rows = [
        words.fact(t("tier"), *tier, *words.since(who.tier_on, day), *words.because(words.policy(who.strategy), glyphs))
    ]
    status = [Span(format.status_word(who.status, glyphs), who.status or "warn")]
    details = [t(GRADES[who.grade])] if who.grade in GRADES else []
    details += [t("stage: {stage}", stage=stage_word(who.stage))] if who.stage else []
    if details:
        status.append(Span(f" ({', '.join(details)})"))
    rows.append(
        words.fact(
            t("status"),
            *status,
            *words.since(who.status_on, day),
            *words.because(words.safe(who.status_reason), glyphs),
        )
    )
    owner = Span(words.safe(who.owner)) if who.owner else Span(t("nobody owns it"), "warn")
    touched = (
        Span(t("never touched"), "warn")
        if who.last_touch_on is None
        else Span(
            t("last touch {on}, {days}d ago", on=day(who.last_touch_on), days=(known.on - who.last_touch_on).days)
        )
    )
    rows.append(words.fact(t("owner"), owner, Span(f" {glyphs.dot} "), touched))
    if known.health is not None:
        rows.append(_health(known.health, glyphs))
    return Section("who", t("Who they are"), Style.FACTS, rows, picture=Steps(known.on, known.who.tiers))


def _health(known: Health, glyphs: Glyphs) -> Row:
    """Its value with its parts, those nobody knows named, and what holds it down (D17)."""
    if known.value is None:
        return words.fact(t("health"), Span(t("unknown"), "warn"))
    parts = [
        f"{part_word(part)} {score(found.score)}" for part, found in known.parts.items() if found.score is not None
    ]
    if known.missing:
        parts.append(t("unknown: {names}", names=", ".join(map(part_word, known.missing))))
    row = words.fact(
        t("health"), Span(score(known.value), "strong"), Span(t(" of 100 ({parts})", parts=", ".join(parts)))
    )
    return row if known.capped_by is None else [*row, Span(f" {glyphs.dot} {held_down(known)[0]}", "error")]


def _touches(known: Briefing, glyphs: Glyphs) -> Section:
    rows = [_touch(known, each, glyphs) for each in known.touches]
    if not rows:
        rows = [[*[Span("")] * 4, Span(t("nothing was ever logged"), "warn")]]
    columns = (t("date"), t("kind"), t("reaction"), t("with"), t("summary"))
    return Section("touches", t("Last touches"), Style.TABLE, rows, columns)


def _touch(known: Briefing, each: Contacted, glyphs: Glyphs) -> Row:
    """Who of us it was stands before the summary, where it was not the owner alone."""
    others = [login for login in each.by if login != known.who.owner]
    by = f"{words.names(each.by)}: " if others else ""
    lesson = f" {glyphs.arrow} {words.safe(each.lesson)}" if each.lesson else ""
    reaction = Span("") if each.feedback is None else Span(f"({each.feedback})", REACTIONS[each.feedback])
    return [
        Span(words.day(known.on, glyphs)(each.on), "muted"),
        Span(words.word(each.kind)),
        reaction,
        Span(words.names(each.people), "strong"),
        Span(f"{by}{words.short(each.summary)}{lesson}"),
    ]


def _promises(known: Briefing, glyphs: Glyphs) -> Section:
    ours = [each for each in known.promises if not each.by_customer]
    theirs = [each for each in known.promises if each.by_customer]
    rows = [_promise(known, each, glyphs) for each in (*ours, *theirs)]
    if not ours:
        rows.insert(0, [Span(t("we")), *[Span("")] * 3, Span(t("nothing is open"), "muted")])
    if not theirs:
        rows.append([Span(t("they")), *[Span("")] * 3, Span(t("nothing is open"), "muted")])
    columns = (t("who"), t("due"), t("late"), t("with"), t("what"))
    return Section("promises", t("Open promises"), Style.TABLE, rows, columns)


def _promise(known: Briefing, each: Promise, glyphs: Glyphs) -> Row:
    late = each.late(known.on)
    due = t("no day") if each.due_on is None else words.day(known.on, glyphs)(each.due_on)
    people = [each.contact]
    if not each.by_customer and each.owner != known.who.owner:
        people.insert(0, each.owner)
    return [
        Span(t("they") if each.by_customer else t("we")),
        Span(due, "error" if late else ""),
        Span(t("{days}d late", days=late) if late else "", "error"),
        Span(words.names([name for name in people if name]), "muted"),
        Span(words.safe(each.title)),
    ]


def _voices(known: Briefing, glyphs: Glyphs) -> Section:
    rows: list[Row] = [_voice(known, each, glyphs) for each in known.voices]
    if not rows:
        rows = [[*[Span("")] * 4, Span(t("unknown: nobody was asked"), "warn")]]
    columns = (t("who"), t("of whom"), t("score"), t("date"), t("words"))
    return Section("voices", t("What they say of us"), Style.TABLE, rows, columns)


def _voice(known: Briefing, each: Voice, glyphs: Glyphs) -> Row:
    name = words.safe(each.name) or t("somebody")
    level = f" ({t(each.level)})" if each.level else ""
    before = "" if each.before is None else t(", before {score:g}", score=each.before)
    secret = t("confidential: ") if each.confidential else ""
    return [
        Span(name + level, "strong"),
        Span(words.safe(each.about) or t("our firm")),
        Span(t("{score:g} of 10", score=each.score) + before),
        Span(words.day(known.on, glyphs)(each.on), "muted"),
        Span(secret + words.safe(each.text)),
    ]


def _reasons(known: Briefing) -> Section:
    rows: list[Row] = [[SIGNS[reason.severity], Span(why(reason))] for reason in known.reasons]
    return Section("reasons", t("Why now"), Style.LIST, rows)


def _ahead(known: Briefing, glyphs: Glyphs) -> Section:
    rows: list[Row] = []
    for each in known.ahead:
        days = (each.on - known.on).days
        rows.append(
            [
                Span(words.day(known.on, glyphs)(each.on), "strong"),
                Span(t("today") if days == 0 else t("in {days}d", days=days)),
                Span(words.word(each.kind)),
                Span(words.names(each.people)),
                Span(words.safe(each.summary)),
            ]
        )
    columns = (t("date"), t("when"), t("kind"), t("with"), t("what"))
    return Section("ahead", t("Ahead"), Style.TABLE, rows, columns)


def _asks(known: Briefing) -> Section:
    rows: list[Row] = [[Span(""), Span(words.said(ask))] for ask in known.asks]
    questions = " ".join(t(question) for question in QUESTIONS)
    closing = t("Leave with an answer to: {questions}", questions=questions)
    return Section("asks", t("What to ask"), Style.ASK, [*rows, [Span(""), Span(closing, "strong")]])


def _without_empty_columns(section: Section) -> Section:
    """A table without the columns in which nothing stands; of one column it is a list."""
    if section.style is not Style.TABLE:
        return section
    kept = [place for place in range(len(section.columns)) if any(row[place].text for row in section.rows)]
    rows = [[row[place] for place in kept] for row in section.rows]
    if len(kept) == 1:
        return section._replace(style=Style.LIST, columns=(), rows=[[Span(""), *row] for row in rows])
    return section._replace(columns=[section.columns[place] for place in kept], rows=rows)
