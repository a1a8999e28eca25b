"""The script of `kamtui serve-setup`, run for real: in copies of /etc, /home and /srv that only this test sees."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

import kamtui
from kamtui.cli.server.recipe import Choices, script
from tests.reliability.sshd import SSHD, Sshd, needs_account, needs_sshd
from tests.tui.terminal import Terminal

pytestmark = [
    pytest.mark.reliability,
    needs_sshd,
    needs_account,
    pytest.mark.skipif(shutil.which("useradd") is None, reason="no useradd on this machine"),
]

COVERED = ("/etc", "/home", "/srv", "/var/log", "/run/systemd")
"""Folders of the system that the script would write in, or ask; here it finds copies or empty ones."""


class Installed(NamedTuple):
    """A server that the script made."""

    client: Sshd
    etc: Path
    home: Path
    srv: Path
    said: str


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The server, with li.wei as its first head; the script ran twice."""
    folder = tmp_path_factory.mktemp("serve-setup")
    with install(folder) as made:
        yield made


@contextmanager
def install(folder: Path) -> Iterator[Installed]:
    """Run the script and start the sshd that it set up, on a port of this test's own."""
    client = Sshd(folder / "client")
    client.folder.mkdir()
    client.login = "kam"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        client.port = probe.getsockname()[1]
    setup = folder / "setup.sh"
    setup.write_text(script(Choices("kam", "/srv/kamtui/book.kam", sys.prefix, "kamtui")))
    run = f"sh {setup} li.wei {client.key('li.wei')}"
    sshd = f"{SSHD} -D -e -p {client.port} -o ListenAddress=127.0.0.1 -o PidFile=none"
    steps = [*_covers(folder), run, run, "ssh-keygen -A >/dev/null", f"exec {sshd}"]
    log = folder / "log"
    with log.open("wb") as output:
        command = ["unshare", "-m", "sh", "-ec", "\n".join(steps)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        _wait_for(client.port, process, log)
        host_key = (folder / "etc/ssh/ssh_host_ed25519_key.pub").read_text().split()[:2]
        (client.folder / "known").write_text(f"[127.0.0.1]:{client.port} {' '.join(host_key)}\n")
        yield Installed(client, folder / "etc", folder / "home", folder / "srv", log.read_text(errors="replace"))
    finally:
        process.terminate()
        process.wait(10)
        # a copy of what passwords are checked against does not stay behind
        shutil.rmtree(folder / "etc", ignore_errors=True)


def _covers(folder: Path) -> Iterator[str]:
    """Shell lines that put a copy or something empty in the place of what must stay as it is."""
    subprocess.run(["cp", "-a", "/etc", str(folder / "etc")], check=True)
    for name in ("home", "srv", "var/log", "run/systemd"):
        (folder / name).mkdir(parents=True)
    folder.chmod(0o755)
    for place in COVERED:
        if Path(place).is_dir():
            yield f"mount --bind {shlex.quote(str(folder) + place)} {place}"
    yield from _openings(folder)


def _openings(folder: Path) -> Iterator[str]:
    """Shell lines that let another account reach this Python, where it lies in somebody's closed home."""
    needed = {Path(each).resolve() for each in (sys.prefix, sys.base_prefix, Path(kamtui.__file__).parents[1])}
    closed: dict[Path, list[Path]] = {}
    for path in needed:
        above = [each for each in reversed(path.parents) if not each.stat().st_mode & stat.S_IXOTH]
        if above:
            closed.setdefault(above[0], []).append(path)
    for number, (place, inside) in enumerate(closed.items()):
        stand_in = folder / f"open{number}"
        for path in inside:
            target = stand_in / path.relative_to(place)
            target.mkdir(parents=True)
            yield f"mount --bind {shlex.quote(str(path))} {shlex.quote(str(target))}"
        yield f"mount --rbind {shlex.quote(str(stand_in))} {shlex.quote(str(place))}"


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


def test_the_first_head_comes_in_and_lets_a_colleague_in(installed: Installed) -> None:
    client = installed.client
    assert client.ssh("li.wei", "account add 华为").code == 0, client.ssh("li.wei", "account ls")
    answer = client.ssh("li.wei", "user add chen.jing --role kam --key -", stdin=client.key("chen.jing").read_text())
    assert answer.code == 0, answer
    assert "华为" in client.ssh("chen.jing", "account ls").out


def test_the_app_opens(installed: Installed) -> None:
    program, *words = installed.client.argv("li.wei", tty=True)
    terminal = Terminal(words, program=program)
    try:
        terminal.wait_for("REVIEW")
    finally:
        terminal.close()


def test_files_and_folders_belong_to_whom_they_should(installed: Installed) -> None:
    entry = next(line for line in (installed.etc / "passwd").read_text().splitlines() if line.startswith("kam:"))
    _, _, uid, gid, _, home, shell = entry.split(":")
    assert (home, Path(shell).name) == ("/home/kam", "dash")
    shadow = next(line for line in (installed.etc / "shadow").read_text().splitlines() if line.startswith("kam:"))
    assert shadow.split(":")[1] == "*"

    def seen(path: Path) -> tuple[int, int, str]:
        found = path.stat()
        return found.st_uid, found.st_gid, oct(stat.S_IMODE(found.st_mode))

    own, group = int(uid), int(gid)
    assert seen(installed.home / "kam") == (0, group, "0o750")
    assert seen(installed.home / "kam/.ssh") == (own, group, "0o700")
    assert seen(installed.home / "kam/.ssh/authorized_keys") == (own, group, "0o600")
    assert seen(installed.srv / "kamtui") == (own, group, "0o2770")
    assert seen(installed.srv / "kamtui/book.kam")[:2] == (own, group)
    assert not (installed.srv / "kamtui/book.kam").stat().st_mode & 0o007
    assert os.getuid() == 0


def test_the_account_has_no_shell_no_password_and_no_forwarding(installed: Installed) -> None:
    client = installed.client
    assert client.ssh("li.wei", "sh -c id").code == 2
    for options in (["-o", "PubkeyAuthentication=no"], ["-W", "127.0.0.1:1"]):
        assert client.ssh("li.wei", options=options).code == 255
    assert client.ssh("mallory", options=["-i", str(client.key("mallory"))]).code == 255


def test_backups_are_made_by_a_timer(installed: Installed) -> None:
    units = installed.etc / "systemd/system"
    service = (units / "kamtui-backup.service").read_text()
    assert "\nUser=kam\n" in service
    assert f"ExecStart={sys.prefix}/bin/python" in service
    assert "--folder /srv/kamtui/backups" in service
    assert "[Timer]" in (units / "kamtui-backup.timer").read_text()
    assert "[Timer]" not in service
    assert len(list((installed.srv / "kamtui/backups").glob("book.kam.*"))) >= 1
    if shutil.which("systemd-analyze"):
        files = [str(units / f"kamtui-backup.{kind}") for kind in ("service", "timer")]
        done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
        assert "kamtui-backup" not in done.stderr, done.stderr


def test_run_again_it_keeps_what_is_there(installed: Installed) -> None:
    assert installed.said.count("a new book in") == 1
    assert installed.said.count("ready. li.wei opens the app") == 2
    assert (installed.home / "kam/.ssh/authorized_keys").read_text().count(" li.wei\n") == 1
