"""A model's text, cut anywhere, becomes the same sentences with the passages that each names."""

from __future__ import annotations

import pytest

from rag.generation.parsing import SentenceReader, Written


def read(text: str, size: int = 10_000) -> list[tuple[str, tuple[int, ...]]]:
    """Return the sentences of a text that comes in pieces of `size` letters."""
    reader, found = SentenceReader(), list[Written]()
    for start in range(0, len(text), size):
        found += reader.feed(text[start : start + size])
    found += reader.close()
    return [(written.claim.text, written.claim.cited) for written in found]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Nộp trước 30/5 [1]. Gửi về xã [2].", [("Nộp trước 30/5.", (1,)), ("Gửi về xã.", (2,))]),
        ("Nộp trước 30/5. [1] Gửi về xã. [1][2]", [("Nộp trước 30/5.", (1,)), ("Gửi về xã.", (1, 2))]),
        ("- Nộp trước 30/5 [1]\n- Gửi về xã [2, 3]\n", [("Nộp trước 30/5", (1,)), ("Gửi về xã", (2, 3))]),
        ("1. **Nộp** trước 30/5 【1】.\n2. Gửi về xã [đoạn 2].", [("Nộp trước 30/5.", (1,)), ("Gửi về xã.", (2,))]),
        ("Theo đoạn [1], các xã phải nộp [2].", [("Theo đoạn, các xã phải nộp.", (1, 2))]),
        ("TM. UBND ký thay [1]. Ngày 30.5.2020 có hiệu lực [1].", [("TM. UBND ký thay.", (1,)),
                                                                   ("Ngày 30.5.2020 có hiệu lực.", (1,))]),
        ("<think>Đoạn 1 nói gì? [1]</think>\nNộp trước 30/5 [1].", [("Nộp trước 30/5.", (1,))]),
        ("Nộp trước 30/5 [1]. Gửi về", [("Nộp trước 30/5.", (1,)), ("Gửi về", ())]),
        ("Không có số đoạn. Câu sau [1].", [("Không có số đoạn.", ()), ("Câu sau.", (1,))]),
        ("", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_sentences_are_the_same_however_they_are_cut(
    text: str, sentences: list[tuple[str, tuple[int, ...]]], size: int
) -> None:
    assert read(text, size) == sentences


def test_a_sentence_is_given_out_before_the_next_one_is_whole() -> None:
    reader = SentenceReader()
    assert [w.claim.text for w in reader.feed("Nộp trước 30/5 [1]. Gửi")] == ["Nộp trước 30/5."]


def test_a_sentence_without_end_is_cut() -> None:
    assert read("dân vận " * 5_000, 1_000)[0][0].startswith("dân vận")
