"""A real sshd for a test: on 127.0.0.1, with keys, settings and known hosts of its own; as root and as anybody."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pytest

from kamtui.cli.server import recipe

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

SSH = shutil.which("ssh")

needs_sshd = pytest.mark.skipif(
    SSHD is None or SSH is None, reason="no sshd on this machine; apt-get install openssh-server"
)

NAIVE = """
AcceptEnv *
PermitUserEnvironment yes
"""
"""A server whose keys have a forced command, and that is otherwise as generous as sshd lets it be."""

HARDENED = "\n".join(("PermitUserEnvironment no", *recipe.SSHD))
"""The server as `kamtui serve-setup` makes it."""

CLIENT = ("IdentitiesOnly=yes", "StrictHostKeyChecking=yes", "BatchMode=yes", "LogLevel=ERROR", "ControlPath=none")
"""Settings of every client: its own key and nothing else, and no question asked."""

START_S = 10.0


class Account(NamedTuple):
    """An account of the system that exists for one server of one test only; see `needs_account`."""

    name: str
    home: Path
    shell: str = "/bin/dash"


def _may_make_accounts() -> bool:
    """Whether a process can have a list of accounts of its own here, which takes root and a system that lets it."""
    if os.getuid() or shutil.which("unshare") is None:
        return False
    own = "mount --bind /etc/passwd /etc/passwd"
    return subprocess.run(["unshare", "-m", "sh", "-c", own], capture_output=True, check=False).returncode == 0


needs_account = pytest.mark.skipif(
    not _may_make_accounts(), reason="an account with a home of its own for this test only takes root and unshare"
)


def _gives_out_terminals() -> bool:
    """Whether an sshd of ours may hand a terminal to its client: root's may, another only where it need not own it."""
    if os.getuid() == 0:
        return True
    own, other = os.openpty()
    try:
        return os.fstat(other).st_gid == grp.getgrnam("tty").gr_gid
    finally:
        os.close(own)
        os.close(other)


needs_terminals = pytest.mark.skipif(
    not _gives_out_terminals(), reason="an sshd that is not root's gives out no terminals here: devpts has no gid=tty"
)


class Answer(NamedTuple):
    """What a client got: the exit code of the remote side (255: of ssh itself) and both streams."""

    code: int
    out: str
    err: str


class Sshd:
    """One sshd, started on entering and stopped on leaving.

    Keys are made on demand by `key`; whoever wants to let one in writes its line into `authorized`, before or while
    the server runs. `options` are settings of this server only and win over `config`.
    """

    def __init__(
        self, folder: Path, config: str = HARDENED, *, options: str = "", account: Account | None = None
    ) -> None:
        self.folder = folder
        self.account = account
        self.login = account.name if account else pwd.getpwuid(os.getuid()).pw_name
        """The account that clients log in to: one's own, unless this server has one."""
        self.authorized = folder / "authorized_keys"
        self.port = 0
        self._config = f"{options}\n{config}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        self._make_key("host")
        if not self.authorized.exists():
            self.authorized.touch(mode=0o644)
        # between choosing a port and taking it somebody else may have taken it
        for _ in range(5):
            self._start()
            if self._is_up():
                break
        else:
            raise RuntimeError(f"sshd did not start: {self.log}")
        host_key = " ".join((self.folder / "host.pub").read_text().split()[:2])
        (self.folder / "known").write_text(f"[127.0.0.1]:{self.port} {host_key}\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process that listens."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return (self.folder / "log").read_text(errors="replace")

    def stop(self) -> None:
        """Stop listening; sessions that run go on until their clients leave."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def key(self, name: str) -> Path:
        """The public key of a person, made when it is first asked for; the private one lies beside it."""
        public = self.folder / f"{name}.pub"
        if not public.exists():
            self._make_key(name)
        return public

    def allow(self, name: str, options: str = "") -> None:
        """Let a person in with `options` before the key, as a line of authorized_keys has them; "" is a plain login."""
        with self.authorized.open("a") as file:
            file.write(f"{options} {self.key(name).read_text()}".lstrip())

    def argv(self, key: str, *words: str, tty: bool = False, options: Sequence[str] = ()) -> list[str]:
        """The client's command line; run it on a terminal of the test's own for a whole session, with tty=True."""
        own = ["-i", str(self.folder / key), "-o", f"UserKnownHostsFile={self.folder / 'known'}"]
        settings = [part for setting in CLIENT for part in ("-o", setting)]
        terminal = ["-tt"] if tty else []
        here = ["-p", str(self.port), *terminal, *options, f"{self.login}@127.0.0.1"]
        return [str(SSH), "-F", "/dev/null", *own, *settings, *here, *(["--", *words] if words else [])]

    def ssh(
        self,
        key: str,
        *words: str,
        tty: bool = False,
        stdin: str | bytes = b"",
        options: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        timeout_s: float = 60,
    ) -> Answer:
        """Run one command as somebody, wait for it; `env` is added to the client's own environment."""
        done = subprocess.run(
            self.argv(key, *words, tty=tty, options=options),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            env={**os.environ, **(env or {})},
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
        return Answer(done.returncode, _text(done.stdout), _text(done.stderr))

    def _make_key(self, name: str) -> None:
        path = self.folder / name
        path.unlink(missing_ok=True)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)], check=True)

    def _start(self) -> None:
        assert SSHD is not None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = self.folder / "sshd_config"
        for extra in ("PerSourcePenalties no\n", ""):  # a server before 9.8 has no penalties to switch off
            config.write_text(self._settings() + extra + self._config)
            checked = subprocess.run([SSHD, "-t", "-f", str(config)], capture_output=True, text=True, check=False)
            if checked.returncode == 0:
                break
        else:
            raise RuntimeError(f"sshd does not take these settings: {checked.stderr}")
        command = [SSHD, "-D", "-e", "-f", str(config)]
        if self.account is not None:
            command = [*self._with_account(self.account), *command]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _with_account(self, account: Account) -> list[str]:
        """What makes the command behind it see one account more; nobody else does, and nothing is left behind."""
        known = self.folder / "passwd"
        entry = f"{account.name}:*:{os.getuid()}:{os.getgid()}::{account.home}:{account.shell}\n"
        known.write_text(Path("/etc/passwd").read_text() + entry)
        known.chmod(0o644)
        return ["unshare", "-m", "sh", "-c", f'mount --bind "{known}" /etc/passwd && exec "$@"', "sh"]

    def _settings(self) -> str:
        return f"""Port {self.port}
ListenAddress 127.0.0.1
HostKey {self.folder / "host"}
PidFile {self.folder / "pid"}
AuthorizedKeysFile {self.authorized}
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication no
KbdInteractiveAuthentication no
PubkeyAuthentication yes
PermitRootLogin prohibit-password
PrintMotd no
PrintLastLog no
MaxStartups 200
MaxSessions 100
LogLevel VERBOSE
Subsystem sftp internal-sftp
"""

    def _is_up(self) -> bool:
        assert self._process is not None
        until = time.monotonic() + START_S
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return True
            time.sleep(0.02)
        self.stop()
        return False


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
