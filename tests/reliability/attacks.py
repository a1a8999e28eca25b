"""Ways to get more out of a key than the gate offers; whatever one leaves behind, or learns, is an effect."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kamtui.clock import Clock
from kamtui.ops.accounts import add_account
from kamtui.ops.users import add_user
from kamtui.store.book import Book
from tests.reliability.gated import HEAD, Server
from tests.reliability.sshd import Answer
from tests.reliability.waiting import within
from tests.tui.terminal import Terminal

SECRET = "the-secret-of-somebody-else"
"""Stands in every file that nobody may read over the gate."""

PATIENCE_S = 1.5
"""How long to wait for an effect that should not come; one that comes is seen at once."""

SFTP_HELLO = b"\x00\x00\x00\x05\x01\x00\x00\x00\x03"


class Lab:
    """One server and whoever wants more of it: `loot` is where they may leave something, `home` that of the account."""

    def __init__(self, server: Server, folder: Path, home: Path | None) -> None:
        self.server = server
        self.home = home
        """None where the account is one's own: nothing is planted there."""
        self.loot = folder / "loot"
        self.mine = folder / "mine"
        """What the attacker prepared: a module, a file with the secret, another book."""
        self._heard: list[str] = []
        self.reset()

    def reset(self) -> None:
        """As if nothing had been tried yet."""
        for place in filter(None, (self.loot, self.mine, self.home)):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
        self._heard.clear()
        (self.mine / "secret.csv").write_text(f"name\n{SECRET}\n")
        self._write_module(self.mine / "sitecustomize.py")
        script = self.mine / "script"
        script.write_text(f"#!/bin/sh\n{self.touch}\n")
        script.chmod(0o755)

    @property
    def mark(self) -> Path:
        """A file that is not there; making it is an effect."""
        return self.loot / "mark"

    @property
    def touch(self) -> str:
        """A shell command that makes it."""
        return f"touch {self.mark}"

    def other_book(self) -> Path:
        """A book with the secret in it, of which the attacker is the head."""
        path = self.mine / "other.kam"
        book = Book.create(path, who="boss", clock=Clock(), name="Other", currency="EUR", fiscal_start=1)
        add_user(book, "boss", role="head")
        add_user(book, HEAD, role="head")
        add_account(book, SECRET)
        book.close()
        return path

    def ask(
        self, *words: str, stdin: str | bytes = b"", tty: bool = False, options: Sequence[str] = (), **env: str
    ) -> Answer:
        """Send a command, with variables that the client wants to pass on."""
        options = [*options, *_passed_on(env)]
        try:
            answer = self.server.ssh(HEAD, *words, stdin=stdin, tty=tty, options=options, timeout_s=20)
        except subprocess.TimeoutExpired as late:
            answer = Answer(-1, str(late.stdout or ""), str(late.stderr or ""))
        self._heard += [answer.out, answer.err]
        return answer

    @contextlib.contextmanager
    def app(self, *words: str, options: Sequence[str] = (), **env: str) -> Iterator[Terminal]:
        """A session on a terminal."""
        program, *rest = self.server.argv(HEAD, *words, tty=True, options=[*options, *_passed_on(env)])
        terminal = Terminal(rest, program=program)
        try:
            yield terminal
        finally:
            terminal.close()
            self._heard.append(terminal.sent.decode("utf-8", "replace"))

    @property
    def effects(self) -> list[str]:
        """What came of it: files that were made, or the secret that was told."""
        found = [str(path.relative_to(self.loot)) for path in self.loot.rglob("*")]
        if self.home is not None:
            downloads = self.home / "Downloads"
            found += [path.name for path in downloads.glob("*")] if downloads.is_dir() else []
        return found + (["told the secret"] if any(SECRET in text for text in self._heard) else [])

    def author(self, change: int) -> str:
        """Who a change is said to be of."""
        book = self.server.opened()
        try:
            return str(book.conn.execute("SELECT by FROM change WHERE id = ?", (change,)).fetchone()[0])
        finally:
            book.close()

    def plant(self, where: str, text: str) -> None:
        """Put a file into the home of the account."""
        assert self.home is not None
        path = self.home / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def plant_module(self, where: str) -> None:
        """Put Python code that makes the mark into the home of the account."""
        assert self.home is not None
        path = self.home / where
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write_module(path)

    def _write_module(self, path: Path) -> None:
        path.write_text(f"open({str(self.mark)!r}, 'w').close()\n")


