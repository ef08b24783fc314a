"""What every encoder owes its callers: the shipped one, any sentence-transformers model, and the double alike."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.sentence_transformers_encoder import SentenceTransformersEncoder
from rag.adapters.static_encoder import StaticEncoder
from rag.errors import ConfigurationError
from rag.ports import Encoder
from rag.testing import HashingEncoder
from rag.training.export import write_model

WORDS = [
    *("thoi", "han", "giai", "quyet", "khieu", "nai", "to", "cao", "tiep", "cong", "dan", "ke", "hoach", "cua"),
    *("uy", "ban", "nhan", "query", "passage"),
]
TEXTS = ["Thời hạn giải quyết khiếu nại", "Tiếp công dân", "Kế hoạch của Ủy ban nhân dân"]


def tiny_table(rows: int, dimension: int = 24) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(5).standard_normal((rows, dimension), dtype=np.float32)


def tiny_transformer(folder: Path) -> Path:
    """Write a sentence-transformers model of whole words, with e5-style prompts, and return its folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, **{w: n + 1 for n, w in enumerate(WORDS)}}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    embedding = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(tiny_table(len(WORDS) + 1)))
    model = SentenceTransformer(
        modules=[embedding], device="cpu", prompts={"query": "query: ", "document": "passage: "}
    )
    model.save_pretrained(str(folder))
    return folder


def tiny_static(folder: Path) -> Path:
    write_model(folder, WORDS, tiny_table(len(WORDS)))
    return folder


@pytest.fixture(scope="module")
def transformer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sentence_transformers")
    return tiny_transformer(tmp_path_factory.mktemp("transformer"))


@pytest.fixture(scope="module", params=["double", "static", "shipped", pytest.param("st", marks=pytest.mark.model)])
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    if request.param == "double":
        return HashingEncoder()
    if request.param == "static":
        return StaticEncoder(tiny_static(tmp_path_factory.mktemp("static")))
    if request.param == "shipped":
        return StaticEncoder.shipped()
    return SentenceTransformersEncoder(str(request.getfixturevalue("transformer_folder")))


def test_a_question_becomes_one_unit_vector(encoder: Encoder) -> None:
    vector = encoder.encode_query("Thời hạn giải quyết khiếu nại?")
    assert vector.dtype == np.float32
    assert vector.ndim == 1
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_passages_become_unit_vectors_of_the_questions_width_in_order(encoder: Encoder) -> None:
    rows = encoder.encode_passages(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), len(encoder.encode_query("dân")))
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    for text, row in zip(TEXTS, rows, strict=True):
        assert encoder.encode_passages([text])[0] == pytest.approx(row, abs=1e-5)


@pytest.mark.parametrize("empty", ["", "   \n", "… ! ?"])
def test_text_without_a_word_is_the_zero_vector(encoder: Encoder, empty: str) -> None:
    assert not np.any(encoder.encode_query(empty))
    assert not np.any(encoder.encode_passages([empty]))


def test_an_empty_text_among_others_disturbs_none_of_them(encoder: Encoder) -> None:
    rows = encoder.encode_passages([TEXTS[0], "", TEXTS[1]])
    assert not np.any(rows[1])
    assert rows[[0, 2]] == pytest.approx(encoder.encode_passages(TEXTS[:2]), abs=1e-5)


def test_no_passages_give_no_rows_of_the_right_width(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, len(encoder.encode_query("dân")))


def test_the_passage_that_says_the_same_is_nearest(encoder: Encoder) -> None:
    rows = encoder.encode_passages(TEXTS)
    for number, text in enumerate(TEXTS):
        assert int(np.argmax(rows @ encoder.encode_query(text))) == number


def test_the_same_text_has_the_same_vector_in_any_thread(encoder: Encoder) -> None:
    expected = encoder.encode_passages(TEXTS)
    barrier = threading.Barrier(4)

    def encode(_: int) -> bool:
        barrier.wait()
        return all(np.allclose(encoder.encode_passages(TEXTS), expected, atol=1e-6) for _ in range(5))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(encode, range(4)))


def test_the_fingerprint_names_the_encoder_and_does_not_change(encoder: Encoder) -> None:
    assert encoder.fingerprint == encoder.fingerprint
    assert str(len(encoder.encode_query("dân"))) in encoder.fingerprint


def test_other_weights_have_another_fingerprint(tmp_path: Path) -> None:
    one = StaticEncoder(tiny_static(tmp_path / "one"))
    write_model(tmp_path / "other", WORDS, (tiny_table(len(WORDS)) * np.arange(1, 25)).astype(np.float32))
    assert StaticEncoder(tmp_path / "other").fingerprint != one.fingerprint


def test_a_static_encoder_without_files_says_which_folder_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=str(tmp_path)):
        StaticEncoder(tmp_path)


@pytest.mark.parametrize("damage", ["truncated", "words"])
def test_a_damaged_static_model_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tiny_static(tmp_path / "model")
    if damage == "truncated":
        whole = (folder / "model.safetensors").read_bytes()
        (folder / "model.safetensors").write_bytes(whole[: len(whole) // 2])
    else:
        (folder / "vocabulary.txt").write_text("một từ", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        StaticEncoder(folder)


@pytest.mark.model
def test_a_models_own_prompts_are_used_unless_others_are_named(transformer_folder: Path) -> None:
    own = SentenceTransformersEncoder(str(transformer_folder))
    same = SentenceTransformersEncoder(str(transformer_folder), "query: ", "passage: ")
    other = SentenceTransformersEncoder(str(transformer_folder), "passage: ", "query: ")
    question, passage = own.encode_query(TEXTS[0]), own.encode_passages(TEXTS[:1])[0]
    assert question == pytest.approx(same.encode_query(TEXTS[0]), abs=1e-6)
    assert not np.allclose(question, passage)
    assert other.encode_query(TEXTS[0]) == pytest.approx(passage, abs=1e-6)
    assert own.fingerprint == same.fingerprint
    assert own.fingerprint != other.fingerprint


@pytest.mark.model
def test_a_model_that_is_not_there_is_the_operators_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="DANVAN_ENCODER"):
        SentenceTransformersEncoder(str(tmp_path / "không có"))


@pytest.mark.model
def test_a_folder_with_code_of_its_own_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="DANVAN_ENCODER"):
        SentenceTransformersEncoder(str(tiny_static(tmp_path / "model")))


@pytest.mark.model
@pytest.mark.parametrize("which", ["tiny", "shipped"])
def test_sentence_transformers_reads_the_static_model_alike(tmp_path: Path, which: str) -> None:
    from sentence_transformers import SentenceTransformer

    from rag.adapters.static_encoder import SHIPPED

    folder = SHIPPED if which == "shipped" else tiny_static(tmp_path / "model")
    theirs = SentenceTransformer(str(folder), device="cpu", trust_remote_code=True)
    ours = StaticEncoder(folder)
    assert theirs.encode(TEXTS) == pytest.approx(ours.encode_passages(TEXTS), abs=1e-3)
    asked = "ubnd giải quyết khiếu nại ko"
    assert theirs.encode_query(asked) == pytest.approx(ours.encode_query(asked), abs=1e-3)


@pytest.mark.model
def test_a_static_model_saved_by_sentence_transformers_is_read_alike(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = tiny_static(tmp_path / "model")
    SentenceTransformer(str(folder), device="cpu", trust_remote_code=True).save_pretrained(str(tmp_path / "again"))
    again = StaticEncoder(tmp_path / "again").encode_passages(TEXTS)
    assert again == pytest.approx(StaticEncoder(folder).encode_passages(TEXTS), abs=1e-3)
