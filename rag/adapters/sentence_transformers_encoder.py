"""Any sentence-transformers model as an encoder, for `DANVAN_ENCODER`; torch is imported when one is opened."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.folding import nfc
from rag.errors import ConfigurationError
from rag.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_PROBED = 64  # numbers of each tensor that go into the fingerprint
_QUERY_PROMPTS = ("query",)
_PASSAGE_PROMPTS = ("passage", "document")


class SentenceTransformersEncoder:
    """An `Encoder` over a model folder or hub name. One text batch is encoded at a time, whoever calls."""

    def __init__(self, name_or_path: str, query_prefix: str = "", passage_prefix: str = "") -> None:
        """Load the model; raises ConfigurationError when it, or sentence-transformers itself, is not there.

        An empty prefix means the model's own prompt of that kind ("query", "passage" or "document"), if it has one.
        Code that a model folder brings along is never run.
        """
        self._model = _load(name_or_path)
        self._query_prefix = query_prefix or _own_prompt(self._model, _QUERY_PROMPTS)
        self._passage_prefix = passage_prefix or _own_prompt(self._model, _PASSAGE_PROMPTS)
        self._encoding = threading.Lock()
        self.dimension = self._encode([""]).shape[1]
        self._fingerprint = self._named(name_or_path)

    @property
    def fingerprint(self) -> str:
        """Name, dimension, and a digest over the weights and both prefixes."""
        return self._fingerprint

    def encode_query(self, question: str) -> Vectors:
        """Return one unit vector of shape (dimension,), float32; all zeros for a text without any letter or digit."""
        vector: Vectors = self._unit_vectors([question], self._query_prefix)[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension), float32, in the order given."""
        return self._unit_vectors(texts, self._passage_prefix)

    def _unit_vectors(self, texts: Sequence[str], prefix: str) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # A prefix alone has a direction, but says nothing: such texts stay zero.
        told = [row for row, text in enumerate(texts) if any(letter.isalnum() for letter in text)]
        if told:
            vectors[told] = self._encode([prefix + nfc(texts[row]) for row in told])
        return vectors

    def _encode(self, texts: list[str]) -> Vectors:
        with self._encoding:
            found = self._model.encode(
                texts, batch_size=_BATCH, prompt="", normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(found, dtype=np.float32)

    def _named(self, name_or_path: str) -> str:
        digest = hashlib.sha256(f"{self._query_prefix}\x00{self._passage_prefix}".encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            probe = tensor.detach().flatten()[:_PROBED].float().cpu().numpy()
            digest.update(f"{key}{tuple(tensor.shape)}".encode() + probe.tobytes())
        name = name_or_path.rstrip("/").rsplit("/", maxsplit=1)[-1]
        return f"{name}-{self.dimension}-{digest.hexdigest()[:12]}"


def _load(name_or_path: str) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ConfigurationError(
            f"DANVAN_ENCODER={name_or_path} cần gói sentence-transformers. Hãy cài: pip install 'danvan[models]'"
        ) from error
    try:
        return SentenceTransformer(name_or_path, device="cpu", trust_remote_code=False)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        raise ConfigurationError(
            f"Không mở được mô hình DANVAN_ENCODER={name_or_path}. Hãy kiểm tra tên hoặc đường dẫn; "
            "nếu máy không có mạng thì cần một thư mục mô hình đã tải sẵn."
        ) from error


def _own_prompt(model: SentenceTransformer, names: Sequence[str]) -> str:
    """Return the first of the model's prompts that it fills, or an empty string."""
    prompts: dict[str, Any] = dict(model.prompts or {})
    return next((str(prompts[name]) for name in names if prompts.get(name)), "")