Attack = Callable[[Lab], object]
"""Tries one thing; a true answer is an effect, and so is whatever it leaves."""

ATTACKS: dict[str, Attack] = {}
PLANTED: set[str] = set()
"""Those that need a home of the account to plant something in."""
ON_TERMINAL: set[str] = set()
"""Those that open the app."""


def _attack(name: str, *, is_planted: bool = False, opens_app: bool = False) -> Callable[[Attack], Attack]:
    def register(attack: Attack) -> Attack:
        ATTACKS[name] = attack
        if is_planted:
            PLANTED.add(name)
        if opens_app:
            ON_TERMINAL.add(name)
        return attack

    return register


def _commands(**lines: str) -> None:
    """Attacks that are one command; MARK is the file to make, SECRET the one to read, OTHER another book."""
    for name, line in lines.items():

        def attack(lab: Lab, line: str = line) -> None:
            other = str(lab.other_book()) if "OTHER" in line else ""
            secret = str(lab.mine / "secret.csv")
            lab.ask(line.replace("MARK", str(lab.mark)).replace("SECRET", secret).replace("OTHER", other))

        ATTACKS[name.replace("_", " ")] = attack


_commands(
    a_shell_that_is_named="sh -c 'touch MARK'",
    a_semicolon="account ls; touch MARK",
    two_bars="account ls || touch MARK",
    a_pipe="account ls | tee MARK",
    a_redirection="account ls > MARK",
    a_substitution="account show $(touch MARK)",
    backticks="account show `touch MARK`",
    a_newline="account ls\ntouch MARK",
    a_quote_that_ends_early="account show '1' ; 'touch' MARK",
    python_by_name=f'{sys.executable} -c \'open("MARK", "w")\'',
    another_book="account ls --book OTHER",
    another_book_before_the_command="--book=OTHER account ls",
    a_file_of_mappings="import - --map SECRET",
    a_file_behind_an_at_sign="account add @SECRET",
    a_policy_from_a_file="policy check SECRET",
    a_page_into_a_file="brief 1 -o MARK.txt",
    a_report_into_a_file="report account 1 --output=MARK.html",
    a_pack_into_a_file=f"team pack {HEAD} -o MARK.md",
    a_calendar_into_a_file="agenda --ics -o MARK",
    an_export_into_a_file="export accounts -o MARK.csv",
    a_backup_elsewhere="backup MARK",
    a_book_of_ones_own="init --book MARK",
    completion_installed="--install-completion bash",
    a_gate_in_the_gate="gate --as boss --book OTHER account ls",
    sql_that_attaches="import - --as accounts --sql \"attach 'OTHER' as x\"",
    sql_that_writes="import - --as accounts --sql \"vacuum into 'MARK'\"",
    sql_that_reads="import - --as accounts --sql \"select readfile('SECRET') as name\"",
    a_key_from_a_file="user edit li.wei --key SECRET",
    rsync="rsync --server -e.LsfxC . MARK",
)


@_attack("a plain shell")
def _shell(lab: Lab) -> None:
    lab.ask(stdin=f"{lab.touch}\nexit\n")


@_attack("an interactive shell")
def _interactive(lab: Lab) -> None:
    lab.ask("bash -i", stdin=f"{lab.touch}\nexit\n")


@_attack("sftp")
def _sftp(lab: Lab) -> bool:
    command = lab.server.argv(HEAD, "sftp", options=["-s"])
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            client.stdin.write(SFTP_HELLO)
            client.stdin.flush()
        answer = client.stdout.read(len(SFTP_HELLO))
        client.kill()
    return answer[4:] == b"\x02\x00\x00\x00\x03"


@_attack("scp")
def _scp(lab: Lab) -> None:
    lab.ask(f"scp -t {lab.loot}", stdin=b"C0644 2 mark\nx\n\0")


@_attack("a file to import")
def _import(lab: Lab) -> None:
    lab.ask(f"import {lab.mine / 'secret.csv'} --as accounts")
    lab.ask("account ls")


@_attack("another book in the place of this one")
def _restore(lab: Lab) -> None:
    lab.ask(f"restore {lab.other_book()} --yes")
    lab.ask("account ls")


@_attack("a very long command")
def _long(lab: Lab) -> None:
    lab.ask("account show " + "x" * 100_000 + f"; {lab.touch}")


