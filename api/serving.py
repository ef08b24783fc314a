"""Serving the application with uvicorn, so that nothing that is asked reaches a log."""

from __future__ import annotations

from typing import Any

import uvicorn
from fastapi import FastAPI

_GRACE_S = 5


def log_config(level: str = "INFO") -> dict[str, Any]:
    """Return a logging configuration: lines on stderr; uvicorn's access log, which shows queries, is off."""
    handler = {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"stderr": handler},
        "loggers": {
            "danvan": {"handlers": ["stderr"], "level": level, "propagate": False},
            "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }


def server(app: FastAPI, host: str, port: int, log_level: str = "INFO") -> uvicorn.Server:
    """Return a server for `app`; `run()` serves until it is told to stop, open streams get five seconds to end."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=log_config(log_level),
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    return uvicorn.Server(config)
