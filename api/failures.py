"""Which handler turns which exception into a problem response."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api import correlation, problems
from api.complaints import complaints, in_one_sentence
from api.problems import Problem, problem_response
from api.work import OverloadError
from corpus.errors import CorpusError
from rag.errors import RagError

_log = logging.getLogger("danvan.api")

_BY_STATUS = {
    400: problems.NOT_JSON,
    404: problems.NOT_FOUND,
    405: problems.WRONG_METHOD,
    413: problems.TOO_LARGE,
    415: problems.NOT_JSON_TYPE,
}


class RefusalError(Exception):
    """The request is refused with this problem, and with these headers beside it."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.slug)
        self.problem = problem
        self.headers = dict(headers or {})


def log_failure(error: Exception, problem: Problem) -> None:
    """Log a server error: its class and the correlation id, never its words, which may quote a question."""
    if problem.status >= 500 and not isinstance(error, OverloadError):
        kind = type(error)
        _log.error("%s.%s correlation_id=%s", kind.__module__, kind.__qualname__, correlation.current())


def log_unkept(error: Exception) -> None:
    """Log that a question could not be kept: the class of the error and the correlation id."""
    _log.warning("question not kept: %s correlation_id=%s", type(error).__qualname__, correlation.current())


def response_to(error: Exception, request: Request) -> Response:
    """Return the problem response to any exception, and log it if the fault is ours."""
    problem = problems.problem_for(error)
    log_failure(error, problem)
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, OverloadError) else None
    return problem_response(problem, request, problems.detail_of(problem, error), headers=headers)


async def _on_known(request: Request, error: Exception) -> Response:
    return response_to(error, request)


async def _on_refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusalError):
        return response_to(error, request)
    return problem_response(error.problem, request, headers=error.headers)


async def _on_invalid(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    if any(e["type"] == "json_invalid" for e in found):
        return problem_response(problems.NOT_JSON, request)
    named = complaints(found)
    return problem_response(problems.INVALID, request, in_one_sentence(named) if named else None, named)


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return response_to(error, request)
    known = _BY_STATUS.get(error.status_code)
    problem = known or Problem(error.status_code, f"http-{error.status_code}", "Không thực hiện được yêu cầu")
    headers = dict(error.headers) if error.headers else None
    return problem_response(problem, request, headers=headers)


def install(app: FastAPI) -> None:
    """Make every failure that a route can raise a problem; the unexpected is caught by `api.envelope`."""
    for error in (CorpusError, RagError, OverloadError):
        app.add_exception_handler(error, _on_known)
    app.add_exception_handler(RefusalError, _on_refused)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
