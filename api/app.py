"""The HTTP application: routes, envelope, failures, put together from the parts it is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from api import failures
from api.access.cross_origin import CrossOrigin
from api.access.doorkeeper import AccessRules, Doorkeeper
from api.described import API_PREFIX, describe_problems
from api.desk import Desk
from api.envelope import Envelope
from api.holdings import Holdings
from api.metrics import Metrics
from api.ports import Answering, DocumentSource, Keeper, ReadinessProbe
from api.routes_ask import ask_routes
from api.routes_completions import completion_routes
from api.routes_document_pages import document_page_routes
from api.routes_documents import document_routes
from api.routes_export import export_routes
from api.routes_feedback import feedback_routes
from api.routes_health import health_routes
from api.routes_pages import ask_page_routes, reference_page_routes
from api.routes_search import search_routes
from api.routes_sites import site_routes
from api.routes_suggestions import suggestion_routes
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
    """How much one server takes on. `workers` threads answer, `queue` requests wait, bodies have `max_body_bytes`.

    A conversation to be exported carries its answers and may have `max_export_bytes`.
    """

    workers: int = 4
    queue: int = 64
    max_body_bytes: int = 64 * 1024
    max_export_bytes: int = 2 * 1024 * 1024

    def body_bytes(self, path: str) -> int:
        """Return how many bytes a request to this path may carry."""
        return self.max_export_bytes if path == f"{API_PREFIX}/export" else self.max_body_bytes


def create_app(
    assistant: Answering,
    documents: DocumentSource,
    readiness: ReadinessProbe,
    *,
    limits: Limits | None = None,
    keeper: Keeper | None = None,
    access: AccessRules | None = None,
) -> FastAPI:
    """Return the application. Without `keeper` verdicts are counted and nothing that was asked is kept.

    Without `access` no page of another origin is let in, and nobody is told to wait.
    """
    limits = limits or Limits()
    doorkeeper = Doorkeeper(access or AccessRules())
    metrics = Metrics()
    pool = WorkPool(limits.workers, limits.queue)
    metrics.watch_admitted(lambda: pool.admitted)
    desk = Desk(assistant, documents, readiness, Holdings(documents, readiness), keeper, metrics, pool)
    app = FastAPI(
        title="danvan",
        description=_DESCRIPTION,
        version="0",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,  # type: ignore[arg-type]
        middleware=[
            Middleware(partial(Envelope, metrics=metrics, body_limit=limits.body_bytes)),
            Middleware(CrossOrigin, doorkeeper=doorkeeper),
        ],
    )
    failures.install(app)
    for routes in (
        ask_routes,
        document_routes,
        search_routes,
        suggestion_routes,
        export_routes,
        feedback_routes,
    ):
        app.include_router(routes(desk, doorkeeper.visit))
    app.include_router(ask_page_routes(desk, doorkeeper.visit_page))
    app.include_router(completion_routes(desk, doorkeeper.visit_program, doorkeeper.public_url))
    app.include_router(site_routes(doorkeeper, desk))
    app.include_router(widget_routes(doorkeeper))
    for pages in (health_routes, document_page_routes):
        app.include_router(pages(desk))
    app.include_router(reference_page_routes(lambda: app.openapi()))
    app.mount("/static", StaticFiles(directory=str(files("api") / "static")), name="static")
    describe_problems(app)
    return app
