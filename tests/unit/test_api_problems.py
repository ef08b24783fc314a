"""Every error of the house has a row in the door's table, and says nothing in it that an official may not read."""

from __future__ import annotations

import http
import inspect

import pytest

from api import problems
from api.problems import BY_ERROR, Problem, detail_of, problem_for
from api.work import OverloadError
from corpus import errors as corpus_errors
from rag import errors as rag_errors

MODULES = (corpus_errors, rag_errors)
ERRORS = [
    cls for module in MODULES for _, cls in inspect.getmembers(module, inspect.isclass) if issubclass(cls, Exception)
]
ROWS = [*BY_ERROR.values(), *(row for row in vars(problems).values() if isinstance(row, Problem))]
EXPECTED = {
    "DocumentUnknown": 404, "DocumentExists": 409, "SourceUnreadable": 422, "ClassifiedDocument": 422,
    "QuestionRejected": 422, "StoreBusy": 503, "IndexMissing": 503, "IndexMismatch": 503, "IndexDamaged": 503,
    "ModelUnavailable": 503,
    "StoreDamaged": 500, "SiteUnknown": 404, "SiteExists": 409,
    "ConfigurationError": 500, "CorpusError": 500, "RagError": 500,
}  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda cls: cls.__name__)
def test_each_error_class_has_a_row_of_its_own(error: type[Exception]) -> None:
    assert error in BY_ERROR


@pytest.mark.parametrize("error", ERRORS, ids=lambda cls: cls.__name__)
def test_each_error_class_has_the_status_that_its_meaning_asks_for(error: type[Exception]) -> None:
    assert BY_ERROR[error].status == EXPECTED[error.__name__]


def test_a_class_that_is_not_listed_has_the_row_of_its_parent() -> None:
    class NewErrorOfTheCorpus(corpus_errors.DocumentUnknown):
        pass

    assert problem_for(NewErrorOfTheCorpus("…")) is BY_ERROR[corpus_errors.DocumentUnknown]


def test_an_error_of_nobody_is_an_internal_error() -> None:
    assert problem_for(KeyError("bí mật")) is problems.UNEXPECTED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_each_row_has_an_error_status_and_a_title(row: Problem) -> None:
    assert http.HTTPStatus(row.status) >= 400
    assert row.title


@pytest.mark.parametrize("error", [e for e in ERRORS if problem_for(e("")).status >= 500], ids=lambda cls: cls.__name__)
def test_a_server_error_never_says_what_the_exception_says(error: type[Exception]) -> None:
    raised = error("/var/lib/danvan/kho.sqlite hỏng")
    said = detail_of(problem_for(raised), raised)
    assert "/var/lib" not in said
    assert said


def test_a_client_error_may_say_what_the_error_says_to_officials() -> None:
    raised = rag_errors.QuestionRejected("Câu hỏi chưa có nội dung.")
    assert detail_of(problem_for(raised), raised) == "Câu hỏi chưa có nội dung."


def test_slugs_are_shared_by_no_two_different_statuses() -> None:
    by_slug: dict[str, set[int]] = {}
    for row in ROWS:
        by_slug.setdefault(row.slug, set()).add(row.status)
    assert all(len(statuses) == 1 for statuses in by_slug.values())


def test_overload_is_temporary() -> None:
    assert problem_for(OverloadError(2)).status == 503
