"""The web server behind `kamtui serve`: one page, everything it needs from this machine, one app for each tab.

textual-serve brings the page's script and the talk with the app's process. What it leaves open is settled here: who
may come in, what may be said, and that nothing is fetched from elsewhere.
"""

from __future__ import annotations

import asyncio
import html
import json
import os
import secrets
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

import textual_serve
from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from kamtui.errors import BadInput
from kamtui.i18n import t

MOST_TABS = 16
"""Apps at a time; each takes some 50 MB."""

LARGEST_MESSAGE = 1 << 18
"""Bytes that a browser may say at once; a paste of 20,000 characters is less."""

LARGEST = (500, 1000)
"""Columns and lines of a page."""

PATIENCE_S = 5.0
"""How long an app may take to end before it is ended."""

STATIC = Path(textual_serve.__file__).parent / "static"

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="stylesheet" href="/static/css/xterm.css">
<link rel="stylesheet" href="/page.css">
<script src="/static/js/textual.js"></script>
<script src="/page.js"></script>
</head>
<body>
<div id="ended"><p>{ended}</p><p><a href="/">{again}</a></p></div>
<div id="terminal" class="textual-terminal" data-session-websocket-url="ws://{host}/ws" data-font-size="{size}"></div>
</body>
</html>
"""

_STYLE = """@font-face { font-family: "Roboto Mono"; font-weight: 100 700;
  src: url("/static/fonts/RobotoMono-VariableFont_wght.ttf"); }
@font-face { font-family: "Roboto Mono"; font-weight: 100 700; font-style: italic;
  src: url("/static/fonts/RobotoMono-Italic-VariableFont_wght.ttf"); }
