"""Sentences come out of JSON one by one, however it is cut, and out of text where JSON was asked for."""

from __future__ import annotations

import pytest

from rag.chat.structure import Structure, looks_structured
from rag.generation.parsing import Written
from rag.generation.structured import AnswerReader

FIRST, SECOND = "Nộp trước 30/5.", "Gửi về “Văn phòng” xã."
BOTH = [(FIRST, (1,)), (SECOND, (2,))]


def read(text: str, size: int = 10_000) -> list[tuple[str, tuple[int, ...]]]:
    """Return the sentences of a text that comes in pieces of `size` letters."""
    reader, found = AnswerReader(), list[Written]()
    for start in range(0, len(text), size):
        found += reader.feed(text[start : start + size])
    found += reader.close()
    return [(written.claim.text, written.claim.cited) for written in found]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (f'{{"cac_cau": [{{"cau": "{FIRST}", "doan": 1}}, {{"cau": "{SECOND}", "doan": 2}}]}}', BOTH),
        (
            f'{{\n"cac_cau":\n[{{"doan": 1,\n"cau": "{FIRST}"}}\n,{{"cau": "{SECOND}", "doan": [2]}}]\n}}',
            BOTH,
        ),
        (f'```json\n{{"cac_cau": [{{"cau": "{FIRST}", "doan": 1}}]}}\n```', BOTH[:1]),
        (f'<think>[{{"cau": "Sai", "doan": 9}}]</think>\n{{"cac_cau": [{{"cau": "{FIRST}", "doan": 1}}]}}', BOTH[:1]),
        (f'[{{"cau": "{FIRST}", "doan": "đoạn 1"}}, {{"cau": "{SECOND}", "doan": 2}}]', BOTH),
        (f'{{"sentences": [{{"text": "{FIRST}", "passage": 1}}]}}', BOTH[:1]),
        (f'{{"cau": "{FIRST}", "doan": 1}}', BOTH[:1]),
        (f'["{FIRST} [1]", "{SECOND} [2]"]', BOTH),
        (f'{{"cac_cau": [{{"cau": "{FIRST} {SECOND}", "doan": 2}}]}}', [(FIRST, (2,)), (SECOND, (2,))]),
        (f'{{"cac_cau": [{{"cau": "- {FIRST} [1]", "doan": 12}}]}}', [(FIRST, (12, 1))]),
        ('{"cac_cau": [{"cau": "N\\u1ed9p tr\\u01b0\\u1edbc 30/5.", "doan": 1}]}', BOTH[:1]),
        ('{"cac_cau": [{"cau": "Theo "Luật" nộp trước 30/5.", "doan": 1}]}', [("Theo", ())]),
        ('{"cac_cau": [{"cau": "Nộp trước', [("Nộp trước", ())]),
        (f'{{"cac_cau": [{{"cau": "{FIRST}", "doan": 1}}, {{"cau": "Gửi', [BOTH[0], ("Gửi", ())]),
        ('{"cac_cau": []}', []),
        ('{"cac_cau": null}', []),
        ("", []),
        (f"{FIRST} [1] {SECOND} [2]", BOTH),
        ("[1] nói rằng phải nộp [1].", [("nói rằng phải nộp.", (1,))]),
        ("<think>Đoạn 1?</think>Nộp trước 30/5 [1].", BOTH[:1]),
        ("KHÔNG CÓ CĂN CỨ", [("KHÔNG CÓ CĂN CỨ", ())]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_sentences_are_the_same_in_any_form_however_they_are_cut(
    text: str, sentences: list[tuple[str, tuple[int, ...]]], size: int
) -> None:
    assert read(text, size) == sentences


@pytest.mark.parametrize(
    "text",
    [
        '{"cac_cau": [{"doan": ' + "[" * 15_000,
        '{"cac_cau": [{"cau": "a", "doan": ' + "9" * 15_000 + "}]}",
        '{"cac_cau": [' * 1_500,
        '{"cac_cau": ["' + "\\" * 15_000,
        '{"cac_cau": [7, true, null, [[{"cau": 5}]], {}, {"cau": ["a"]}]}',
        "{" * 15_000,
    ],
    ids=["deep", "a long number", "begun again and again", "backslashes", "other things", "braces"],
)
def test_no_json_is_too_strange_to_be_read(text: str) -> None:
    assert len(read(text, 1_000)) <= 1


def test_a_sentence_is_given_out_once_its_object_is_whole_and_not_before() -> None:
    reader = AnswerReader()
    assert list(reader.feed(f'{{"cac_cau": [{{"cau": "{FIRST}", "doan": 1')) == []
    assert [w.claim.cited for w in reader.feed('2}, {"cau"')] == [(12,)]


@pytest.mark.parametrize(
    ("text", "structured"),
    [
        ("", None), ("  \n", None), ("<", None), ("<thi", None), ("<think>{", None), ("``", None), ("```json\n", None),
        ("[", None), ("[ ", None), ("{", True), ('[{"', True), ("[]", True), ("```\n{", True),
        ("<think>a</think>{", True),
        ("Nộp", False), ("[1] Nộp", False), ("<think>{</think>Nộp", False),
    ],
)  # fmt: skip
def test_how_a_text_begins_tells_its_form(text: str, structured: bool | None) -> None:
    assert looks_structured(text) is structured


def test_what_is_set_is_not_unlearned() -> None:
    always, never = Structure("json"), Structure("text")
    for structure in (always, never):
        structure.wrote("Nộp [1].")
        structure.lacks()
    assert (always.takes, never.takes) == (True, False)
    assert not always.may_be_lacking("refused")


def test_auto_learns_from_what_was_written_and_forgives_only_before_it_knows() -> None:
    structure = Structure("auto")
    assert structure.may_be_lacking("refused")
    assert not structure.may_be_lacking("failing")
    structure.wrote('{"cac_cau": []}')
    assert structure.takes is True
    assert not structure.may_be_lacking("refused")
    structure.wrote("Nộp [1].")
    assert structure.takes is False
    structure.wrote('{"cac_cau": []}')
    assert structure.takes is False
