"""The written contract tells the truth: its addresses, its problem types and its limits are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from api import problems
from api.app import Limits, create_app
from api.exporting.request import DOCUMENTS_LIMIT, QUOTES_LIMIT, TURNS_LIMIT
from api.problems import BY_ERROR, Problem
from api.testing import SampleAssistant

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ASSISTANT = SampleAssistant()
PATHS = create_app(ASSISTANT, ASSISTANT.documents, ASSISTANT.documents.readiness).openapi()["paths"]
ERRORS_TABLE = TEXT.split("## Errors")[1].split("## Health")[0]


def test_each_address_is_told_and_each_address_told_is_there() -> None:
    told = {
        (m, p.split("?")[0].rstrip("/"))
        for m, p in re.findall(r"`(GET|POST) (/(?:api|v1|health|metrics)[^` ]*)`", TEXT)
    }
    served = {(method.upper(), path) for path, methods in PATHS.items() for method in methods}
    assert {(m, re.sub(r"\{\w+\}", "{id}", p)) for m, p in served} == told


def test_each_problem_type_that_is_told_exists_with_its_status() -> None:
    rows = [*BY_ERROR.values(), *(row for row in vars(problems).values() if isinstance(row, Problem))]
    known = {(row.status, row.slug) for row in rows}
    told = [
        (int(status), slug)
        for status, slugs in re.findall(r"\| (\d{3}) \| ([^|]*) \|", ERRORS_TABLE)
        for slug in re.findall(r"`([a-z_-]+)`", slugs)
    ]
    assert len(told) >= 15
    assert set(told) <= known


def test_the_limits_that_are_told_are_those_of_the_code() -> None:
    assert Limits() == Limits(workers=4, queue=64, max_body_bytes=64 * 1024, max_export_bytes=2 * 1024 * 1024)
    assert "(2 MiB for an export)" in ERRORS_TABLE
    assert (TURNS_LIMIT, QUOTES_LIMIT, DOCUMENTS_LIMIT) == (50, 1000, 100)
    assert "at\nmost 50 turns, 1,000 quotes of 100 documents, and 2 MiB" in TEXT
    assert "At most four answers are worked on at once and 64 more requests wait" in TEXT
    assert "more than 64 KiB" in ERRORS_TABLE
