"""HTML from templates: everything that comes from a document or a person is escaped by the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.document_facts import facts
from api.document_links import address_of, by_number, links, numbers_in
from api.document_list import SORTS, UNSAID, Listing
from api.document_outline import outline
from api.document_page import LONG_TEXT, areas, is_figure
from api.document_spans import Marks, Span, found_spans
from api.ports import DocumentSummary
from api.rendering import document_out
from api.schemas import AnswerOut, CitationOut, DocumentOut, ProblemOut
from corpus.dates import format_date
from corpus.model import Document
from rag.generation.composing import WORDED

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


def vietnamese_day(day: str) -> str:
    """Return a day (YYYY-MM-DD) as officials write it: "5/6/2024"."""
    return format_date(date.fromisoformat(day))


def naming(document: DocumentOut) -> str:
    """Name a document in one line: type, number, day, issuer; what is blank in the document is said to be."""
    number, issued = document["number"], document["issued_on"]
    name = document["type"] or "Văn bản"
    if number:
        name += f" số {number}"
    if issued:
        name += f" ngày {vietnamese_day(issued)}"
    if document["issuer"]:
        name += f" của {document['issuer']}"
    blanks = [said for value, said in ((number, "không ghi số"), (issued, "không ghi ngày")) if not value]
    return f"{name} ({', '.join(blanks)})" if blanks else name


def citation_naming(citation: CitationOut) -> str:
    """Name a cited place in one line: the document and the section."""
    name, label = naming(citation["document"]), citation["section"]["label"]
    return f"{name}, {label}" if label else name


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(str(files("api") / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    made.filters["quote_url"] = quote_url
    made.filters["naming"] = naming
    made.filters["citation_naming"] = citation_naming
    made.filters["vietnamese_day"] = vietnamese_day
    made.filters["address_of"] = address_of
    made.tests["figure"] = is_figure
    return made


def _page(template: str, values: Mapping[str, object], status: int = 200) -> Response:
    return HTMLResponse(_templates().get_template(template).render(values), status)


def ask(
    question: str = "", answer: AnswerOut | None = None, complaint: str = "", *, days_kept: int | None = None
) -> Response:
    """Return the page that asks; with an answer or a complaint when the browser runs no script.

    `days_kept` is for how many days questions are kept, None when none is: the page says so.
    """
    pieces = []
    if answer is not None:
        pieces = answer_pieces(answer["answer"], {c["marker"] for c in answer["citations"]})
    values = {"question": question, "answer": answer, "pieces": pieces, "complaint": complaint, "days_kept": days_kept}
    values["worded"] = WORDED
    return _page("ask.html", values, 422 if complaint else 200)


def embed(site: str) -> Response:
    """Return the conversation alone, to be framed by the pages of a registered site."""
    return _page("embed.html", {"site": site})


def document(shown: Document, quotes: Sequence[Span], wanted: str, stored: Sequence[DocumentSummary]) -> Response:
    """Return the page of one document: the spans quoted and what is searched for marked, stored references linked."""
    numbered = by_number(stored)
    hits = found_spans(shown.text, wanted)
    mentioned = shown.references
    marks = Marks(quotes, hits, links(mentioned, shown.id, numbered), numbers_in(shown.text, mentioned))
    values = {
        "document": document_out(shown.id, shown.metadata),
        "areas": areas(shown, marks),
        "outline": outline(shown),
        "facts": facts(shown, numbered),
        "quotes": quotes,
        "wanted": wanted,
        "hits": len(hits),
        "is_long": len(shown.text) > LONG_TEXT,
    }
    return _page("document.html", values)


def documents(listing: Listing) -> Response:
    """Return one page of the list of documents."""
    named = [document_out(summary.id, summary.metadata) for summary in listing.shown]
    return _page("documents.html", {"list": listing, "shown": named, "sorts": SORTS, "unsaid": UNSAID})


def reference(description: Mapping[str, Any]) -> Response:
    """Return the page that describes the API, from its OpenAPI description."""
    operations = [
        (method.upper(), path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    return _page("reference.html", {"operations": operations, "schemas": description["components"]["schemas"]})


def failure(problem: ProblemOut, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page that says what went wrong."""
    response = _page("failure.html", {"problem": problem}, problem["status"])
    response.headers.update(headers or {})
    return response
