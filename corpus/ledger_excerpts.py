"""Single passages out of the ledger: their words and the headings over them, without the rest of their documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Connection, Row, func, literal, select

from corpus import schema
from corpus.ledger_rows import passage_from, to_json
from corpus.model import DocumentId, Excerpt, SectionKind

Place = tuple[DocumentId, int]
"""A document and the ordinal of a passage in it."""


def excerpts_from(connection: Connection, places: Sequence[Place]) -> dict[Place, Excerpt]:
    """Return the excerpts at these places in two statements; places that the ledger does not hold are left out."""
    wanted = _wanted(places)
    sections_over: dict[tuple[int, int], list[Row[Any]]] = {}
    chain = _chain(wanted)
    for step in connection.execute(select(chain).order_by(chain.c.depth)):
        sections_over.setdefault((step.document, step.passage), []).append(step)
    documents, passages = schema.documents, schema.passages
    words = func.substr(documents.c.text, passages.c.start + 1, passages.c.end - passages.c.start)
    found = (
        select(documents.c.id, words, *passages.c)
        .select_from(wanted)
        .join(passages, (passages.c.document == wanted.c.document) & (passages.c.ordinal == wanted.c.passage))
        .join(documents, documents.c.row == passages.c.document)
    )
    excerpts = {}
    for document_id, text, row, *values in connection.execute(found):
        passage, over = passage_from(values), sections_over[row, values[0]]
        headings = tuple(step.heading for step in over if step.heading)
        excerpts[document_id, passage.ordinal] = Excerpt(
            document_id, passage, SectionKind(over[0].kind), headings, text
        )
    return excerpts


def _wanted(places: Sequence[Place]) -> CTE:
    """Return the places as a table; SQLite joins it row by row, where a long IN would make it read every passage."""
    named = func.json_each(to_json(list(dict.fromkeys(places)))).table_valued("value")
    ordinal = func.json_extract(named.c.value, "$[1]").label("passage")
    documents = schema.documents
    here = documents.c.id == func.json_extract(named.c.value, "$[0]")
    return select(documents.c.row.label("document"), ordinal).select_from(named).join(documents, here).cte("wanted")


def _chain(wanted: CTE) -> CTE:
    """Return the sections over each passage: `depth` is 0 for the one that holds it, and grows outwards."""
    passages, sections = schema.passages, schema.sections
    outer = sections.alias()
    shown = sections.c.parent, sections.c.kind, sections.c.heading
    chain = (
        select(passages.c.document, passages.c.ordinal.label("passage"), *shown, literal(0).label("depth"))
        .select_from(wanted)
        .join(passages, (passages.c.document == wanted.c.document) & (passages.c.ordinal == wanted.c.passage))
        .join(sections, (sections.c.document == passages.c.document) & (sections.c.ordinal == passages.c.section))
        .cte("chain", recursive=True)
    )
    further = select(
        chain.c.document, chain.c.passage, outer.c.parent, outer.c.kind, outer.c.heading, chain.c.depth + 1
    ).join(outer, (outer.c.document == chain.c.document) & (outer.c.ordinal == chain.c.parent))
    return chain.union_all(further)