@_attack("a key with a command of its own")
def _key_with_options(lab: Lab) -> bool:
    key = lab.server.key("mallory").read_text()
    lab.ask("user add mallory --key -", stdin=f'command="{lab.touch}" {key}')
    lab.ask("user add mallory2 --key -", stdin=f"{lab.server.key('other').read_text()}{key}")
    lab.server.ssh("mallory", lab.touch)
    return lab.server.ssh("mallory", "account ls").code == 0


@_attack("port forwarding")
def _forward(lab: Lab) -> bool:
    return _reaches(lab, lambda port, target: ["-N", "-L", f"127.0.0.1:{port}:127.0.0.1:{target}"])


@_attack("port forwarding over stdin and stdout")
def _forward_stdio(lab: Lab) -> bool:
    with _listening() as target:
        return SECRET in lab.ask(options=["-W", f"127.0.0.1:{target}"]).out


@_attack("port forwarding back")
def _forward_back(lab: Lab) -> bool:
    return _reaches(lab, lambda port, target: ["-N", "-R", f"127.0.0.1:{port}:127.0.0.1:{target}"])


@_attack("forwarding to a socket file")
def _forward_socket(lab: Lab) -> bool:
    with _client(lab, ["-N", "-R", f"{lab.mark}:127.0.0.1:1"]):
        return within(PATIENCE_S, lab.mark.exists)


@_attack("agent forwarding")
def _forward_agent(lab: Lab) -> bool:
    agent = lab.mine / "agent"
    with _running(["ssh-agent", "-D", "-a", str(agent)]):
        within(PATIENCE_S, agent.exists)
        before = set(Path("/tmp").glob("ssh-*/agent.*"))  # where sshd puts the sockets of agents
        with _client(lab, ["-A", "-tt"], SSH_AUTH_SOCK=str(agent)):
            return within(PATIENCE_S, lambda: bool(set(Path("/tmp").glob("ssh-*/agent.*")) - before))


@_attack("X11 forwarding")
def _forward_x11(lab: Lab) -> bool:
    command = lab.server.argv(HEAD, "account ls", options=["-v", "-X"])
    env = {**os.environ, "DISPLAY": "127.0.0.1:9"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=20, check=False)
    return "Requesting X11 forwarding" in done.stderr and "X11 forwarding request failed" not in done.stderr


@_attack("a module on PYTHONPATH")
def _pythonpath(lab: Lab) -> None:
    lab.ask("account ls", PYTHONPATH=str(lab.mine))


@_attack("Python that stays open")
def _pythoninspect(lab: Lab) -> None:
    lab.ask("account ls", tty=True, stdin=f"open({str(lab.mark)!r}, 'w')\nexit()\n", PYTHONINSPECT="1")


@_attack("a script before every shell")
def _bash_env(lab: Lab) -> None:
    lab.ask("account ls", BASH_ENV=str(lab.mine / "script"), ENV=str(lab.mine / "script"))


@_attack("a log of the app's own", opens_app=True)
def _textual_log(lab: Lab) -> None:
    with lab.app(TEXTUAL_LOG=str(lab.mark), TEXTUAL="debug,devtools") as app:
        app.wait_for("REVIEW")


@_attack("a screenshot on leaving", opens_app=True)
def _textual_screenshot(lab: Lab) -> None:
    wanted = {"TEXTUAL_SCREENSHOT": "0", "TEXTUAL_SCREENSHOT_LOCATION": str(lab.loot)}
    with lab.app(**wanted) as app:
        app.wait_for("REVIEW")


@_attack("a driver of one's own", opens_app=True)
def _textual_driver(lab: Lab) -> None:
    with lab.app(TEXTUAL_DRIVER="sitecustomize:Driver", PYTHONPATH=str(lab.mine)) as app:
        app.read_for(PATIENCE_S)


@_attack("an editor")
def _editor(lab: Lab) -> None:
    script = str(lab.mine / "script")
    lab.ask("policy edit", tty=True, EDITOR=script, VISUAL=script)


@_attack("a browser")
def _browser(lab: Lab) -> None:
    lab.ask("account show 1", tty=True, BROWSER=str(lab.mine / "script"), PAGER=str(lab.mine / "script"))


@_attack("another book by a variable")
def _book_variable(lab: Lab) -> None:
    lab.ask("account ls", KAMTUI_BOOK=str(lab.other_book()))


