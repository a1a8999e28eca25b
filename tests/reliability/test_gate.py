"""What a key opens on a real sshd, and what it does not open whatever its owner tries (S3, S4)."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator

import pytest

from tests.reliability.attacks import ATTACKS, ON_TERMINAL, PLANTED, Lab
from tests.reliability.gated import HEAD, server
from tests.reliability.sshd import NAIVE, Account, needs_account, needs_sshd, needs_terminals
from tests.tui.terminal import Terminal

pytestmark = [pytest.mark.reliability, needs_sshd]

FALLS_FOR = {
    "a forced command and nothing else": [
        "another book",
        "another book before the command",
        "a page into a file",
        "a report into a file",
        "a pack into a file",
        "a calendar into a file",
        "an export into a file",
        "a backup elsewhere",
        "a book of ones own",
        "port forwarding",
        "port forwarding over stdin and stdout",
        "port forwarding back",
        "forwarding to a socket file",
        "agent forwarding",
        "a module on PYTHONPATH",
        "Python that stays open",
        "a driver of one's own",
        "an editor",
        "another book by a variable",
        "a place for the app's files",
        "a planted .bashrc",
        "a planted .ssh/rc",
        "a planted .ssh/environment",
        "a planted module",
        "planted settings",
        "another book in the place of this one",
        "a file to import",
    ],
    "a key and nothing else": [
        "a shell that is named",
        "a semicolon",
        "two bars",
        "a pipe",
        "a redirection",
        "a substitution",
        "backticks",
        "a newline",
        "a quote that ends early",
        "python by name",
        "a plain shell",
        "an interactive shell",
        "sftp",
        "scp",
        "a very long command",
    ],
}
"""Attacks that work where a server is set up naively, so that it is known that they would be seen; the others are
stopped by kamtui or sshd even there."""


STOPPED_BY_THE_LINE = [
    "port forwarding",
    "forwarding to a socket file",
    "agent forwarding",
    "a module on PYTHONPATH",
    "a driver of one's own",
    "an editor",
    "another book by a variable",
    "a planted .ssh/rc",
    "a planted .ssh/environment",
    "a planted module",
    "planted settings",
    "scp",
    "sftp",
]
"""What the line of a key stops even where sshd is told nothing about the account."""


def needs_of(name: str) -> list[pytest.MarkDecorator]:
    """What an attack takes."""
    return [*([needs_account] if name in PLANTED else []), *([needs_terminals] if name in ON_TERMINAL else [])]


def has_own_account() -> bool:
    return not needs_account.args[0]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The server as kamtui sets it up."""
    folder = tmp_path_factory.mktemp("hardened")
    home = folder / "home" if has_own_account() else None
    account = None if home is None else Account("kamgate", home)
    with server(folder, account=account) as running:
        yield Lab(running, folder, home)


@pytest.mark.parametrize("name", [pytest.param(one, marks=needs_of(one)) for one in ATTACKS])
def test_nobody_gets_more_out_of_a_key_than_the_gate_offers(name: str, lab: Lab) -> None:
    lab.reset()
    assert not ATTACKS[name](lab)
    assert lab.effects == []


@pytest.fixture(scope="module")
def naive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A server as generous as sshd lets it be, with bash as the account's shell."""
    folder = tmp_path_factory.mktemp("naive")
    home = folder / "home" if has_own_account() else None
    account = None if home is None else Account("kamnaive", home, "/bin/bash")
    with server(folder, config=NAIVE, account=account) as running:
        yield Lab(running, folder, home)


