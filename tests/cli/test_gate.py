"""The gate in this process: which words are a command, which commands there are, and what it takes over of a client."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest

import kamtui.cli
from kamtui.cli import app
from kamtui.cli.server import fence, gate, surroundings, verbs
from kamtui.cli.session import Gated
from kamtui.errors import BadInput
from tests.conftest import Ran, Run

Arrive = Callable[..., Ran]
"""`arrive(b"account ls", open_app, "chen.jing", more)`; `more` stands in the line of the key."""

Ask = Callable[..., Ran]
"""`ask("account ls", who="chen.jing", stdin="…")` as sshd would hand it to the gate."""


@pytest.fixture
def ask(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """A command over the gate to this test's book, of which li.wei is the head."""

    def asker(command: str, who: str = "li.wei", stdin: str = "") -> Ran:
        gated = Gated(who, str(path), str(path.parent / "state"), str(path.parent / "ssh" / "authorized_keys"))
        _stdin(monkeypatch, stdin)
        try:
            code = app.run(gate.split(command.encode()), gated=gated)
        except BadInput as error:
            return Ran(error.exit_code, "", str(error))
        return Ran(code, *capsys.readouterr())

    return asker


def _stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def commands() -> Iterator[str]:
    """Every command there is, as it is typed behind `kamtui`."""
    yield from app.VERBS
    for noun in app.NOUNS:
        found = import_module(f"kamtui.cli.{noun}").app
        yield from [noun] if found.alone else []
        yield from (f"{noun} {word}" for word in found.commands)


def test_every_command_is_offered_or_withheld_for_a_reason() -> None:
    offered, for_heads = verbs.paths(verbs.OFFERED), verbs.paths(verbs.FOR_HEADS)
    assert not offered & for_heads
    assert not (offered | for_heads) & set(verbs.WITHHELD)
    assert offered | for_heads | set(verbs.WITHHELD) == set(commands())


@pytest.mark.parametrize("command", sorted(verbs.WITHHELD))
def test_a_withheld_command_is_refused_to_everybody(command: str, ask: Ask) -> None:
    for words in (command, f"{command} --help", f"{command} --json x y z"):
        answer = ask(words)
        assert answer.code == 7
        assert answer.out == ""


@pytest.mark.parametrize("command", sorted(verbs.paths(verbs.FOR_HEADS)))
def test_what_is_for_heads_is_refused_to_others(command: str, ask: Ask) -> None:
    assert ask(f"{command} --help").code == 0
    assert ask(f"{command} --help", who="chen.jing").code == 7


def test_help_lists_what_is_offered(ask: Ask) -> None:
    listed, to_others = ask("--help").out, ask("--help", who="chen.jing").out
    for word in ("init", "restore", "serve-setup", "completion"):
        assert not re.search(rf"^  {word} ", listed, re.MULTILINE)
    assert re.search(r"^  doctor ", listed, re.MULTILINE)
    assert not re.search(r"^  doctor ", to_others, re.MULTILINE)
    assert re.search(r"^  remove ", ask("user --help").out, re.MULTILINE)
    assert not re.search(r"^  remove ", ask("user --help", who="chen.jing").out, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [
        "import {file} --as accounts",
        "import - --map {file}",
        "policy check {file}",
        "policy set {file}",
        "policy simulate {file}",
        "policy diff {file}",
        "brief Acme -o {file}",
        "report account Acme --output={file}",
        "report plan Acme -o {file}",
        "agenda --ics -o {file}",
        "export accounts --format csv -o {file}",
        "export all -o {file}",
        "team pack li.wei -o {file}",
        "account handover li.wei chen.jing --pack {file}",
        "backup {file}",
        "user add sun.li --key {file}",
        "user edit li.wei --key {file}",
    ],
)
def test_no_option_names_a_file_of_the_server(command: str, ask: Ask, path: Path, acme: int) -> None:
    target = path.parent / "loot.html"
    for there in (False, True):
        if there:
            target.write_text("x")
        answer = ask(command.format(file=target))
        assert (answer.code, answer.out) == (7, ""), answer
        assert target.exists() is there
        assert not there or target.read_text() == "x"