@_attack("a place for the app's files", opens_app=True)
def _state_variable(lab: Lab) -> None:
    with lab.app(XDG_STATE_HOME=str(lab.loot)) as app:
        app.wait_for("REVIEW")
        app.press("t")
        app.wait_for("Enter save")
        app.press("half a line")
        app.wait_for("half a line")
        app.hang_up()
        within(PATIENCE_S, lambda: bool(lab.effects))


@_attack("ctrl+z", opens_app=True)
def _suspend(lab: Lab) -> None:
    with lab.app() as app:
        app.wait_for("REVIEW")
        app.press("\x1a")
        app.read_for(0.3)
        app.press(f"\r{lab.touch}\r")
        app.read_for(PATIENCE_S / 2)


@_attack("ctrl+c and ctrl+\\ on the way in", opens_app=True)
def _interrupt(lab: Lab) -> None:
    with lab.app() as app:
        app.press("\x03\x1c\x03")
        app.read_for(0.3)
        app.press(f"\r{lab.touch}\r")
        app.read_for(PATIENCE_S / 2)


@_attack("a screenshot from the palette", opens_app=True)
def _palette(lab: Lab) -> None:
    if lab.home is not None:
        (lab.home / "Downloads").mkdir()
    with lab.app() as app:
        app.wait_for("REVIEW")
        app.press(":")
        app.read_for(0.3)
        app.press("screenshot\r")
        app.read_for(PATIENCE_S / 2)


@_attack("a planted .bashrc", is_planted=True)
def _bashrc(lab: Lab) -> None:
    for name in (".bashrc", ".bash_profile", ".profile", ".bash_login"):
        lab.plant(name, f"{lab.touch}\n")
    lab.ask("account ls")


@_attack("a planted .ssh/rc", is_planted=True)
def _rc(lab: Lab) -> None:
    lab.plant(".ssh/rc", f"{lab.touch}\n")
    lab.ask("account ls")


@_attack("a planted .ssh/environment", is_planted=True)
def _environment(lab: Lab) -> None:
    lab.plant(".ssh/environment", f"PYTHONPATH={lab.mine}\nBASH_ENV={lab.mine / 'script'}\n")
    lab.ask("account ls")


@_attack("a planted user site", is_planted=True)
def _user_site(lab: Lab) -> None:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    lab.plant_module(f".local/lib/{version}/site-packages/usercustomize.py")
    lab.ask("account ls")


@_attack("a planted module", is_planted=True)
def _module(lab: Lab) -> None:
    for name in ("kamtui/__init__.py", "typer.py", "sqlite3.py", "sitecustomize.py"):
        lab.plant_module(name)
    lab.ask("account ls")


@_attack("planted settings", is_planted=True)
def _settings(lab: Lab) -> None:
    lab.plant(".config/kamtui/settings.toml", 'user = "chen.jing"\n')
    answer = lab.ask("account add Planted --json")
    if answer.code == 0 and lab.author(json.loads(answer.out)["change"]) != HEAD:
        lab.mark.touch()


def _passed_on(env: dict[str, str]) -> list[str]:
    """What makes the client send variables."""
    return ["-o", "SetEnv=" + " ".join(f"{name}={value}" for name, value in env.items())] if env else []


def _reaches(lab: Lab, options: Callable[[int, int], Sequence[str]]) -> bool:
    """Whether somebody who connects to a port that the client opens hears the secret of another."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def heard() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as line:
            line.settimeout(1)
            return SECRET.encode() in line.recv(100)
        return False

    with _listening() as target, _client(lab, options(port, target)):
        return within(PATIENCE_S, heard)


@contextlib.contextmanager
def _listening() -> Iterator[int]:
    """A service on the server's side that tells everybody the secret; its port."""
    with socket.create_server(("127.0.0.1", 0)) as service:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _ = service.accept()
                    line.sendall(SECRET.encode())
                    line.close()

        threading.Thread(target=serve, daemon=True).start()
        yield service.getsockname()[1]
        # wakes the one that waits
        service.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _client(lab: Lab, options: Sequence[str], **env: str) -> Iterator[None]:
    """A client that stays until it is not needed any more."""
    with _running(lab.server.argv(HEAD, options=options), **env):
        yield


@contextlib.contextmanager
def _running(command: Sequence[str], **env: str) -> Iterator[None]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **env},
    )
    try:
        yield
    finally:
        # a client that is asked to end waits for what the server has still to say
        process.kill()
        process.wait()
