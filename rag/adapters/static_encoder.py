"""The encoder that ships with danvan: a table of term vectors, read with numpy alone.

A text is the sum of the vectors of its terms, each weighted by the square root of how often it occurs, made unit
length. The table holds four bits a number (`rag.adapters.term_table`); only the rows that a text needs are unpacked.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.adapters.term_table import PACKED, SCALES, TermTable
from rag.analyser import question_terms, terms
from rag.errors import ConfigurationError
from rag.ports import Vectors

CONFIG_FILE = "static_config.json"
WEIGHTS_FILE = "model.safetensors"
VOCABULARY_FILE = "vocabulary.txt"
SHIPPED = Path(__file__).resolve().parent.parent / "models" / "danvan-static"


class StaticEncoder:
    """An `Encoder` over the files of one folder. Nothing changes after loading: any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        """Read the model in `folder`; raises ConfigurationError when its files are missing or do not fit together."""
        try:
            config: dict[str, Any] = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
            words = (folder / VOCABULARY_FILE).read_text(encoding="utf-8").split("\n")
            weights = (folder / WEIGHTS_FILE).read_bytes()
            self._table = _table(weights)
        except (OSError, ValueError, KeyError) as error:
            message = f"Không đọc được bộ mã hóa trong thư mục {folder}: tệp thiếu hoặc hỏng."
            raise ConfigurationError(message) from error
        if len(words) != len(self._table):
            raise ConfigurationError(f"Bộ mã hóa trong thư mục {folder} không khớp với từ vựng của nó.")
        self._ids = {word: number for number, word in enumerate(words)}
        self.dimension: int = self._table.dimension
        self._fingerprint = f"{config['name']}-{self.dimension}-{hashlib.sha256(weights).hexdigest()[:12]}"

    @classmethod
    def shipped(cls) -> StaticEncoder:
        """Return the model that comes with the product."""
        return cls(SHIPPED)

    @property
    def fingerprint(self) -> str:
        """Name, dimension and the first digits of the weights' SHA-256."""
        return self._fingerprint

    def encode_query(self, question: str) -> Vectors:
        """Return one unit vector of shape (dimension,), float32; all zeros for text without a known word."""
        return self._encode(question_terms(question))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension), float32, in the order given."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._encode(terms(text))
        return vectors

    def _encode(self, found: Iterable[str]) -> Vectors:
        ids = self._ids
        counts = Counter(found)
        known = [(ids[term], times) for term, times in counts.items() if term in ids]
        if not known:
            return np.zeros(self.dimension, dtype=np.float32)
        numbers, times = np.array(known, dtype=np.int32).T
        total: Vectors = self._table.weighted_sum(numbers, np.sqrt(times, dtype=np.float32))
        length = float(np.sqrt(total @ total))
        return total / np.float32(length) if length else total


def _table(weights: bytes) -> TermTable:
    """Return the table of a weights file; raises ValueError or KeyError when it holds none."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors = load(weights)
    except SafetensorError as error:
        raise ValueError(str(error)) from error
    return TermTable(tensors[PACKED], tensors[SCALES].astype(np.float32))
