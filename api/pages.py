"""HTML from templates: everything that comes from a document or a person is escaped by the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.document_page import blocks, outline
from api.ports import DocumentSummary
from api.schemas import AnswerOut, CitationOut, ProblemOut
from corpus.model import Document, Metadata

_MARKER = re.compile(r"\[(\d{1,3})\]")


def answer_pieces(answer: str, markers: set[int]) -> list[tuple[str, int | None]]:
    """Cut an answer at its markers: (text, None) for words, ("[1]", 1) for a marker that has a citation."""
    pieces: list[tuple[str, int | None]] = []
    done = 0
    for found in _MARKER.finditer(answer):
        number = int(found.group(1))
        if number in markers:
            pieces += [(answer[done : found.start()], None), (found.group(), number)]
            done = found.end()
    return [piece for piece in [*pieces, (answer[done:], None)] if piece[0]]


def quote_url(citation: CitationOut) -> str:
    """Return where the quote stands, marked on the page."""
    path, _, anchor = citation["url"].partition("#")
    return f"{path}?{urlencode({'start': citation['start'], 'end': citation['end']})}#{anchor or 'trich-dan'}"


def vietnamese_day(day: str | date | None) -> str:
    """Return a date as officials write it, 24/3/2020; "không ghi ngày" when there is none."""
    if day is None:
        return "không ghi ngày"
    spoken = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{spoken.day}/{spoken.month}/{spoken.year}"


def naming(metadata: Metadata) -> str:
    """Name a document in one line: type, number, day, issuer."""
    number = f"số {metadata.number}" if metadata.number else "không ghi số"
    day = f"ngày {vietnamese_day(metadata.issued_on)}" if metadata.issued_on else "không ghi ngày"
    parts = [metadata.type_name or "Văn bản", number, day]
    return " ".join(parts) + (f" của {metadata.issuer}" if metadata.issuer else "")


def citation_naming(citation: CitationOut) -> str:
    """Name a cited place in one line: type, number, day, issuer, section."""
    document = citation["document"]
    number = f"số {document['number']}" if document["number"] else "không ghi số"
    issued = document["issued_on"]
    day = f"ngày {vietnamese_day(issued)}" if issued else "không ghi ngày"
    name = f"{document['type'] or 'Văn bản'} {number} {day}"
    if document["issuer"]:
        name += f" của {document['issuer']}"
    return f"{name}, {citation['section']['label']}" if citation["section"]["label"] else name


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(str(files("api") / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["quote_url"] = quote_url
    made.filters["naming"] = naming
    made.filters["citation_naming"] = citation_naming
    return made


def _page(template: str, values: Mapping[str, object], status: int = 200) -> Response:
    return HTMLResponse(_templates().get_template(template).render(values), status)


def ask(question: str = "", answer: AnswerOut | None = None, complaint: str = "") -> Response:
    """Return the page that asks; with an answer or a complaint when the browser runs no script."""
    pieces = []
    if answer is not None:
        pieces = answer_pieces(answer["answer"], {c["marker"] for c in answer["citations"]})
    values = {"question": question, "answer": answer, "pieces": pieces, "complaint": complaint}
    return _page("ask.html", values, 422 if complaint else 200)


def document(shown: Document, quoted: tuple[int, int]) -> Response:
    """Return the page of one document, a range of it marked."""
    return _page("document.html", {"document": shown, "blocks": blocks(shown, quoted), "outline": outline(shown)})


def documents(shown: Sequence[DocumentSummary], total: int, offset: int, limit: int) -> Response:
    """Return one page of the list of documents."""
    return _page("documents.html", {"shown": shown, "total": total, "offset": offset, "limit": limit})


def failure(problem: ProblemOut, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page that says what went wrong."""
    response = _page("failure.html", {"problem": problem}, problem["status"])
    response.headers.update(headers or {})
    return response