def test_every_command_asks_one_place_for_the_files_it_is_told() -> None:
    folder = Path(kamtui.cli.__file__).parent
    mine = {"files.py", "session.py"}
    for source in folder.rglob("*.py"):
        text = source.read_text()
        if source.name not in mine and "server" not in source.parts:
            assert "paths.typed" not in text, source
            assert not re.search(r"Annotated\[\s*(list\[)?Path\b", text), source


def test_heads_write_the_keys_of_colleagues_over_the_gate(ask: Ask, path: Path) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH"
    assert ask("user edit chen.jing --key -", stdin=f"{key}\n").code == 0
    assert ask(f"user add sun.li --key '{key}'").code == 2
    assert ask("user edit chen.jing --key other.pub").code == 7
    line = (path.parent / "ssh" / "authorized_keys").read_text()
    assert f"gate --as chen.jing --book {path} --state {path.parent / 'state'} --keys" in line
    assert len(ask("user ls --json", who="chen.jing").json[0]["keys"]) == 1


def test_the_book_is_not_the_clients_to_choose(ask: Ask, tmp_path: Path) -> None:
    for line in ("--book /etc/passwd account ls", "account ls --book=other.kam", f"account ls --book {tmp_path}"):
        answer = ask(line)
        assert (answer.code, answer.out) == (7, "")


def test_streams_take_the_place_of_files(ask: Ask, acme: int) -> None:
    done = ask("import - --as accounts --json", stdin="name\nBeta GmbH\n")
    assert (done.code, done.json["created"]["accounts"]) == (0, 1)
    assert ask("brief Acme --format html -o -").out.startswith("<!DOCTYPE html>")
    assert ask("agenda --ics -o -").out.startswith("BEGIN:VCALENDAR")


def test_changes_are_those_of_whose_key_it_is(ask: Ask, open_book: Callable[[str], object], run: Run) -> None:
    assert ask("account add Mine", who="chen.jing").code == 0
    assert run("account", "add", "Ours").code == 0
    of = {row["id"]: row for row in run("journal", "--json").json}
    newest = sorted(of)[-2:]
    assert [of[change]["by"] for change in newest] == ["chen.jing", "li.wei"]


@pytest.mark.parametrize("who", ["nobody", "gone"])
def test_strangers_and_those_who_left_are_refused_with_one_sentence(who: str, ask: Ask, run: Run) -> None:
    assert run("user", "add", "gone").code == 0
    assert run("user", "leave", "gone").code == 0
    for line in ("account ls", "--help", "", "today --json"):
        answer = ask(line, who=who)
        assert (answer.code, answer.out) == (7, "")
        assert len(answer.err.splitlines()) == 1


def test_nobody_passes_into_a_book_without_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kamtui.clock import Clock
    from kamtui.store.book import Book

    path = tmp_path / "empty.kam"
    Book.create(path, who="x", clock=Clock(), name="", currency="EUR", fiscal_start=1).close()
    assert app.run(["account", "ls"], gated=Gated("x", str(path), str(tmp_path))) == 7
    assert "nobody is in this book yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (b"touch add ACME 'hello you'", ["touch", "add", "ACME", "hello you"]),
        ("log “call 王总” --account 华为".encode(), ["log", "“call", "王总”", "--account", "华为"]),
        (b"kamtui today", ["today"]),
        (b"account ls; rm -rf /", ["account", "ls;", "rm", "-rf", "/"]),
        (b'account show "$(id)" `id`', ["account", "show", "$(id)", "`id`"]),
        (b"a # b", ["a", "#", "b"]),
        (b"  \t ", []),
    ],
)
def test_words_are_split_as_a_shell_would_and_mean_nothing_else(command: bytes, words: list[str]) -> None:
    assert gate.split(command) == words


@pytest.mark.parametrize(
    "command",
    [
        b"account ls\ntouch x",
        b"account ls\r",
        b"account\0ls",
        b"account \x1b[2J",
        "account \x9bx".encode(),
        b"account \xff",
        b"account 'x",
        b'account "x',
        b"x" * (gate.LONGEST + 1),
    ],
)
def test_what_is_no_line_of_text_is_no_command(command: bytes) -> None:
    with pytest.raises(BadInput):
        gate.split(command)


