"""The touch line understands what it claims to and loses nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.domain.names import answers_to
from kamtui.domain.quickline import FollowUp, MaybePerson, QuickLine, parse, with_people
from kamtui.domain.statuses import Status
from kamtui.domain.touches import Feedback, Kind

WEDNESDAY = dt.date(2026, 11, 18)
YESTERDAY = dt.date(2026, 11, 17)
FRIDAY = dt.date(2026, 11, 20)
LAST_FRIDAY = dt.date(2026, 11, 13)
FRIDAY_NEXT_WEEK = dt.date(2026, 11, 27)
IN_A_WEEK = dt.date(2026, 11, 25)


def understood(line: str) -> QuickLine:
    """The parse without its possible people, which have tests of their own."""
    return parse(line, WEDNESDAY)._replace(maybe_people=())


@pytest.mark.parametrize("line", ["", "   ", "\u3000\t"])
def test_an_empty_line_says_nothing(line: str) -> None:
    assert parse(line, WEDNESDAY) == QuickLine()
    assert parse(line, WEDNESDAY).empty


def test_a_kind_alone_says_something() -> None:
    assert not parse("c", WEDNESDAY).empty


def test_the_line_of_the_account_screen() -> None:
    assert understood("c @李娜 续约价格已确认 >fri 发合同 ~2") == QuickLine(
        kind=Kind.CALL,
        people=("李娜",),
        follow_up=FollowUp(FRIDAY, "发合同"),
        status=Status.SOLID,
        summary="续约价格已确认",
    )


def test_the_line_of_the_command_line() -> None:
    line = parse("call 王总 谈妥Q3价格 next 7d", WEDNESDAY)
    assert line.kind is Kind.CALL
    assert line.follow_up == FollowUp(IN_A_WEEK, "")
    assert line.maybe_people == (MaybePerson("王总", 0, 2),)
    assert with_people(line, lambda name: name == "王总") == QuickLine(
        kind=Kind.CALL, people=("王总",), follow_up=FollowUp(IN_A_WEEK, ""), summary="谈妥Q3价格"
    )


def test_a_visit_with_three_people_yesterday() -> None:
    assert understood("visit @王 @李 @Chen 2h yesterday talked about price") == QuickLine(
        kind=Kind.VISIT, people=("王", "李", "Chen"), minutes=120, on=YESTERDAY, summary="talked about price"
    )


def test_the_whole_line_in_chinese() -> None:
    line = "电话 ＠王伟 谈妥Q3价格 ２小时 昨天 下周五跟进 ～稳固"
    assert understood(line) == QuickLine(
        kind=Kind.CALL,
        people=("王伟",),
        minutes=120,
        on=YESTERDAY,
        follow_up=FollowUp(FRIDAY_NEXT_WEEK, "跟进"),
        status=Status.SOLID,
        summary="谈妥Q3价格",
    )


PARTS = ["@王伟", "2h", "yesterday", "~2", ">fri send the offer"]


@given(st.permutations(PARTS))
def test_the_parts_may_come_in_any_order(parts: list[str]) -> None:
    assert understood(" ".join(["visit", "price agreed", *parts])) == QuickLine(
        kind=Kind.VISIT,
        people=("王伟",),
        minutes=120,
        on=YESTERDAY,
        follow_up=FollowUp(FRIDAY, "send the offer"),
        status=Status.SOLID,
        summary="price agreed",
    )


@given(st.permutations([*PARTS[:4], "visit"]))
def test_the_kind_is_the_first_word_of_text_wherever_it_stands(parts: list[str]) -> None:
    assert understood(" ".join([*parts, "price agreed"])).kind is Kind.VISIT


@pytest.mark.parametrize(
    ("line", "kind", "summary"),
    [
        ("c renewal", Kind.CALL, "renewal"),
        ("m renewal", Kind.EMAIL, "renewal"),
        ("v renewal", Kind.VISIT, "renewal"),
        ("w renewal", Kind.MESSAGE, "renewal"),
        ("g renewal", Kind.MEETING, "renewal"),
        ("n renewal", Kind.NOTE, "renewal"),
        ("Call: renewal", Kind.CALL, "renewal"),
        ("拜访 续约", Kind.VISIT, "续约"),
        ("微信：续约", None, "微信：续约"),
        ("renewal call", None, "renewal call"),
        ("c v", Kind.CALL, "v"),
    ],
)
def test_the_kind_is_a_letter_or_a_word_at_the_start(line: str, kind: Kind | None, summary: str) -> None:
    assert understood(line) == QuickLine(kind=kind, summary=summary)


@pytest.mark.parametrize(
    ("line", "people", "summary"),
    [
        ('@"Mary Ann" agreed', ("Mary Ann",), "agreed"),
        ("@“Mary Ann” agreed", ("Mary Ann",), "agreed"),
        ('@"Mary Ann agreed', ("Mary",), "Ann agreed"),
        ("@王@李 谈妥", ("王", "李"), "谈妥"),
        ("@李娜，续约已确认", ("李娜",), "续约已确认"),
        ("@Chen, @Lee: agreed", ("Chen", "Lee"), "agreed"),
        ("mail li@acme.com @ noon", (), "li@acme.com @ noon"),
        ('agreed @"" @', (), 'agreed @"" @'),
    ],
)
def test_people_are_marked_with_at(line: str, people: tuple[str, ...], summary: str) -> None:
    found = parse(line, WEDNESDAY)
    assert (found.people, found.summary) == (people, summary)


@pytest.mark.parametrize(
    ("line", "due", "title", "summary"),
    [
        ("agreed >fri", FRIDAY, "", "agreed"),
        ("agreed >fri send offer", FRIDAY, "send offer", "agreed"),
        ("agreed > fri send offer", FRIDAY, "send offer", "agreed"),
        ("agreed >next fri, send offer", FRIDAY, "send offer", "agreed"),
        ("agreed >in 2 weeks send offer", dt.date(2026, 12, 2), "send offer", "agreed"),
        ("agreed >end of next month send offer", dt.date(2026, 12, 31), "send offer", "agreed"),
        ("agreed >2026-12-01 send offer", dt.date(2026, 12, 1), "send offer", "agreed"),
        ("谈妥 ＞周五 发合同", FRIDAY, "发合同", "谈妥"),
        ("谈妥 》周五 发合同", FRIDAY, "发合同", "谈妥"),
        ("谈妥 >下周五发合同", FRIDAY_NEXT_WEEK, "发合同", "谈妥"),
        ("谈妥 >1月5日发合同", dt.date(2027, 1, 5), "发合同", "谈妥"),
        ("谈妥 >３天后回访", dt.date(2026, 11, 21), "回访", "谈妥"),
        ("agreed next 7d", IN_A_WEEK, "", "agreed"),
        ("agreed next 7d send offer", IN_A_WEEK, "send offer", "agreed"),
        ("agreed next fri.", FRIDAY, "", "agreed"),
        ("agreed next week", dt.date(2026, 11, 23), "", "agreed"),
        ("agreed tomorrow send offer", dt.date(2026, 11, 19), "send offer", "agreed"),
        ("谈妥 下周五跟进", FRIDAY_NEXT_WEEK, "跟进", "谈妥"),
        ("谈妥 下周五，跟进 合同", FRIDAY_NEXT_WEEK, "跟进 合同", "谈妥"),
        ("谈妥 下周五前发合同", FRIDAY_NEXT_WEEK, "发合同", "谈妥"),
        ("谈妥 两周后回访", dt.date(2026, 12, 2), "回访", "谈妥"),
        ("谈妥 >周五，回访", FRIDAY, "回访", "谈妥"),
        ("谈妥 明天 回访", dt.date(2026, 11, 19), "回访", "谈妥"),
        ("谈妥 下周一起吃饭", dt.date(2026, 11, 23), "一起吃饭", "谈妥"),
        ("谈妥 下周日程安排", dt.date(2026, 11, 23), "日程安排", "谈妥"),
    ],
)
def test_the_next_step_is_a_date_and_its_text(line: str, due: dt.date, title: str, summary: str) -> None:
    assert understood(line) == QuickLine(follow_up=FollowUp(due, title), summary=summary)


@pytest.mark.parametrize(
    ("line", "due", "title", "summary"),
    [
        ("agreed <fri", FRIDAY, "", "agreed"),
        ("agreed <fri drawings", FRIDAY, "drawings", "agreed"),
        ("agreed < next fri, drawings", FRIDAY, "drawings", "agreed"),
        ("谈妥 ＜周五 寄图纸", FRIDAY, "寄图纸", "谈妥"),
        ("谈妥 《下周五前寄图纸", FRIDAY_NEXT_WEEK, "寄图纸", "谈妥"),
    ],
)
def test_what_they_promised_is_marked_the_other_way(line: str, due: dt.date, title: str, summary: str) -> None:
    assert understood(line) == QuickLine(their_promise=FollowUp(due, title), summary=summary)


@pytest.mark.parametrize("line", [">fri offer <mon drawings agreed", "<mon drawings agreed >fri offer"])
def test_both_sides_may_promise_in_one_line(line: str) -> None:
    found = understood(line)
    assert found.follow_up is not None
    assert found.their_promise is not None
    assert (found.follow_up.on, found.their_promise.on) == (FRIDAY, dt.date(2026, 11, 23))
    titles = f"{found.follow_up.title} {found.their_promise.title}"
    assert titles == "offer drawings agreed"


@pytest.mark.parametrize(
    ("mark", "feedback"),
    [
        ("(+)", Feedback.GOOD),
        ("(0)", Feedback.NEUTRAL),
        ("(-)", Feedback.BAD),
        ("（＋）", Feedback.GOOD),
        ("(−),", Feedback.BAD),
    ],
)
def test_how_the_customer_reacted_is_a_word_of_its_own(mark: str, feedback: Feedback) -> None:
    assert understood(f"call likes the sample {mark} and the price") == QuickLine(
        kind=Kind.CALL, summary="likes the sample and the price", feedback=feedback
    )


@pytest.mark.parametrize(
    ("line", "on", "summary"),
    [
        ("agreed ^yesterday", YESTERDAY, "agreed"),
        ("^fri agreed", LAST_FRIDAY, "agreed"),
        ("^周五 谈妥", LAST_FRIDAY, "谈妥"),
        ("^昨天谈妥", YESTERDAY, "谈妥"),
        ("^2 days ago agreed", dt.date(2026, 11, 16), "agreed"),
        ("^12月20日 谈妥", dt.date(2025, 12, 20), "谈妥"),
        ("^tomorrow agreed", dt.date(2026, 11, 19), "agreed"),
        ("yesterday agreed", YESTERDAY, "agreed"),
        ("agreed today.", WEDNESDAY, "agreed"),
        ("agreed last fri", LAST_FRIDAY, "agreed"),
        ("agreed 3 days ago", dt.date(2026, 11, 15), "agreed"),
        ("谈妥 3天前", dt.date(2026, 11, 15), "谈妥"),
        ("谈妥 上周五", LAST_FRIDAY, "谈妥"),
        ("agreed day before yesterday", dt.date(2026, 11, 16), "agreed"),
    ],
)
def test_the_day_it_was_leans_to_the_past(line: str, on: dt.date, summary: str) -> None:
    assert understood(line) == QuickLine(on=on, summary=summary)


@pytest.mark.parametrize(
    "line",
    [
        "next time bring samples",
        "last time was better",
        "price > 500",
        ">30% overdue",
        "not ~approximately 9",
        "~9 ~0 ~2h",
        "^_^ good mood",
        "-> see mail",
        "met 3 people 90 2026",
        "order 4711 at 2:30",
        "昨天王总说太贵",
        "周五开会讨论",
        "a few days ago he said",
        "下午谈妥",
        "之前 以前",
        "C++ & R&D 50% [red]x[/red] <b>",
        "three days from next to nothing",
        "margin <3 or <10% <b> <5",
        "a < b",
        "寄了《明天会更好》",
        "《周五见》 很好看",
        "grade C(+) vitamin(0) (++) (1)",
    ],
)
def test_what_only_looks_like_a_part_stays_text(line: str) -> None:
    assert understood("note " + line) == QuickLine(kind=Kind.NOTE, summary=line)


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("90m", 90),
        ("2h", 120),
        ("1.5h,", 90),
        ("1h30", 90),
        ("2小时", 120),
        ("半小时", 30),
        ("三十分钟", 30),
        ("９０ｍ", 90),
    ],
)
def test_a_length_needs_a_unit(line: str, minutes: int) -> None:
    assert understood(f"visit {line} agreed") == QuickLine(kind=Kind.VISIT, minutes=minutes, summary="agreed")


def test_the_first_of_two_counts_and_the_second_stays_text() -> None:
    assert understood("~1 ~2 90m 2h yesterday today >fri offer >mon call") == QuickLine(
        minutes=90,
        on=YESTERDAY,
        status=Status.DEVELOPING,
        follow_up=FollowUp(FRIDAY, "offer >mon call"),
        summary="~2 2h today",
    )


def test_a_mark_beats_the_same_said_without_one() -> None:
    assert understood("wants it next fri as he said yesterday >mon offer ^last fri") == QuickLine(
        on=LAST_FRIDAY,
        follow_up=FollowUp(dt.date(2026, 11, 23), "offer"),
        summary="wants it next fri as he said yesterday",
    )


def test_the_text_of_the_next_step_ends_where_something_else_is_understood() -> None:
    assert understood(">fri send offer ~2 price agreed") == QuickLine(
        follow_up=FollowUp(FRIDAY, "send offer"), status=Status.SOLID, summary="price agreed"
    )


CONTACTS = ["王伟", "李娜", "Mary Ann Lee", "Tom Berg"]


def is_contact(said: str) -> bool:
    return any(answers_to(name, said) for name in CONTACTS)


@pytest.mark.parametrize(
    ("line", "people", "summary"),
    [
        ("call 王总 谈妥Q3价格", ("王总",), "谈妥Q3价格"),
        ("call 王总，谈妥价格", ("王总",), "谈妥价格"),
        ("call 王总、李经理 谈妥", ("王总", "李经理"), "谈妥"),
        ("call Mary Ann agreed", ("Mary Ann",), "agreed"),
        ("call Mary agreed", ("Mary",), "agreed"),
        ("call Mary Ann Lee, Tom agreed", ("Mary Ann Lee", "Tom"), "agreed"),
        ("call 赵总 谈妥", (), "赵总 谈妥"),
        ("call agreed with Tom", (), "agreed with Tom"),
        ("call 2h 王伟 谈妥", ("王伟",), "谈妥"),
        ("call 王总", ("王总",), ""),
        ("王总 谈妥", (), "王总 谈妥"),
        ("call @Tom Mary agreed", ("Tom",), "Mary agreed"),
        ("call 4711 Tom", (), "4711 Tom"),
    ],
)
def test_names_right_after_the_kind_are_people_if_the_caller_knows_them(
    line: str, people: tuple[str, ...], summary: str
) -> None:
    decided = with_people(parse(line, WEDNESDAY), is_contact)
    assert (decided.people, decided.summary, decided.maybe_people) == (people, summary, ())


@given(st.text())
def test_possible_people_stand_in_the_summary_where_they_say(text: str) -> None:
    line = parse(f"call {text}", WEDNESDAY)
    assert all(line.summary[maybe.start : maybe.stop] == maybe.name for maybe in line.maybe_people)


@given(st.text())
def test_people_that_nobody_knows_leave_the_line_as_it_was(text: str) -> None:
    line = parse(f"call {text}", WEDNESDAY)
    assert with_people(line, lambda name: False) == line._replace(maybe_people=())


PLAIN = st.text(alphabet="bdfjkqxz价格合同样品", min_size=3, max_size=6)
MARKED = st.sampled_from(
    [
        "@王伟",
        '@"Mary Ann"',
        "2h",
        "yesterday",
        "^last fri",
        "~2",
        ">fri",
        "<fri",
        "(+)",
        "next 7d",
        "下周五",
        "3天前",
        "半小时",
        "~solid",
    ]
)


@given(st.lists(PLAIN | MARKED, max_size=12))
def test_no_word_is_lost_and_none_changes_its_order(words: list[str]) -> None:
    line = parse(" ".join(words), WEDNESDAY)
    title = line.follow_up.title if line.follow_up else ""
    theirs = line.their_promise.title if line.their_promise else ""
    kept = f"{line.summary} {title} {theirs}".split()
    plain = [word for word in words if set(word) <= set("bdfjkqxz价格合同样品")]
    assert sorted(word for word in kept if word in plain) == sorted(plain)
    for text in (line.summary, title, theirs):
        places = iter(words)
        assert all(word in places for word in text.split() if word in plain)


def written(line: QuickLine) -> str:
    """A line that says the same with every part marked."""
    parts = [line.kind or "", line.summary]
    parts += [f'@"{name}"' if " " in name else f"@{name}" for name in line.people]
    parts += [f"({line.feedback})"] if line.feedback else []
    parts += [f"^{line.on}"] if line.on else []
    parts += [f"~{line.status}"] if line.status else []
    parts += [f"{line.minutes}m"] if line.minutes is not None else []
    for mark, promise in ((">", line.follow_up), ("<", line.their_promise)):
        parts += [f"{mark}{promise.on} {promise.title}"] if promise else []
    return " ".join(filter(None, parts))


@given(st.lists(PLAIN | MARKED | st.sampled_from(["(+)", "(-)", "<fri", "<下周五", "< 3d"]), max_size=12))
def test_what_was_understood_is_understood_the_same_when_it_is_written_out(words: list[str]) -> None:
    first = parse(" ".join(words), WEDNESDAY)
    text = f"{first.summary} {first.follow_up} {first.their_promise}"
    # a second mark of a kind stays text, and would be read as the first one elsewhere
    if set(text) & set("@^~<（(") or parse(first.summary, WEDNESDAY) != QuickLine(summary=first.summary):
        return
    again = parse(written(first), WEDNESDAY)
    assert again._replace(maybe_people=()) == first._replace(maybe_people=())


@given(st.lists(PLAIN, max_size=12))
def test_text_without_a_mark_is_never_changed(words: list[str]) -> None:
    assert understood(" ".join(words)) == QuickLine(summary=" ".join(words))


@given(st.text())
def test_a_line_that_says_nothing_else_is_its_summary(text: str) -> None:
    line = parse(text, WEDNESDAY)
    if line == QuickLine(summary=line.summary):
        assert line.summary.split() == text.split()


@given(st.text(alphabet='@><(+)^~ "“”,，ncv王李伟fri2hmd7下周五明天前后\u3000-', max_size=40))
def test_every_letter_and_figure_is_understood_or_kept(text: str) -> None:
    line = parse(text, WEDNESDAY)
    if line.empty:
        assert not any(character.isalnum() for character in text)
    said = [line.kind, line.minutes, line.on, line.follow_up, line.their_promise, line.status, line.feedback]
    if not line.people and not any(value is not None for value in said):
        assert line.summary == " ".join(text.split())
