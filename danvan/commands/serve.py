"""`danvan serve`: the HTTP door, from taking the store to letting go of it."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from danvan.access import access
from danvan.keeping import keeping
from danvan.settings import Settings
from danvan.telegram import bot_beside, receive_pushed
from danvan.warming import keep_what_is_loaded, warm_up
from danvan.wiring import House, open_house
from rag.errors import ConfigurationError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from api.access.doorkeeper import AccessRules
    from rag.assistant import Assistant
    from rag.keeping import QuestionKeeper

_GRACE_S = 5  # answers under way are finished when the server is told to stop


def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way and let go of the store.

    Raises ConfigurationError when the address cannot be used, StoreBusy when another process owns the store.
    """
    host, port = host or settings.host, settings.port if port is None else port
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with _listening(host, port) as listener, open_house(settings, "serve", graph=True) as house:
        if house.model is not None:
            house.model.load()
        assistant = house.assistant()
        warm_up(assistant, house)
        with (
            keeping(settings) as keeper,
            access(settings) as rules,
            bot_beside(settings, house, assistant, keeper) as reception,
        ):
            app = build_app(house, assistant, keeper, rules)
            if reception is not None:
                receive_pushed(app, reception, settings)
            url = _url_of(listener)
            house.lock.announce(url)
            keep_what_is_loaded()
            _greet(str(settings.public_url or url), len(house.ledger.documents()))
            _run(app, listener, settings)
    print("Máy chủ đã dừng.", file=sys.stderr)


def build_app(
    house: House, assistant: Assistant, keeper: QuestionKeeper | None = None, rules: AccessRules | None = None
) -> FastAPI:
    """Return the HTTP application over an open house, which nothing changes while it is served."""
    from api.app import Limits, create_app
    from api.ports import Readiness

    content = house.ledger.content_fingerprint()
    ready = Readiness(
        documents=len(house.ledger.documents()),
        passages=house.index.size(),
        fingerprint=f"{house.index.encoder.fingerprint}/{content[:16]}",
    )
    # Threads that wait for a model take none away from those that answer without it.
    waiting = house.model.most_at_once if house.model is not None else 0
    limits = Limits(workers=Limits().workers + waiting)
    app = create_app(assistant, house.ledger, lambda: ready, limits=limits, keeper=keeper, access=rules)
    app.version = version("danvan")
    return app


def _listening(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that the address is known to be free before the store is opened."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigurationError(
            f"Không lắng nghe được tại {host}:{port} ({reason}). Hãy chọn cổng khác: danvan serve --port 8001"
        ) from error


def _url_of(listener: socket.socket) -> str:
    """Return where this machine itself reaches the server."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - recognised, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _greet(url: str, documents: int) -> None:
    url = url.rstrip("/")
    print(f"danvan đã sẵn sàng, kho có {documents} văn bản. Mở trình duyệt tại: {url}/")
    print(f"Tài liệu API: {url}/docs    Dừng máy chủ: Ctrl-C", flush=True)


def _run(app: FastAPI, listener: socket.socket, settings: Settings) -> None:
    import uvicorn

    # uvicorn raises the signal once more after its orderly end; ours then only has to be taken note of.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    uvicorn.Server(server_config(app, settings)).run(sockets=[listener])


def server_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Return how the server runs: no access log, and only the proxies that are trusted may name an address."""
    import uvicorn

    return uvicorn.Config(
        app,
        access_log=False,  # addresses of searches hold what was asked
        log_config=None,
        log_level="debug" if settings.log_level == "debug" else "warning",
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_GRACE_S,
    )
