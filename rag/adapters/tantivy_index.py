"""Passages by BM25, in a tantivy index on disk.

The terms are those of our analyser and nothing else: a passage goes in as its terms with spaces between them,
cut by tantivy's whitespace tokenizer; a question becomes term queries directly, so that there is no query
syntax and nothing to escape. Words and context are two fields, each with its own weight.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from rag.analyser import question_terms, terms
from rag.errors import IndexDamaged
from rag.ports import Entry, Hit

_HEAP_BYTES = 64_000_000
_WORDS, _CONTEXT, _KEY, _DOCUMENT = "words", "context", "key", "document"


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much a term counts in the passage's own words and in its context."""

    words: float = 1.0
    context: float = 0.5


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_WORDS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(_CONTEXT, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(_KEY, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(_DOCUMENT, tokenizer_name="raw", index_option="basic")
    return builder.build()


class TantivyIndex:
    """A `LexicalIndex` in a folder. Searches may run in any number of threads beside one writer."""

    def __init__(self, folder: Path, weights: FieldWeights | None = None) -> None:
        """Open the index in `folder`, or begin an empty one there; raises IndexDamaged when its files are no index."""
        folder.mkdir(parents=True, exist_ok=True)
        weights = weights or FieldWeights()
        self._fields = ((_WORDS, weights.words), (_CONTEXT, weights.context))
        self._schema = _schema()
        try:
            self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
        except ValueError as error:
            raise IndexDamaged("Chỉ mục từ khóa trên đĩa bị hỏng và cần dựng lại.") from error
        self._writer: tantivy.IndexWriter | None = None
        self._writing = threading.Lock()

    def replace(self, entries: Sequence[Entry]) -> None:
        """Add entries, replacing those of the same key; searches see them when this returns."""
        with self._writing:
            writer = self._open_writer()
            for entry in entries:
                writer.delete_documents_by_term(_KEY, entry.key)
                writer.add_document(self._row(entry))
            self._commit(writer)

    def remove(self, document_id: str) -> None:
        """Forget every passage of a document; nothing happens when there is none."""
        with self._writing:
            if not self._index.searcher().doc_freq(_DOCUMENT, document_id):
                return  # a commit costs milliseconds, and a whole folder of new documents comes this way
            writer = self._open_writer()
            writer.delete_documents_by_term(_DOCUMENT, document_id)
            self._commit(writer)

    def search(self, question: str, k: int, document_ids: Sequence[str] = ()) -> list[Hit]:
        """Return at most `k` hits, best first, ties by key; only the named documents, if any are named."""
        asked = question_terms(question)
        searcher = self._index.searcher()
        if k < 1 or not asked or not searcher.num_docs:
            return []
        query = self._query(asked, document_ids)
        found = searcher.search(query, limit=k, count=False).hits
        hits = [Hit(str(searcher.doc(address).get_first(_KEY)), float(score)) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))

    def ceiling(self, question: str) -> float:
        """Return the score of an ideal passage: every term once in its words, at average length; 0.0 without terms."""
        searcher = self._index.searcher()
        held = searcher.num_docs
        counts = Counter(question_terms(question))
        weight = self._fields[0][1]
        return sum(n * weight * _idf(held, searcher.doc_freq(_WORDS, term)) for term, n in counts.items())

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold the analyser's term in their own words."""
        return self._index.searcher().doc_freq(_WORDS, term)

    def size(self) -> int:
        """Return how many passages are held."""
        return self._index.searcher().num_docs

    def close(self) -> None:
        """Finish merging and let go of the writer's lock."""
        with self._writing:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            # One thread: passages keep the order in which they came, so equal builds give equal indexes.
            self._writer = self._index.writer(_HEAP_BYTES, num_threads=1)
        return self._writer

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        self._index.reload()

    def _row(self, entry: Entry) -> tantivy.Document:
        row = tantivy.Document()
        definitions = dict(entry.definitions)
        row.add_text(_WORDS, " ".join(terms(entry.text, definitions)))
        row.add_text(_CONTEXT, " ".join(terms(entry.context, definitions)))
        row.add_text(_KEY, entry.key)
        row.add_text(_DOCUMENT, entry.document_id)
        return row

    def _query(self, asked: Iterable[str], document_ids: Sequence[str]) -> tantivy.Query:
        wanted = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, self._term(field, term, count * weight))
                for term, count in Counter(asked).items()
                for field, weight in self._fields
                if weight > 0
            ]
        )
        if not document_ids:
            return wanted
        among = tantivy.Query.term_set_query(self._schema, _DOCUMENT, sorted(set(document_ids)))
        unscored = tantivy.Query.const_score_query(among, 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, unscored)])

    def _term(self, field: str, term: str, boost: float) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)


def _idf(held: int, with_term: int) -> float:
    """Return the weight of a term as tantivy's BM25 has it; an average passage that holds it once scores just this.

    (k1 + 1) times idf over a term frequency part of 1 / (1 + k1): the factors cancel at average length.
    """
    return math.log(1.0 + (max(held - with_term, 0) + 0.5) / (with_term + 0.5))
