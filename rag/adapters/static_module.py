"""The shipped encoder as a sentence-transformers module, so that other programs can load and fine-tune it.

`SentenceTransformer(folder, trust_remote_code=True)` finds this class through `modules.json`; the flag is
sentence-transformers' word for any class outside its own package. Vectors equal those of `StaticEncoder`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from sentence_transformers.base.modules.input_module import InputModule
from torch import Tensor, nn

from rag.adapters.static_encoder import CONFIG_FILE, VOCABULARY_FILE, WEIGHTS_FILE
from rag.adapters.term_table import PACKED, SCALES, TermTable, packed
from rag.analyser import question_terms, terms


class StaticModule(InputModule):  # type: ignore[misc]  # the package ships no types
    """Sums term vectors, each weighted by the square root of how often the term occurs. A Normalize module follows."""

    config_file_name = CONFIG_FILE
    config_keys: ClassVar[list[str]] = ["name", "analyser_version"]

    def __init__(self, words: list[str], weights: Tensor, name: str, analyser_version: str) -> None:
        """Take the vocabulary and its vectors of shape (vocabulary, dimension), float32."""
        super().__init__()
        self.words = words
        self.name = name
        self.analyser_version = analyser_version
        self.ids = {word: number for number, word in enumerate(words)}
        self.embedding = nn.EmbeddingBag.from_pretrained(weights, freeze=False, mode="sum")

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, task: str | None = None, **kwargs: Any
    ) -> dict[str, Tensor]:
        """Return the term numbers of all texts in a row, their weights, and where each text begins."""
        analyse = question_terms if task == "query" else terms
        numbers: list[int] = []
        times: list[int] = []
        offsets: list[int] = []
        for text in inputs:
            offsets.append(len(numbers))
            counts = Counter(analyse((prompt or "") + str(text)))
            numbers += [self.ids[term] for term in counts if term in self.ids]
            times += [number for term, number in counts.items() if term in self.ids]
        return {
            "input_ids": torch.tensor(numbers, dtype=torch.long),
            "term_weights": torch.tensor(times, dtype=torch.float32).sqrt(),
            "offsets": torch.tensor(offsets, dtype=torch.long),
        }

    def forward(self, features: dict[str, Tensor], **kwargs: Any) -> dict[str, Tensor]:
        """Add "sentence_embedding" of shape (texts, dimension)."""
        features["sentence_embedding"] = self.embedding(
            features["input_ids"], features["offsets"], per_sample_weights=features["term_weights"]
        )
        return features

    def get_embedding_dimension(self) -> int:
        """Return the width of a vector."""
        return int(self.embedding.embedding_dim)

    @property
    def max_seq_length(self) -> int:
        """There is no limit; sentence-transformers asks for a number."""
        return 1_000_000

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write vocabulary, packed table and configuration into a folder."""
        folder = Path(output_path)
        table = packed(self.embedding.weight.detach().numpy())
        save_file({PACKED: table.packed, SCALES: table.scales.astype(np.float16)}, folder / WEIGHTS_FILE)
        (folder / VOCABULARY_FILE).write_text("\n".join(self.words), encoding="utf-8")
        config = {"name": self.name, "analyser_version": self.analyser_version}
        (folder / CONFIG_FILE).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any) -> StaticModule:
        """Read what `save` wrote."""
        folder = Path(model_name_or_path) / subfolder
        config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        tensors = load_file(folder / WEIGHTS_FILE)
        weights = torch.from_numpy(TermTable(tensors[PACKED], tensors[SCALES].astype(np.float32)).vectors())
        words = (folder / VOCABULARY_FILE).read_text(encoding="utf-8").split("\n")
        return cls(words, weights, config["name"], config["analyser_version"])