html, body { margin: 0; height: 100%; background: #101418; color: #d8dee6; font-family: sans-serif; }
#terminal { height: 100vh; width: 100vw; }
#ended { display: none; position: absolute; inset: 0; z-index: 10; padding: 3em; background: #101418; }
#ended a { color: #9ecbff; }
body.-closed #ended { display: block; }
"""

_SCRIPT = """// keys go to the app from the beginning on
window.addEventListener("load", () => {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys) keys.focus();
});
"""

_SAFETY = {
    # nothing from elsewhere, nothing of us within other pages, and the link is told nobody
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ws://{host};"
    " worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Tab(AppService):
    """The app of one tab, in a process of its own."""

    def __init__(self, command: Sequence[str], websocket: web.WebSocketResponse) -> None:
        super().__init__(
            "kamtui",
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )
        self._words = list(command)
        self._websocket = websocket

    async def _close(self) -> None:
        await self._websocket.close()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the app, without a shell; ctrl+c at the server is not for it."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("SSH_", "TEXTUAL"))}
        environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        process = await asyncio.create_subprocess_exec(
            *self._words, f"--browser={width}x{height}",
            stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environ, start_new_session=True,
        )  # fmt: skip
        assert process.stdin is not None
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the app draws until it ends; then the page says so."""
        try:
            await super().run()
        finally:
            with suppress(ConnectionError, RuntimeError):
                await self.remote_close()

    async def take(self, message: str) -> object | None:
        """Pass on what the browser says; what it is answered, if anything. What makes no sense is dropped."""
        try:
            parts = json.loads(message)
        except (ValueError, RecursionError):
            return None
        if not isinstance(parts, list) or len(parts) < 2:
            # that it has the focus, or lost it, is the browser's own business
            return None
        kind, said = parts[0], parts[1]
        if kind == "stdin" and isinstance(said, str):
            await self.send_bytes(said.encode("utf-8", "ignore"))
        elif kind == "resize" and isinstance(said, Mapping):
            await self.set_terminal_size(*_clamped(said.get("width"), said.get("height")))
        elif kind == "ping":
            return ["pong", said]
        return None

    async def end(self) -> None:
        """End the app as when a window is closed: what is half typed is kept."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self.stop()
                if self._process is not None:
                    await self._process.wait()
        except TimeoutError:
            if self._process is not None:
                self._process.kill()


class Server:
    """Serves one command; nobody gets in without the link that it prints."""

    def __init__(self, command: Sequence[str], host: str, port: int, *, title: str) -> None:
        self._command = command
        self._host = host
        self._port = port
        self._title = title
        self._key = secrets.token_urlsafe(16)
        self._tabs: set[web.WebSocketResponse] = set()

    def run(self, say: Callable[[str], object]) -> None:
        """Serve until ctrl+c or SIGTERM; `say` is told the link. Raises BadInput where nobody can listen there."""
        asyncio.run(self._serve(say))

    async def _serve(self, say: Callable[[str], object]) -> None:
        app = web.Application(middlewares=[self._guard])
        app.add_routes([
            web.get("/", self._page),
            web.get("/page.css", _style),
            web.get("/page.js", _script),
            web.get("/favicon.ico", _nothing),
            web.get("/ws", self._websocket),
            web.static("/static", STATIC),
        ])  # fmt: skip
        runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, self._host, self._port).start()
            except OSError as error:
                message = t("cannot listen on {host} port {port}: {reason}", host=self._host, port=self._port,
                            reason=os.strerror(error.errno) if error.errno else error)  # fmt: skip
                raise BadInput(message) from None
            self._port = runner.addresses[0][1]
            say(f"http://{self._address}/?key={self._key}")
            over = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, over.set)
            await over.wait()
            for websocket in [*self._tabs]:
                await websocket.close()
        finally:
            await runner.cleanup()

    @property
    def _address(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{host}:{self._port}"

    @property
    def _cookie(self) -> str:
        # cookies do not tell ports apart
        return f"kamtui-{self._port}"

    @web.middleware
    async def _guard(self, request: web.Request, handler: Callable[[web.Request], object]) -> web.StreamResponse:
        """Let in who has the link, under our own name: no other page, whatever name it gives this machine."""
        own = request.host in {self._address, f"localhost:{self._port}"} or _is_number(request.host)
        origin = request.headers.get("Origin")
        if not own or (origin is not None and origin != f"http://{request.host}"):
            raise web.HTTPForbidden(text="403")
        if secrets.compare_digest(request.query.get("key", "").encode(), self._key.encode()):
            there = web.HTTPSeeOther("/")
            there.set_cookie(self._cookie, self._key, httponly=True, samesite="Lax", path="/")
            raise there
        if not secrets.compare_digest(request.cookies.get(self._cookie, "").encode(), self._key.encode()):
            raise web.HTTPForbidden(text=t("open the link that kamtui serve printed"))
        response = await handler(request)  # type: ignore[misc]
        assert isinstance(response, web.StreamResponse)
        return response

    async def _page(self, request: web.Request) -> web.Response:
        if set(request.query) - {"fontsize"}:
            # the page's script has some of its own, among them to ask an address of somebody's choice
            raise web.HTTPSeeOther("/")
        size = min(max(_number(request.query.get("fontsize"), 16), 6), 60)
        text = _PAGE.format(
            title=html.escape(self._title),
            ended=html.escape(t("The session has ended; what was saved is safe.")),
            again=html.escape(t("Begin again")),
            host=html.escape(request.host),
            size=size,
        )
        headers = {name: value.replace("{host}", request.host) for name, value in _SAFETY.items()}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        if len(self._tabs) >= MOST_TABS:
            raise web.HTTPServiceUnavailable(text=t("too many tabs are open"))
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST_MESSAGE)
        await websocket.prepare(request)
        self._tabs.add(websocket)
        tab = Tab(self._command, websocket)
        try:
            await tab.start(*_clamped(request.query.get("width"), request.query.get("height")))
            async for message in websocket:
                if message.type is WSMsgType.TEXT:
                    answer = await tab.take(message.data)
                    if answer is not None:
                        await websocket.send_json(answer)
        finally:
            self._tabs.discard(websocket)
            await asyncio.shield(tab.end())
        return websocket


async def _script(_request: web.Request) -> web.Response:
    return web.Response(text=_SCRIPT, content_type="text/javascript")


async def _nothing(_request: web.Request) -> web.Response:
    return web.Response(status=204)


async def _style(_request: web.Request) -> web.Response:
    return web.Response(text=_STYLE, content_type="text/css")


def _is_number(host: str) -> bool:
    """Whether a Host header is an address in numbers; what a name means, a foreign name server may have said."""
    name, _, port = host.rpartition(":")
    try:
        ip_address((name if port.isdecimal() else host).strip("[]"))
    except ValueError:
        return False
    return True


def _clamped(width: object, height: object) -> tuple[int, int]:
    """A size that can be drawn, whatever was asked for."""
    columns, lines = _number(width, 80), _number(height, 24)
    return max(1, min(columns, LARGEST[0])), max(1, min(lines, LARGEST[1]))


def _number(value: object, usual: int) -> int:
    try:
        return int(str(value)[:6])
    except ValueError:
        return usual
