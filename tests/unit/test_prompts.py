"""The prompts keep their own rules: their examples would be let through, and are of no document that ships."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Metadata
from rag.generation.prompt import MARKERS, NOTHING, STRUCTURED, filled, shipped_prompt
from rag.generation.restating import restated
from rag.generation.structured import AnswerReader
from rag.verification.clause import Clause
from rag.verification.verify import Outcome, Verifier

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [path.read_text(encoding="utf-8") for path in (ROOT / "corpus" / "documents").glob("*.txt")]
_PASSAGE = re.compile(r'<doan so="\d+"[^>]*>\n(.*?)\n</doan>', re.DOTALL)
_PLAN = Metadata(
    "Kế hoạch", "Kế hoạch", "12/KH-UBND", "UBND xã Tân Mẫu", None, "xã Tân Mẫu", None, 2024, None, (), (), ()
)


def examples(name: str) -> list[dict[str, Any]]:
    held = tomllib.loads((ROOT / "rag" / "generation" / name).read_text(encoding="utf-8"))
    return list(held["examples"])


@pytest.mark.parametrize("version", [MARKERS, STRUCTURED])
def test_what_the_examples_answer_is_borne_by_their_passages(version: int) -> None:
    assert shipped_prompt(version).version == version
    for example in examples(f"prompt-{version}.toml"):
        clauses = [Clause(text, (), _PLAN) for text in _PASSAGE.findall(example["passages"])]
        assert clauses
        reader = AnswerReader()
        for written in (*reader.feed(example["answer"].strip()), *reader.close()):
            kept = Verifier().verdict(written.claim, clauses).outcome is Outcome.KEPT
            assert kept or written.claim.text == NOTHING


def test_the_examples_of_questions_written_anew_would_be_taken() -> None:
    for example in examples("rewrite-1.toml"):
        turns = [turn.split(": ", 1)[1] for turn in example["turns"].strip().splitlines()]
        assert restated(example["answer"], example["question"], turns) == example["answer"]


@pytest.mark.parametrize("name", ["prompt-1.toml", "prompt-2.toml", "rewrite-1.toml"])
def test_the_examples_are_of_no_document_that_ships(name: str) -> None:
    assert DOCUMENTS
    for example in examples(name):
        shown = example.get("passages") or example["turns"]
        sentences = [
            s for text in _PASSAGE.findall(shown) or [shown] for s in re.split(r"[.;\n]\s*", text) if len(s) > 30
        ]
        for text in DOCUMENTS:
            assert "Tân Mẫu" not in text
            assert not any(sentence in text for sentence in sentences)


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert filled("{a}–{b}", a="{b}", b='{"cac_cau": []} {a}') == '{b}–{"cac_cau": []} {a}'
