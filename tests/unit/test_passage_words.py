"""The syllables of passages on disk: what is kept, what is forgotten, what a killed writer leaves."""

from pathlib import Path

import pytest

from rag.errors import IndexDamaged
from rag.passage_words import BREAK, PassageWords, encoded
from rag.ports import Entry


def entry(key: str, text: str, context: str = "", definitions: tuple[tuple[str, str], ...] = ()) -> Entry:
    return Entry(key, key.partition("#")[0], text, context, definitions)


def own(words: PassageWords, *keys: str) -> list[list[int]]:
    spans = words.of(keys).own
    return [spans.codes[a:b].tolist() for a, b in zip(spans.starts, spans.starts[1:], strict=False)]


def test_context_and_own_words_come_back_in_reading_order(tmp_path: Path) -> None:
    words = PassageWords(tmp_path)
    words.replace([entry("a#0", "Nộp học phí. Đúng hạn", "Học vụ"), entry("a#1", "")])
    held = words.of(["a#1", "a#0", "không có"])
    nop, hoc, phi, dung, han, vu = encoded(["nop", "hoc", "phi", "dung", "han", "vu"]).tolist()
    assert [code for code in held.own.codes.tolist() if code != BREAK] == [nop, hoc, phi, dung, han]
    assert held.own.codes.tolist()[3] == BREAK  # at the full stop
    assert held.own.starts.tolist()[:2] == [0, 0]
    assert held.contexts.codes.tolist() == [hoc, vu]


def test_a_document_defines_its_own_abbreviations(tmp_path: Path) -> None:
    words = PassageWords(tmp_path)
    words.replace([entry("a#0", "TCT họp", definitions=(("TCT", "Tổ công tác"),))])
    assert own(words, "a#0") == [encoded(["to", "cong", "tac", "hop"]).tolist()]


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    first = PassageWords(tmp_path)
    first.replace([entry("a#0", "một"), entry("b#0", "hai")])
    first.replace([entry("a#0", "ba")])
    first.remove("b")
    first.remove("không có")
    first.replace([entry("a#b#0", "bốn")])
    first.remove("a#b")
    first.close()
    again = PassageWords(tmp_path)
    assert again.size() == 1
    assert own(again, "a#0", "b#0") == [encoded(["ba"]).tolist(), []]


def test_a_torn_end_is_ignored_and_written_over(tmp_path: Path) -> None:
    PassageWords(tmp_path).replace([entry("a#0", "một")])
    with (tmp_path / "codes.u32").open("ab") as codes, (tmp_path / "rows.jsonl").open("ab") as rows:
        codes.write(b"\x01\x02\x03")
        rows.write(b'{"keys": ["b#0"')
    again = PassageWords(tmp_path)
    assert again.size() == 1
    again.replace([entry("b#0", "hai")])
    assert own(PassageWords(tmp_path), "a#0", "b#0") == [encoded(["mot"]).tolist(), encoded(["hai"]).tolist()]


@pytest.mark.parametrize("damage", ["{}\n", "x\n", '{"keys": ["a#0"], "lengths": [[9, 9]]}\n'])
def test_files_that_make_no_sense_are_damage(tmp_path: Path, damage: str) -> None:
    (tmp_path / "rows.jsonl").write_text(damage, encoding="utf-8")
    with pytest.raises(IndexDamaged):
        PassageWords(tmp_path)


def test_of_a_very_long_passage_the_beginning_is_looked_at(tmp_path: Path) -> None:
    words = PassageWords(tmp_path)
    words.replace([entry("a#0", "dài " * 9000)])
    assert len(own(words, "a#0")[0]) == 4000