@pytest.mark.parametrize(
    ("kind", "name"),
    [pytest.param(kind, one, marks=needs_of(one)) for kind, names in FALLS_FOR.items() for one in names],
)
def test_a_naive_server_falls_for_it(kind: str, name: str, naive: Lab) -> None:
    at, command = naive.server, ""
    if kind.startswith("a forced command"):
        book = f"KAMTUI_BOOK=${{KAMTUI_BOOK:-{at.book}}} KAMTUI_USER={HEAD}"
        command = f'command="{book} {sys.executable} -m kamtui $SSH_ORIGINAL_COMMAND" '
    at.authorized.write_text(f"{command}{at.key(HEAD).read_text()}")
    naive.reset()
    assert ATTACKS[name](naive) or naive.effects


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Our keys on a server where nobody saw to the rest."""
    folder = tmp_path_factory.mktemp("careless")
    home = folder / "home" if has_own_account() else None
    account = None if home is None else Account("kamcare", home, "/bin/bash")
    with server(folder, config=NAIVE, account=account) as running:
        yield Lab(running, folder, home)


@pytest.mark.parametrize("name", [pytest.param(one, marks=needs_of(one)) for one in STOPPED_BY_THE_LINE])
def test_the_line_of_a_key_holds_by_itself(name: str, careless: Lab) -> None:
    careless.reset()
    assert not ATTACKS[name](careless)
    assert careless.effects == []


@needs_account
def test_only_the_shell_of_the_account_decides_over_a_planted_bashrc(careless: Lab) -> None:
    careless.reset()
    ATTACKS["a planted .bashrc"](careless)
    assert careless.effects, "bash does not read it any more; then serve-setup needs no dash"


CLAIMS = {
    "a variable": ("account add Claimed", {"KAMTUI_USER": HEAD, "USER": HEAD, "LOGNAME": HEAD}),
    "a variable for everybody": ("account add Claimed", {"SSH_ORIGINAL_COMMAND": f"gate --as {HEAD} account add X"}),
    "a settings file": ("account add Claimed", {"KAMTUI_SETTINGS": "settings.toml"}),
    "an option": (f"account add Claimed --as {HEAD}", {}),
    "an option before the command": (f"--as {HEAD} account add Claimed", {}),
    "the gate itself": (f"gate --as {HEAD} account add Claimed", {}),
    "the program's own name": (f"kamtui gate --as={HEAD} account add Claimed", {}),
    "a day": ("account add Claimed", {"KAMTUI_TODAY": "2020-01-01"}),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_nobody_comes_in_as_somebody_else(name: str, lab: Lab) -> None:
    lab.reset()
    words, claimed = CLAIMS[name]
    claimed = {name: str(lab.mine / value) if value == "settings.toml" else value for name, value in claimed.items()}
    (lab.mine / "settings.toml").write_text(f'user = "{HEAD}"\n')
    options = [part for pair in claimed.items() for part in ("-o", "SetEnv={}={}".format(*map(shlex.quote, pair)))]
    answer = lab.server.ssh("chen.jing", f"{words} --json", options=options)
    if answer.code == 0:
        assert lab.author(json.loads(answer.out)["change"]) == "chen.jing"
    else:
        assert answer.code in (2, 7)


def test_the_journal_says_who_came_in_and_how(lab: Lab) -> None:
    lab.reset()
    assert lab.server.ssh("chen.jing", "touch add 'Account of chen.jing' 'hello there'").code == 0
    book = lab.server.opened()
    try:
        newest = book.conn.execute("SELECT by, via FROM change ORDER BY id DESC LIMIT 1").fetchone()
    finally:
        book.close()
    assert newest == ("chen.jing", "ssh touch add")


@needs_terminals
def test_a_key_opens_the_app_as_its_owner(lab: Lab) -> None:
    lab.reset()
    program, *words = lab.server.argv("chen.jing", tty=True)
    terminal = Terminal(words, program=program, size=(100, 30))
    try:
        terminal.wait_for("REVIEW")
        assert terminal.text.splitlines()[0].endswith("chen.jing")
        terminal.press("\x11")
        assert terminal.wait() == 0
    finally:
        terminal.close()


@needs_terminals
def test_a_session_ends_when_its_owner_is_removed(lab: Lab) -> None:
    lab.reset()
    key = lab.server.key("he.min").read_text()
    assert lab.server.ssh(HEAD, "user add he.min --key -", stdin=key).code == 0
    program, *words = lab.server.argv("he.min", tty=True)
    terminal = Terminal(words, program=program, size=(100, 30))
    try:
        terminal.wait_for("REVIEW")
        assert lab.server.ssh(HEAD, "user remove he.min").code == 0
        assert terminal.wait() == 7
        assert "he.min left on" in terminal.sent.decode()
    finally:
        terminal.close()


def test_rows_come_in_on_stdin_and_answers_go_out_on_stdout(lab: Lab) -> None:
    lab.reset()
    ask = lab.server.ask
    done = ask("chen.jing", "import - --as accounts", stdin="name,owner\n华为,chen.jing\nBeta GmbH,chen.jing\n")
    assert done["created"]["accounts"] == 2
    page = lab.server.ssh("chen.jing", "brief 华为 --format html -o -")
    assert (page.code, page.err) == (0, "")
    assert page.out.startswith("<!DOCTYPE html>")
    assert "华为" in page.out


def test_without_a_terminal_a_key_prints_today(lab: Lab) -> None:
    lab.reset()
    answer = lab.server.ssh("chen.jing")
    assert answer.code == 0
    assert "kamtui today" in answer.err


def test_heads_enter_and_remove_colleagues_from_where_they_are(lab: Lab) -> None:
    lab.reset()
    at = lab.server
    key = at.key("sun.li").read_text()
    assert at.ssh("chen.jing", "user add sun.li --key -", stdin=key).code == 7
    assert at.ssh("sun.li", "account ls").code == 255
    assert at.ssh(HEAD, "user add sun.li --role support --key -", stdin=key).code == 0
    assert at.ssh("sun.li", "task add 'call back' --account 1").code == 0
    assert at.ssh("sun.li", "account add Mine").code == 7
    assert [one["login"] for one in at.ask(HEAD, "user ls") if one["keys"] and one["login"] == "sun.li"] == ["sun.li"]
    assert at.ssh(HEAD, "user remove sun.li").code == 0
    assert at.ssh("sun.li", "account ls").code == 255


def test_who_is_not_in_the_book_or_not_any_more_stays_outside(lab: Lab) -> None:
    lab.reset()
    at = lab.server
    at.let_in("nobody.known")
    assert at.ssh(HEAD, "user add past --role kam").code == 0
    at.let_in("past")
    assert at.ssh("past", "account ls").code == 0
    assert at.ssh(HEAD, "user leave past").code == 0
    for who in ("nobody.known", "past"):
        for words in (["account ls"], ["--help"], []):
            answer = at.ssh(who, *words)
            assert (answer.code, answer.out) == (7, "")
            assert len(answer.err.splitlines()) == 1


def test_the_gate_costs_little_beside_the_command_itself(lab: Lab) -> None:
    import resource
    import subprocess

    lab.reset()
    book, key = lab.server.book, lab.server.key_file
    plain = [sys.executable, "-I", "-m", "kamtui", "--book", str(book), "touch", "add", "1", "hello"]
    line = key.place
    gate = [sys.executable, "-I", "-m", "kamtui", "gate", "--as", HEAD, "--book", str(book), "--state", str(line.state)]

    def cpu_ms(command: list[str], **env: str) -> float:
        spent = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, env={"KAMTUI_USER": HEAD, **env}, check=True, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return 1000 * min(spent)

    own, gated = cpu_ms(plain), cpu_ms(gate, SSH_ORIGINAL_COMMAND="touch add 1 hello")
    print(json.dumps({"plain_ms": round(own), "gated_ms": round(gated)}))
    assert gated < 1.3 * own