@pytest.mark.parametrize(
    "line",
    [
        [],
        ["--as", "li.wei"],
        ["--book", "/b.kam"],
        ["--as", "li.wei", "--book", "b.kam"],
        ["--as", "li.wei", "--book", "/b.kam", "--as", "boss"],
        ["--as", "li.wei", "--book", "/b.kam", "account", "ls"],
        ["--as", "", "--book", "/b.kam"],
        ["--as", "li.wei", "--book", "/b.kam", "--state"],
    ],
)
def test_a_line_that_was_tampered_with_opens_nothing(line: list[str]) -> None:
    with pytest.raises(BadInput):
        gate.read_line(line)


def test_a_line_says_who_and_where() -> None:
    assert gate.read_line(["--as", "-x", "--book", "/srv/b.kam"]) == ("-x", "/srv/b.kam", "/srv/state", "")
    found = gate.read_line(["--as", "李伟", "--book", "/b.kam", "--state", "/s", "--keys", "/k"])
    assert found == ("李伟", "/b.kam", "/s", "/k")


def test_of_the_environment_only_language_terminal_and_command_are_left(path: Path) -> None:
    hostile = {
        "SSH_ORIGINAL_COMMAND": "account ls",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "../../x",
        "LC_EVIL": "C",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor; x",
        "HOME": "/root",
        "PATH": "/evil",
        "KAMTUI_USER": "boss",
        "TEXTUAL_LOG": "/x",
        "XDG_STATE_HOME": "/x",
        "LD_LIBRARY_PATH": "/x",
    }
    script = (
        "from kamtui.cli.server import surroundings as s; import os, resource, sys\n"
        "print(s.settle(), sorted(os.environ.items()), os.getcwd(), resource.getrlimit(resource.RLIMIT_CORE))\n"
        "print(*sorted(name for name in sys.modules if name.startswith('kamtui')))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], env=hostile, capture_output=True, text=True, check=True)
    kept = [("HOME", "/nonexistent"), ("LANG", "zh_CN.UTF-8"), ("PATH", "/usr/bin:/bin"), ("TERM", "xterm-256color")]
    modules = "kamtui kamtui.cli kamtui.cli.server kamtui.cli.server.surroundings"
    # Python itself may say which encoding it chose for the locale C
    seen = done.stdout.replace("('LC_CTYPE', 'C.UTF-8'), ", "")
    assert seen == f"b'account ls' {kept} / (0, 0)\n{modules}\n"


FENCED = """
import os, subprocess, sys, socket, pathlib
from kamtui.cli.server import fence
fence._TEMPORARY = (sys.argv[1] + "/temp",)
fence.put_up([sys.argv[1] + "/ours"])
outside = pathlib.Path(sys.argv[1])
tries = {
    "run": lambda: subprocess.run(["true"]),
    "system": lambda: os.system("true"),
    "fork": os.fork,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "write": lambda: (outside / "new").write_text("x"),
    "append": lambda: open(outside / "there", "a"),
    "low": lambda: os.open(outside / "new", os.O_WRONLY | os.O_CREAT),
    "remove": lambda: (outside / "there").unlink(),
    "rename out": lambda: os.rename(outside / "ours/in", outside / "out"),
    "rename in": lambda: os.rename(outside / "there", outside / "ours/x"),
    "link": lambda: os.symlink("/etc", outside / "link"),
    "through a link": lambda: (outside / "ours/link/new").write_text("x"),
    "folder": lambda: (outside / "folder").mkdir(),
    "mode": lambda: (outside / "there").chmod(0o777),
}
for name, attempt in tries.items():
    try:
        attempt()
        print("did", name)
    except PermissionError:
        pass
(outside / "ours/in").write_text("new")
(outside / "temp/file").write_text("new")
print((outside / "there").read_text())
"""


def test_behind_the_fence_nothing_is_started_or_written_elsewhere(tmp_path: Path) -> None:
    for name in ("ours", "temp", "elsewhere"):
        (tmp_path / name).mkdir()
    (tmp_path / "there").write_text("as before")
    (tmp_path / "ours/in").write_text("")
    (tmp_path / "ours/link").symlink_to(tmp_path / "elsewhere")
    done = subprocess.run(
        [sys.executable, "-c", FENCED, str(tmp_path)], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert (done.stdout, done.stderr) == ("as before\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "ours", "temp", "there"]


def test_the_fence_in_this_process(tmp_path: Path) -> None:
    ask = fence._hook((f"{tmp_path}/",))
    ask("open", (str(tmp_path / "new"), "w", os.O_WRONLY | os.O_CREAT))
    ask("open", ("/etc/passwd", "r", os.O_RDONLY))
    ask("open", (3, "w", os.O_WRONLY))
    ask("open", ("/dev/null", "w", os.O_WRONLY))
    ask("os.rename", (str(tmp_path / "a"), bytes(tmp_path / "b"), -1, -1))
    ask("import", ("json",))
    for event, about in (
        ("open", ("/etc/passwd", "w", os.O_WRONLY)),
        ("open", (str(tmp_path / "../outside"), None, os.O_RDWR)),
        ("os.rename", (str(tmp_path / "a"), "/elsewhere", -1, -1)),
        ("os.remove", ("/etc/passwd", -1)),
        ("subprocess.Popen", ("sh",)),
        ("socket.connect", (None, ("127.0.0.1", 1))),
    ):
        with pytest.raises(PermissionError):
            ask(event, about)


def test_limits_are_lowered_and_never_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {resource.RLIMIT_CORE: (5, 5), resource.RLIMIT_AS: (resource.RLIM_INFINITY,) * 2}
    monkeypatch.setattr(resource, "getrlimit", limits.__getitem__)
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    for most in (1 << 31, 1 << 30, 1 << 32):
        surroundings._limit(resource.RLIMIT_AS, most)
    surroundings._limit(resource.RLIMIT_CORE, 0)
    surroundings._limit(resource.RLIMIT_CORE, 0)
    assert limits == {resource.RLIMIT_CORE: (0, 0), resource.RLIMIT_AS: (1 << 30, 1 << 30)}


@pytest.fixture
def arrive(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Arrive:
    """A connection as sshd hands it over; the fence and the environment of this process stay as they are."""
    fences: list[list[str]] = []
    monkeypatch.setattr(fence, "put_up", fences.append)
    for name in ("XDG_STATE_HOME", "KAMTUI_SETTINGS"):
        monkeypatch.setenv(name, "/nonexistent")

    def arriving(
        command: bytes | None, open_app: gate.OpenApp | None = None, who: str = "li.wei", more: Sequence[str] = ()
    ) -> Ran:
        line = ["--as", who, "--book", str(path), *more]
        _stdin(monkeypatch, "")
        code = gate.run(line, command, open_app)
        return Ran(code, *capsys.readouterr())

    return arriving


def test_a_connection_runs_its_command_or_opens_the_app(arrive: Arrive, path: Path) -> None:
    opened: list[tuple[list[str], str]] = []

    def open_app(arguments: Sequence[str], who: str) -> int:
        opened.append(([*arguments], who))
        return 5

    assert arrive(b"account add New").code == 0
    assert arrive(b"account ls", open_app=open_app).lines[-1].split("\t")[2] == "New"
    assert opened == []
    assert arrive(None, open_app=open_app).code == 5
    assert opened == [(["--book", str(path)], "li.wei")]
    assert arrive(None, open_app=open_app, who="nobody").code == 7
    assert len(opened) == 1
    assert "kamtui today" in arrive(None, more=["--keys", str(path.parent / "ssh" / "keys")]).err
    assert arrive(b"account 'ls").code == 2
    assert arrive(b"account ls", more=["--colour", "red"]).code == 2


def test_the_home_of_the_account_is_what_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    monkeypatch.setenv("HOME", "/evil")
    assert gate.home() == pwd.getpwuid(os.getuid()).pw_dir
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999)
    assert gate.home() == "/nonexistent"


def test_the_gate_is_not_for_people_to_start(run: Run) -> None:
    assert run("gate").code == 7
    assert run("gate", "--help").code == 0


def test_reports_and_digests_go_to_stdout_over_the_gate_and_into_no_file(ask: Ask) -> None:
    for report in ("portfolio", "movement", "pyramid"):
        assert ask(f"report {report} --format html", who="chen.jing").out.startswith("<!DOCTYPE html>")
        assert ask(f"report {report} -o page.html", who="chen.jing").code == 7
    assert ask("digest", who="chen.jing").code == 1
    assert ask("digest --user li.wei", who="chen.jing").code == 7
