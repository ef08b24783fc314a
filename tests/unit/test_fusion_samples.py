"""Collections that the fusion is fitted on: small ones of law articles, and the documents with their questions."""

from pathlib import Path

import pytest

from eval.fusion_ablation import ablated
from eval.fusion_samples import product_samples
from eval.question_set import QUESTIONS
from rag.index_stores import Makers
from rag.testing import HashingEncoder, MemoryLexicalIndex, MemoryVectorIndex
from rag.training.fusion import fitted, looked_at
from rag.training.fusion_samples import SMALL, Sample, small_law, whole_law
from rag.training.lawdata import Article, JudgedQuestion, LawData

ARTICLES = tuple(
    Article(f"{subject}{number}", f"Điều {number} {subject}", f"{subject} {number} " * 30, subject)
    for subject in ("thuế", "lao động")
    for number in range(400)
)
ASKED = (
    JudgedQuestion("p1-1", "thuế 3 là gì?", (3,)),
    JudgedQuestion("p1-2", "thuế 9 và lao động 5?", (9, 405)),
    JudgedQuestion("p2-1", "lao động 7?", (407,)),
)
LAW = LawData(ARTICLES, (), ASKED)


def test_the_whole_law_holds_every_article_and_question() -> None:
    sample = whole_law(LAW, ASKED)
    assert len(sample.entries) == len(ARTICLES)
    assert [question.right for question in sample.questions] == [{"3#0"}, {"9#0", "405#0"}, {"407#0"}]
    assert [question.group for question in sample.questions] == ["p1", "p1", "p2"]


def test_small_collections_hold_what_answers_and_are_of_one_size() -> None:
    samples = list(small_law(LAW, ASKED))
    assert len(samples) == 6  # two subjects in three shapes
    for sample in samples[:2]:
        assert len(sample.entries) == SMALL
        texts = {entry.key: entry.context + entry.text for entry in sample.entries}
        first, second = sample.questions
        assert all("Điều 3 thuế" in texts[key] for key in first.right)
        assert {texts[key][: len("Điều 405")] for key in second.right} >= {"Điều 9 t"}
        assert len(second.right) == 2
    apart, inside, long = samples[:3]
    assert all(entry.context for entry in apart.entries)
    assert not any(entry.context for entry in [*inside.entries, *long.entries])
    assert max(len(entry.text) for entry in inside.entries) < max(len(entry.text) for entry in long.entries)


def test_the_same_seed_gives_the_same_collections() -> None:
    assert list(small_law(LAW, ASKED, seed=5)) == list(small_law(LAW, ASKED, seed=5))
    assert list(small_law(LAW, ASKED, seed=5)) != list(small_law(LAW, ASKED, seed=6))


@pytest.fixture(scope="module")
def clauses() -> Sample:
    return next(iter(product_samples([QUESTIONS / "unseen.jsonl"])))


def test_the_documents_are_asked_for_what_their_question_sets_prove(clauses: Sample) -> None:
    texts = {entry.key: entry.text for entry in clauses.entries}
    assert len(clauses.questions) > 30
    for question in clauses.questions:
        assert question.right
        assert question.right <= texts.keys()


def test_what_retrieval_knows_of_them_can_be_fitted_and_taken_apart(clauses: Sample) -> None:
    makers = Makers(lambda _: MemoryLexicalIndex(), lambda _: MemoryVectorIndex())
    few = Sample(clauses.kind, clauses.entries[-80:], clauses.questions)
    seen: list[int] = []
    rows = list(looked_at([few], HashingEncoder(), makers, seen.append))
    assert len(rows) == len(few.questions) == seen[-1]
    assert any(row.right.any() for row in rows)
    assert fitted(rows, "thử").encoder == "thử"
    table = ablated(rows, []).splitlines()
    assert table[0].startswith("| without | all fitted on | documents, clauses |")
    assert len({line.count("|") for line in table}) == 1


def test_sets_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises((OSError, ValueError)):
        list(product_samples([tmp_path / "nowhere.jsonl"]))
