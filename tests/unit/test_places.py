"""Places in texts and questions, and what became of them in July 2025."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.model import Level
from corpus.places import find_places, parent_province, predecessors, successor, successor_phrase


def named(text: str) -> list[tuple[str, str, bool]]:
    return [(place.name, place.level.value, place.level_printed) for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghệ An nộp báo cáo trước ngày nào?", [("Nghệ An", "province", False)]),
        ("nghe an nop bao cao truoc ngay nao", [("Nghệ An", "province", False)]),
        ("UBND TỈNH QUẢNG NINH", [("Quảng Ninh", "province", True)]),
        ("còn Thanh Hoá thì sao", [("Thanh Hóa", "province", False)]),
        ("TP.HCM", [("Hồ Chí Minh", "province", True)]),
        ("huyen can gio luu y dieu gi", [("Cần Giờ", "district", True)]),
        ("Giữa Cần Giờ với Hóc Môn", [("Cần Giờ", "district", False), ("Hóc Môn", "district", False)]),
        ("xã Tân Tiến", [("Tân Tiến", "commune", True)]),
        ("phường 12, quận 3", [("12", "commune", True), ("3", "district", True)]),
        (
            "các huyện Vĩnh Thạnh, Phù Cát và Hoài Ân",
            [("Vĩnh Thạnh", "district", True), ("Phù Cát", "district", False), ("Hoài Ân", "district", False)],
        ),
        ("Bà Rịa - Vũng Tàu", [("Bà Rịa - Vũng Tàu", "province", False)]),
        ("ở Hòa Bình", [("Hòa Bình", "province", False)]),
        ("tỉnh ủy Nghệ An", [("Nghệ An", "province", False)]),
    ],
)
def test_places_are_found_with_and_without_accents(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "giữ gìn hòa bình, thống nhất đất nước",
        "danh gia lai cong tac dan van",
        "dien bien tinh hinh",
        "vùng sâu, vùng xa, biên giới",
        "vung sau vung xa bien gioi",
        "địa phương, cơ quan nhà nước",
        "học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        "đồng chí Trần Bình Minh và đồng chí Lê Thanh Tùng",
        "xã hội, huyện ủy, tân tiến, tự do",
    ],
)
def test_ordinary_words_and_names_of_persons_are_no_places(text: str) -> None:
    assert named(text) == []


def test_a_place_knows_where_it_stands_and_its_level_word() -> None:
    text = "công tác dân vận của huyện Cần Giờ năm 2022"
    (place,) = find_places(text)
    assert text[place.start : place.end] == "huyện Cần Giờ"
    assert place.word == "huyện"


def test_a_name_after_a_level_word_counts_even_when_no_register_has_it() -> None:
    (place,) = find_places("kế hoạch của xã Không Có Thật")
    assert (place.name, place.known) == ("Không Có Thật", False)


def test_a_district_now_lies_in_a_province() -> None:
    (place,) = find_places("huyện Tây Sơn")
    assert [unit.full for unit in successor(place)] == ["tỉnh Gia Lai"]
    assert parent_province("Tây Sơn", Level.DISTRICT) == ("Bình Định",)


def test_a_merged_province_has_a_successor_and_the_new_one_its_predecessors() -> None:
    (place,) = find_places("tỉnh Quảng Bình")
    assert [unit.name for unit in successor(place)] == ["Quảng Trị"]
    assert predecessors("Quảng Trị") == ("Quảng Trị", "Quảng Bình")
    assert predecessors("Cao Bằng") == ("Cao Bằng",)


def test_an_ambiguous_commune_has_several_parent_provinces() -> None:
    assert {"Thanh Hóa", "Nghệ An"} <= set(parent_province("Minh Sơn", Level.COMMUNE))


@pytest.mark.parametrize(
    ("locality", "words"),
    [
        ("huyện Tây Sơn", "tỉnh Bình Định cũ"),
        ("huyện Bình Sơn", "nay thuộc tỉnh Quảng Ngãi"),
        ("tỉnh Quảng Trị", "gồm cả Quảng Bình cũ"),
        ("tỉnh Bình Định", "nay thuộc tỉnh Gia Lai"),
    ],
)
def test_the_change_is_said_in_an_officials_words(locality: str, words: str) -> None:
    phrase = successor_phrase(locality)
    assert phrase is not None
    assert "1/7/2025" in phrase
    assert words in phrase


def test_nothing_is_said_of_a_province_that_stayed_as_it_was() -> None:
    assert successor_phrase("tỉnh Nghệ An") is None


def test_only_data_is_taken_from_the_package() -> None:
    program = (
        "import sys; from corpus.places import find_places; find_places('tỉnh Nghệ An');"
        "print([name for name in ('vietnamadminunits', 'shapely', 'geopy', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
