"""Blocks become messages that Telegram takes: property over generated answers, and examples worked by hand."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.rendering import answer_blocks
from bot.text import MOST_UNITS, SPARE_UNITS, Block, Message, joined, messages, plain, styled, units
from corpus.model import DocumentId, Metadata, Section, SectionKind
from rag.generation.composing import WORDED
from rag.model import Answer, Citation, Option
from tests.telegram.bot_api_rules import refuse_bad_text

GENERATED = 10_000
_WORDS = (
    "công tác dân vận ở xã 🇻🇳 😀 Ủy ban [3] trước-ngày-30/5/2020 a\u0301e\u0302 “Dân biết” 33/CT-TTg ; . \n - \n\n"
).split(" ")


def taken(message: Message) -> None:
    """Fail where the double refuses a message, and where the line that marks a repetition would not fit."""
    entities = [{"type": e.type, "offset": e.offset, "length": e.length} for e in message.entities]
    refuse_bad_text(message.text, entities)
    assert units(message.text) <= MOST_UNITS - SPARE_UNITS


def words(chance: random.Random, most: int) -> str:
    """Return text of up to `most` words, now and then one endless word or nothing but blanks."""
    odd = chance.random()
    if odd < 0.02:
        return chance.choice(["x", "😀", "ế"]) * chance.randint(1, 9_000)
    if odd < 0.03:
        return " \n\u200b"
    return " ".join(chance.choices(_WORDS, k=chance.randint(1, most)))


def citation(chance: random.Random, marker: int) -> Citation:
    """Return a citation of generated words."""
    quote = words(chance, 250)
    meta = Metadata("Kế hoạch", "Kế hoạch", None, words(chance, 9), None, "xã Tân Mẫu", None, 2024, None, (), (), ())
    section = Section(0, None, SectionKind.ITEM, "1", ("1",), "Mục 1", "", "muc-1", 0, 0, len(quote))
    label, heading = words(chance, 5), words(chance, 30)
    return Citation(
        marker, DocumentId("d"), meta, section, quote, heading, label, quote, 0, len(quote), "/documents/d#muc-1"
    )


def generated(chance: random.Random) -> Answer:
    """Return an answer as the assistant might give it: any status, up to 60 citations, quotes in the words or not."""
    cited = [citation(chance, n) for n in range(1, chance.choice([1, 2, 3, 5, 60 if chance.random() < 0.1 else 8]) + 1)]
    quoted = [one for one in cited if chance.random() < 0.8]
    said = [words(chance, 20), *(f"Theo {one.label}: “{one.quote}” [{one.marker}]" for one in quoted)]
    status = chance.choice(["answered", "refused", "clarify"])
    options = tuple(Option(words(chance, 12), "?") for _ in range(chance.randint(0, 30))) if status == "clarify" else ()
    notices = tuple(words(chance, 20) for _ in range(chance.randint(0, 6)))
    mode = "generative" if status == "answered" and chance.random() < 0.3 else "extractive"
    found, near = (tuple(cited), ()) if status == "answered" else ((), tuple(cited))
    return Answer("a", status, "\n".join(said), found, near, options, notices, mode, "c", {"total": 1.0})  # type: ignore[arg-type]


def test_ten_thousand_generated_answers_are_taken() -> None:
    chance = random.Random(5)
    for _ in range(GENERATED):
        for message in messages(answer_blocks(generated(chance), "Đang lọc: năm 2024")):
            taken(message)


def test_a_model_s_words_stay_together_and_say_that_they_are() -> None:
    cited = replace(citation(random.Random(1), 1), quote="trước ngày 20/3")
    words = f"Các thôn gửi báo cáo. Kế hoạch nêu: “{cited.quote}” [1]. Hạn là ngày 20/3 [1]."
    answer = Answer("a", "answered", words, (cited,), (), (), (), "generative", "c", {"total": 1.0})
    (message,) = messages(answer_blocks(answer))
    said, worded = message.text.split("\n")[:2]
    assert said == words
    assert worded == WORDED
    assert message.text.endswith(f"\n{cited.quote}")
    assert not [entity for entity in message.entities if entity.type == "bold"]


def pieces_of(text: str) -> Iterator[str]:
    yield from re.findall(r"\S+", text)


def test_no_word_is_lost_or_doubled() -> None:
    chance = random.Random(6)
    for _ in range(300):
        blocks = [styled(words(chance, 900), "expandable_blockquote"), plain(words(chance, 900))]
        whole = "".join("".join(pieces_of(block.text)) for block in blocks)
        assert "".join("".join(pieces_of(message.text)) for message in messages(blocks)) == whole


def test_offsets_count_utf_16_units() -> None:
    (message,) = messages([joined([plain("😀 ế"), styled("Dân", "bold")])])
    assert message.text == "😀 ế\nDân"
    (bold,) = message.entities
    assert (bold.offset, bold.length) == (5, 3)  # 2 + 1 + 1 + 1


def test_a_quote_that_fits_a_message_is_never_cut() -> None:
    quote = "Một câu. " * 120  # 1,080 characters
    block = joined([plain("đầu " * 900), styled(quote, "expandable_blockquote")])
    assert units(block.text) > MOST_UNITS
    found = [message for message in messages([block]) if message.entities]
    (message,) = found
    (entity,) = message.entities
    assert entity.length == len(quote.strip())


def test_a_quote_that_no_message_holds_goes_on_as_a_quote() -> None:
    sent = messages([styled("Một câu dài. " * 700, "expandable_blockquote")])
    assert len(sent) == 3
    assert all(m.entities[0].length == units(m.text) for m in sent)
    assert all(m.text.endswith(".") for m in sent)


def test_blocks_begin_a_new_message_rather_than_being_cut() -> None:
    sent = messages([plain("a" * 3_000), plain("b" * 3_000)])
    assert [m.text[0] for m in sent] == ["a", "b"]


@pytest.mark.parametrize("most", [20, 21, 22, 23, 24])
def test_a_marker_is_never_cut(most: int) -> None:
    sent = messages([plain("x" * 18 + "[12]" + "y" * 30)], most)
    assert "[12]" in {part for m in sent for part in re.findall(r"\[\d+\]", m.text)}


def test_more_than_a_hundred_entities_are_spread() -> None:
    parts: list[Block] = [styled(f"mục {n}", "bold") for n in range(250)]
    sent = messages([joined(parts)])
    assert [len(m.entities) for m in sent] == [100, 100, 50]
    for message in sent:
        taken(message)
