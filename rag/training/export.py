"""Writing the learnt table as a sentence-transformers folder: four bits a number, no pickle."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.adapters.static_encoder import CONFIG_FILE, VOCABULARY_FILE, WEIGHTS_FILE
from rag.adapters.term_table import PACKED, SCALES, packed
from rag.analyser import ANALYSER_VERSION

MODEL_NAME = "danvan-static"
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "rag.adapters.static_module.StaticModule"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.base.modules.normalize.Normalize"},
]
_MODEL_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def write_model(folder: Path, words: Sequence[str], table: NDArray[np.float32]) -> None:
    """Write a model that `StaticEncoder` and `SentenceTransformer` both load; files of the same names are replaced."""
    from safetensors.numpy import save

    folder.mkdir(parents=True, exist_ok=True)
    made = packed(table)
    # Not save_file: that makes the file readable by its owner alone.
    (folder / WEIGHTS_FILE).write_bytes(save({PACKED: made.packed, SCALES: made.scales.astype(np.float16)}))
    (folder / VOCABULARY_FILE).write_text("\n".join(words), encoding="utf-8")
    _write_json(folder / CONFIG_FILE, {"name": MODEL_NAME, "analyser_version": ANALYSER_VERSION})
    _write_json(folder / "modules.json", _MODULES)
    _write_json(folder / "config_sentence_transformers.json", _MODEL_CONFIG)


def size_of(folder: Path) -> int:
    """Return the bytes of all files of a model folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
