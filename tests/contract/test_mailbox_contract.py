"""What a mailbox promises: the double in memory and the tables in the ledger's file keep it alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ports import Mailbox as Port
from bot.testing import MemoryMailbox
from corpus.errors import StoreDamaged
from corpus.ledger import Ledger
from corpus.mail import Erasure, LetterDraft, Note, Settlement, Tally, Update
from corpus.mailbox import Mailbox

LATER = datetime.now(UTC) + timedelta(hours=1)
BEFORE = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture(params=["memory", "file"])
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Port]:
    if request.param == "memory":
        yield MemoryMailbox()
        return
    with Ledger.open(tmp_path / "ledger.sqlite3"), Mailbox(tmp_path / "ledger.sqlite3") as opened:
        yield opened


def letter(lane: str = "7", about: str | None = "7:1", subject: str | None = "t") -> LetterDraft:
    return LetterDraft(lane, '{"n": 1}', LATER, about, subject)


def test_an_update_is_taken_in_once(mailbox: Port) -> None:
    first, second = Update(11, "một"), Update(12, "hai")
    assert mailbox.take_in([first, second, first]) == [first, second]
    assert mailbox.take_in([second]) == []
    mailbox.settle(11, Settlement())
    assert mailbox.take_in([first]) == []  # its number is known although its words are gone


def test_what_is_not_settled_is_found_again_in_order(mailbox: Port) -> None:
    mailbox.take_in([Update(13, "b"), Update(12, "a"), Update(14, "c")])
    mailbox.settle(14, Settlement())
    assert [(u.id, u.content, u.attempts) for u in mailbox.unsettled()] == [(12, "a", 1), (13, "b", 1)]
    assert [u.attempts for u in mailbox.unsettled()] == [2, 2]


def test_an_update_is_settled_once(mailbox: Port) -> None:
    mailbox.take_in([Update(1, "một")])
    assert len(mailbox.settle(1, Settlement(letters=(letter(),), tallies=(Tally("asked", "2026-01-02"),)))) == 1
    assert mailbox.settle(1, Settlement(letters=(letter(),), tallies=(Tally("asked", "2026-01-02"),))) == []
    assert len(mailbox.letters()) == 1
    assert mailbox.count("asked", "2026-01-02") == 1
    assert mailbox.count("asked", "2026-01-03") == 0


def test_a_letter_stays_until_it_has_arrived(mailbox: Port) -> None:
    first, second = mailbox.post(Settlement(letters=(letter(), letter())))
    assert mailbox.sending(first.id)
    assert [(one.id, one.doubtful) for one in mailbox.letters()] == [(first.id, True), (second.id, False)]
    mailbox.held_back(first.id)
    assert [one.doubtful for one in mailbox.letters()] == [False, False]
    mailbox.sent(first.id, 501)
    mailbox.sent(second.id, None)
    assert mailbox.letters() == []
    assert [one.message for one in mailbox.delivered("7:1")] == [501]
    assert mailbox.subject_of("7", 501) == "t"
    assert mailbox.subject_of("8", 501) is None


def test_a_letter_that_arrived_is_noted_with_the_next_one(mailbox: Port) -> None:
    first, second = mailbox.post(Settlement(letters=(letter(), letter(subject="s"))))
    assert mailbox.sending(first.id)
    assert mailbox.sending(second.id, [(first.id, 501)])
    assert [(one.id, one.doubtful) for one in mailbox.letters()] == [(second.id, True)]
    assert mailbox.subject_of("7", 501) == "t"
    (third,) = mailbox.post(Settlement(letters=(letter(about="7:9"),)))
    mailbox.post(Settlement(withdrawn=("7:9",)))
    assert not mailbox.sending(third.id, [(second.id, 502)])
    assert mailbox.subject_of("7", 502) == "s"


def test_a_letter_that_waits_can_follow_to_another_lane(mailbox: Port) -> None:
    waiting, arrived = mailbox.post(Settlement(letters=(letter(), letter())))
    mailbox.sent(arrived.id, 501)
    for one in (waiting, arrived):
        mailbox.forward(one.id, "8", '{"n": 2}')
    assert [(one.id, one.lane, one.content) for one in mailbox.letters()] == [(waiting.id, "8", '{"n": 2}')]
    mailbox.sent(waiting.id, 9)
    assert mailbox.subject_of("8", 9) == "t"
    assert mailbox.subject_of("7", 501) == "t"


def test_a_withdrawn_letter_is_not_sent(mailbox: Port) -> None:
    (waiting,) = mailbox.post(Settlement(letters=(letter(about="7:3"),)))
    (under_way,) = mailbox.post(Settlement(letters=(letter(about="7:3"),)))
    assert mailbox.sending(under_way.id)
    mailbox.post(Settlement(withdrawn=("7:3",)))
    assert not mailbox.sending(waiting.id)
    assert [one.id for one in mailbox.letters()] == [under_way.id]


def test_a_message_that_is_taken_away_answers_nothing_any_more(mailbox: Port) -> None:
    (one,) = mailbox.post(Settlement(letters=(letter(),)))
    mailbox.sent(one.id, 9)
    mailbox.post(Settlement(gone=(("7", 9),)))
    assert mailbox.delivered("7:1") == []


def test_notes_are_replaced_erased_and_expire(mailbox: Port) -> None:
    mailbox.post(Settlement(notes=(Note("talk", "a", "1", "person:1", LATER), Note("talk", "b", "2", "person:2"))))
    mailbox.post(Settlement(notes=(Note("talk", "a", "3", "person:1", LATER), Note("leaf", "c", "4", "", BEFORE))))
    assert mailbox.note("talk", "a") == "3"
    assert mailbox.note("leaf", "c") is None
    assert [(n.key, n.content) for n in mailbox.notes("talk")] == [("a", "3"), ("b", "2")]
    assert [n.key for n in mailbox.notes_of("person:2")] == ["b"]
    mailbox.post(Settlement(erasures=(Erasure("talk", "b"),)))
    assert mailbox.note("talk", "b") is None
    assert mailbox.sweep() == 1


def test_an_owner_is_forgotten_but_for_what_is_kept(mailbox: Port) -> None:
    mailbox.post(
        Settlement(
            letters=(letter(lane="1", about="1:5"),),
            notes=(
                Note("talk", "a", "x", "person:1"),
                Note("member", "1", "y", "person:1"),
                Note("talk", "b", "z", "p"),
            ),
        )
    )
    mailbox.sent(mailbox.letters()[0].id, 77)
    assert mailbox.erase("person:1", "1", ("member",)) == 1
    assert [n.kind for n in mailbox.notes_of("person:1")] == ["member"]
    assert mailbox.note("talk", "b") == "z"
    assert mailbox.delivered("1:5") == []


def test_words_that_were_settled_sent_or_erased_are_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    canary = "mật-khẩu-chim-hoàng-yến"
    with Mailbox(path) as mailbox:
        mailbox.take_in([Update(1, canary)])
        content = LetterDraft("1", canary, LATER)
        (sent,) = mailbox.settle(1, Settlement(letters=(content,), notes=(Note("talk", "a", canary, "person:1"),)))
        mailbox.sent(sent.id, 5)
        assert canary.encode() in path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
        mailbox.erase("person:1", "1")
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert canary.encode() not in left


def test_a_ledger_with_a_mailbox_is_still_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger.open(path) as ledger:
        before = ledger.content_fingerprint()
    with Mailbox(path) as mailbox:
        mailbox.take_in([Update(1, "một")])
    with Ledger.open(path) as ledger:
        assert ledger.content_fingerprint() == before
        assert ledger.check() == []


def test_tables_of_another_version_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    Mailbox(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE mail_version SET version = 99")
    with pytest.raises(StoreDamaged, match="99"):
        Mailbox(path)


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Mailbox(path):
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
