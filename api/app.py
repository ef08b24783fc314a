"""The HTTP application: routes, envelope, failures, put together from the parts it is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from api import failures
from api.described import describe_problems
from api.desk import Desk
from api.envelope import Envelope
from api.metrics import Metrics
from api.ports import Answering, DocumentSource, Keeper, ReadinessProbe
from api.routes_ask import ask_routes
from api.routes_documents import document_routes
from api.routes_feedback import feedback_routes
from api.routes_health import health_routes
from api.routes_pages import ask_page_routes, document_page_routes, reference_page_routes
from api.routes_search import search_routes
from api.routes_widget import widget_routes
from api.work import WorkPool

_DESCRIPTION = (
    "Hỏi đáp văn bản dân vận: câu trả lời là trích dẫn nguyên văn, nêu rõ văn bản và mục. "
    "Người dùng đang trao đổi với hệ thống trí tuệ nhân tạo. Không gửi bí mật nhà nước, dữ liệu cá nhân."
)
# FastAPI's own telemetry would record bodies and paths: nothing that somebody asked may leave this way.
_NO_TELEMETRY = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one server takes on. `workers` threads answer, `queue` requests wait, bodies have `max_body_bytes`."""

    workers: int = 4
    queue: int = 64
    max_body_bytes: int = 64 * 1024


def create_app(
    assistant: Answering,
    documents: DocumentSource,
    readiness: ReadinessProbe,
    *,
    limits: Limits | None = None,
    keeper: Keeper | None = None,
    version: str = "0",
) -> FastAPI:
    """Return the application. Without `keeper` verdicts are counted and nothing that was asked is kept."""
    limits = limits or Limits()
    metrics = Metrics()
    pool = WorkPool(limits.workers, limits.queue)
    metrics.watch_admitted(lambda: pool.admitted)
    desk = Desk(assistant, documents, readiness, keeper, metrics, pool)
    app = FastAPI(
        title="danvan",
        description=_DESCRIPTION,
        version=version,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,  # type: ignore[arg-type]
        middleware=[Middleware(partial(Envelope, metrics=metrics, max_body_bytes=limits.max_body_bytes))],
    )
    failures.install(app)
    for routes in (
        ask_routes,
        document_routes,
        search_routes,
        feedback_routes,
        health_routes,
        ask_page_routes,
        document_page_routes,
    ):
        app.include_router(routes(desk))
    app.include_router(widget_routes())
    app.include_router(reference_page_routes(lambda: app.openapi()))
    app.mount("/static", StaticFiles(directory=str(files("api") / "static")), name="static")
    describe_problems(app)
    return app
