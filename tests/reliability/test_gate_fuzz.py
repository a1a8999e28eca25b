"""Whatever is sent to the gate, only commands of its table ever run, and no file of the server is looked at (S3)."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from typer._click.core import Context

from kamtui.cli import app
from kamtui.cli.server import gate, surroundings, verbs
from kamtui.cli.session import Gated
from kamtui.errors import KamError

pytestmark = pytest.mark.reliability

LINES = int(os.environ.get("KAMTUI_FUZZ", "2000"))
"""How many command lines are tried; the long form is KAMTUI_FUZZ=100000."""

OFFERED = verbs.paths(verbs.OFFERED) | verbs.paths(verbs.FOR_HEADS)
NOUNS = sorted({*app.NOUNS, *app.VERBS})
WORDS = sorted({word for path in OFFERED | set(verbs.WITHHELD) for word in path.split()})
HOSTILE = [
    *("/etc/passwd", "../../etc/passwd", "-", "--", "@/etc/passwd", "~root", "/dev/stdin", "file:///etc/passwd"),
    *("--book=/etc/passwd", "--book", "--as", "boss", "--as=boss", "--state=/", "--keys", "gate", "init", "restore"),
    *("-o", "/etc/x", "--output=/etc/x", "--map", "--map=/etc/passwd", "--pack=/etc/x", "--key=/etc/passwd", "--stdin"),
    *(";", "&&", "|", ">", "<", "`id`", "$(id)", "${HOME}", "\\", "*", "!", "#", "--help", "-h", "--version", "--json"),
    *("--install-completion", "--show-completion", "_complete", "bash", "sh", "-c", "sftp", "internal-sftp", "scp"),
    *("policy", "edit", "demo", "doctor", "--repair", "backup", "serve-setup", "completion", "kamtui", "python", "-m"),
    *("%s", "{}", "{0.__class__}", "[@click=app.quit]", "\x1b[2J", "a\nb", "\0", "\u202e", "华为", "1", "0", "", " "),
    *(
        "--dry-run",
        "--yes",
        "--force",
        "--readonly",
        "--in",
        "EUR",
        "--as-of",
        "today",
        "--sql",
        "attach '/etc/x' as y",
    ),
]
word = st.one_of(st.sampled_from(NOUNS), st.sampled_from(WORDS), st.sampled_from(HOSTILE), st.text(max_size=12))
quoted = word.flatmap(
    lambda one: st.sampled_from([one, f"'{one}'", f'"{one}"', shlex.quote(one), f"\\{one}", f"{one}'", f"$'{one}'"])
)
line = st.one_of(
    st.lists(quoted, max_size=8).map(" ".join),
    st.builds(
        lambda path, rest: " ".join([path, *map(shlex.quote, rest)]),
        st.sampled_from(sorted(OFFERED | set(verbs.WITHHELD))),
        st.lists(word, max_size=5),
    ),
    st.builds(
        lambda path, rest: " ".join([path, *rest]),
        st.sampled_from(sorted(OFFERED)),
        st.lists(st.sampled_from(["1", "li.wei", "key", "10", "today", "accounts", "--json"]), max_size=3),
    ),
    st.text(max_size=80),
)
command = st.one_of(line.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=40))

many = settings(
    max_examples=LINES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that would have run; none of them does."""
    commands: list[str] = []
    invoke = Context.invoke

    def recorded(self: Context, callback: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        path = self.command_path.partition(" ")[2]
        if path:
            commands.append(path)
            return None
        return invoke(self, callback, *args, **kwargs)

    monkeypatch.setattr(Context, "invoke", recorded)
    return commands


OPENED: list[str] = []
_HOOKED: list[bool] = []


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """What of the server was opened by name, beyond the program itself; a hook cannot be taken away again."""
    if not _HOOKED:
        sys.addaudithook(lambda event, about: OPENED.append(str(about[0])) if event == "open" and _HOOKED[-1] else None)
    _HOOKED.append(True)
    OPENED.clear()
    yield OPENED
    _HOOKED.append(False)


@pytest.fixture(autouse=True)
def around(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the gate sets for a session is for this test only."""
    for name in ("XDG_STATE_HOME", "KAMTUI_SETTINGS"):
        monkeypatch.setenv(name, "/nonexistent")


def send(raw: bytes, book: Path, who: str = "li.wei", stdin: bytes = b"") -> int:
    """One connection; the exit code."""
    surroundings.name_state(str(book.parent / "state"), who)
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    gated = Gated(who, str(book), str(book.parent / "state"), str(book.parent / "ssh" / "authorized_keys"))
    try:
        words = gate.split(raw)
    except KamError as error:
        return error.exit_code
    return app.run(words, gated=gated)


def test_only_commands_of_the_table_run(ran: list[str], path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    would_run = set()

    @many
    @given(command)
    def holds(sent: bytes) -> None:
        ran.clear()
        code = send(sent, path)
        assert set(ran) <= OFFERED
        assert code in (0, 1, 2, 3, 7), (sent, code)
        would_run.update(ran)
        capsys.readouterr()

    holds()
    # or the lines are so broken that they prove nothing
    assert len(would_run) > len(OFFERED) / 2


def test_the_recorder_records(ran: list[str], path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for one in sorted(OFFERED):
        ran.clear()
        needed = {"export": " accounts", "import": " -"}.get(one, "")
        send(f"{one}{needed}".encode(), path)
        if not ran:
            send(f"{one} 1 2 3".encode(), path)
    send(b"touch add 1 hello", path)
    assert ran[-1:] == ["touch add"]
    capsys.readouterr()


@settings(many, max_examples=max(LINES // 5, 200))
@given(command, st.sampled_from(["li.wei", "chen.jing"]))
def test_no_file_of_the_server_is_opened(
    opened: list[str], path: Path, capsys: pytest.CaptureFixture[str], sent: bytes, who: str
) -> None:
    opened.clear()
    code = send(sent, path, who, stdin=b"name\nOne\n")
    strange = {each for each in opened if each.startswith(("/etc/passwd", "/etc/x", "/dev/stdin"))}
    assert strange == set()
    assert code in (0, 1, 2, 3, 4, 6, 7), (sent, code)
    assert "Traceback" not in capsys.readouterr().err
