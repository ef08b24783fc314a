"""How officials write the names of bodies that a letterhead prints in capitals, and what symbols stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.folding import fold
from corpus.place_words import LEVEL_WORDS

# Names whose capitals cannot be told from the capitals of a letterhead.
_KNOWN = (
    "Chính phủ", "Thủ tướng Chính phủ", "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Chủ tịch nước", "Hội đồng Nhà nước",
    "Hội đồng Bộ trưởng", "Văn phòng Chính phủ", "Văn phòng Quốc hội", "Văn phòng Trung ương", "Bộ Chính trị",
    "Ban Bí thư", "Ban Chấp hành Trung ương", "Bộ Tài chính", "Bộ Nội vụ", "Bộ Y tế", "Bộ Công an", "Bộ Quốc phòng",
    "Bộ Tư pháp", "Bộ Ngoại giao", "Bộ Xây dựng", "Bộ Công Thương", "Bộ Giao thông vận tải", "Bộ Kế hoạch và Đầu tư",
    "Bộ Giáo dục và Đào tạo", "Bộ Khoa học và Công nghệ", "Bộ Thông tin và Truyền thông", "Bộ Dân tộc và Tôn giáo",
    "Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường", "Bộ Tài nguyên và Môi trường",
    "Bộ Lao động - Thương binh và Xã hội", "Bộ Văn hóa, Thể thao và Du lịch", "Ủy ban Dân tộc", "Thanh tra Chính phủ",
    "Ngân hàng Nhà nước Việt Nam", "Tòa án nhân dân tối cao", "Viện kiểm sát nhân dân tối cao", "Kiểm toán nhà nước",
    "Hội đồng Thẩm phán Tòa án nhân dân tối cao", "Bảo hiểm xã hội Việt Nam", "Tổng Liên đoàn Lao động Việt Nam",
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Ban Dân vận", "Ban Tổ chức", "Ban Tuyên giáo", "Ban Tuyên giáo và Dân vận",
    "Ban Nội chính", "Ban Thường vụ", "Ban Chấp hành", "Ban Chỉ đạo", "Ban Cán sự Đảng", "Ủy ban Kiểm tra", "Tỉnh ủy",
    "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Đảng ủy", "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Y tế",
    "Sở Xây dựng", "Sở Công Thương", "Sở Giáo dục và Đào tạo", "Sở Khoa học và Công nghệ", "Sở Kế hoạch và Đầu tư",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường", "Sở Tài nguyên và Môi trường",
    "Sở Lao động - Thương binh và Xã hội", "Sở Văn hóa, Thể thao và Du lịch", "Sở Thông tin và Truyền thông",
    "Sở Giao thông vận tải", "Tổng cục Thuế", "Tổng cục Hải quan", "Cục Thuế", "Cục Hải quan", "Cục Việc làm",
    "Ủy ban Mặt trận Tổ quốc Việt Nam", "Văn phòng", "Phòng Nội vụ", "Trung ương", "Thanh tra", "Công an", "UBND",
    "HĐND", "Cục Thống kê", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "Ban Chấp hành Trung ương Đảng",
    "Đảng ủy Chính phủ", "Kho bạc Nhà nước", "Đảng bộ", "Chi bộ", "Thường trực",
    "Ủy ban MTTQ Việt Nam", "Mặt trận Tổ quốc Việt Nam", "Ban Thường trực", "Tỉnh đoàn", "Thành đoàn", "Huyện đoàn",
    "Quận đoàn", "Thị đoàn",
)  # fmt: skip
_SYMBOLS = {
    "cp": "Chính phủ", "ttg": "Thủ tướng Chính phủ", "ubtvqh": "Ủy ban Thường vụ Quốc hội", "qh": "Quốc hội",
    "ctn": "Chủ tịch nước", "vpcp": "Văn phòng Chính phủ", "vpqh": "Văn phòng Quốc hội", "bnv": "Bộ Nội vụ",
    "btc": "Bộ Tài chính", "btp": "Bộ Tư pháp", "bca": "Bộ Công an", "bqp": "Bộ Quốc phòng", "byt": "Bộ Y tế",
    "bgddt": "Bộ Giáo dục và Đào tạo", "bxd": "Bộ Xây dựng", "bgtvt": "Bộ Giao thông vận tải", "bct": "Bộ Công Thương",
    "bkhdt": "Bộ Kế hoạch và Đầu tư", "btttt": "Bộ Thông tin và Truyền thông", "bng": "Bộ Ngoại giao",
    "btnmt": "Bộ Tài nguyên và Môi trường", "bvhttdl": "Bộ Văn hóa, Thể thao và Du lịch", "ubdt": "Ủy ban Dân tộc",
    "bldtbxh": "Bộ Lao động - Thương binh và Xã hội", "bnnptnt": "Bộ Nông nghiệp và Phát triển nông thôn",
    "bnnmt": "Bộ Nông nghiệp và Môi trường", "bkhcn": "Bộ Khoa học và Công nghệ", "bdttg": "Bộ Dân tộc và Tôn giáo",
    "nhnn": "Ngân hàng Nhà nước Việt Nam", "ttcp": "Thanh tra Chính phủ", "tandtc": "Tòa án nhân dân tối cao",
    "vksndtc": "Viện kiểm sát nhân dân tối cao", "hdtp": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "ktnn": "Kiểm toán nhà nước", "hdbt": "Hội đồng Bộ trưởng", "ubnd": "UBND", "hdnd": "HĐND", "snv": "Sở Nội vụ",
    "stc": "Sở Tài chính", "stp": "Sở Tư pháp", "syt": "Sở Y tế", "sxd": "Sở Xây dựng", "tu": "Tỉnh ủy",
    "hu": "Huyện ủy", "qu": "Quận ủy", "sgddt": "Sở Giáo dục và Đào tạo",
}  # fmt: skip
_LEVEL_WORDS = ("Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Xã", "Phường", "Thị trấn", "Đặc khu")
_SHORTENED = (("Ủy ban nhân dân", "UBND"), ("Uỷ ban nhân dân", "UBND"), ("Hội đồng nhân dân", "HĐND"))
_VOWEL = re.compile(r"[aeiouy]")
_SMALL = frozenset({"và", "của", "về", "các", "trong", "nước"})


def body_of_symbol(symbol: str) -> str | None:
    """Return the body that a symbol names: "NĐ-CP" -> "Chính phủ", "KH-UBND" -> "UBND", "QH14" -> "Quốc hội"."""
    parts = [part for part in re.split(r"[-/.&\s]+", fold(symbol)) if part]
    for part in parts[1:] if len(parts) > 1 else parts:
        known = _SYMBOLS.get(re.sub(r"\d+$", "", part))
        if known:
            return known
    return _SYMBOLS.get(parts[0]) if parts else None


def spell_body(printed: str, text: str) -> str:
    """Return a body's name as officials write it: "ỦY BAN NHÂN DÂN HUYỆN X" -> "UBND huyện X".

    `text` is the document, whose own spelling in running text is taken where no rule knows the name.
    """
    name = " ".join(printed.split()).strip(" *-–.:|_,")
    joint = re.split(r"\s+[-–]\s+(?=BỘ |TỔNG |ỦY BAN |ỦY BAN |NGÂN HÀNG |TÒA |VIỆN )", name)
    if len(joint) > 1:
        spelled = [spell_body(part, text) for part in joint]
        return " và ".join([", ".join(spelled[:-1]), spelled[-1]])
    known = dict(_known_folded()).get(fold(name))
    if known is not None:
        name = known
    elif name.isupper() and len(name) > 5:
        name = _from_capitals(re.sub(r"^CHỦ TỊCH\s+(?=[ỦU][YỶ] BAN|UBND|U[YỶ] BAN)", "", name), text)
    for long, short in _SHORTENED:
        if name.lower().startswith(long.lower()):
            name = f"{short}{name[len(long) :]}"
    return _small_level_words(name).replace("việt nam", "Việt Nam")


@cache
def _known_folded() -> list[tuple[str, str]]:
    return sorted(((fold(name), name) for name in _KNOWN), key=lambda pair: -len(pair[0]))


def _spelled_in(text: str, name: str) -> str | None:
    """How the running text writes a name that the letterhead shouts."""
    lower = name.lower()
    lowered = text.lower() if len(text.lower()) == len(text) else ""
    start = lowered.find(lower)
    while start >= 0:
        shown = text[start : start + len(name)]
        following = text[start + len(name) : start + len(name) + 1]
        if not shown.isupper() and shown[0].isupper() and not following.isalpha():
            return " ".join(shown.split())
        start = lowered.find(lower, start + 1)
    return None


def _from_capitals(name: str, text: str) -> str:
    """Lower a name in capitals: known bodies as known, then level words small and places with capitals."""
    folded = fold(name)
    for known_folded, known in _known_folded():
        if folded.startswith(known_folded) and not folded[len(known_folded) : len(known_folded) + 1].isalpha():
            rest = name[len(known_folded) :].strip()
            if known == "Chi bộ" and (hamlet := _HAMLET.match(rest)):
                return f"{known} {hamlet.group().lower()}{rest[hamlet.end() :].title()}"
            return f"{known} {_from_capitals(rest, text)}" if rest else known
    level = _LEVEL_AT.search(folded)
    if level:
        place = f"{LEVEL_WORDS[level.group('word')]} {name[level.end() :].title()}"
        return f"{_from_capitals(name[: level.start()].strip(), text)} {place}" if level.start() else place
    spelled = _spelled_in(text, name)
    if spelled is not None:
        return spelled
    words = name.split()
    proper = next((start for start in range(1, len(words) - 1) if _is_proper(words[start:], text)), len(words))
    lowered = [words[0].capitalize(), *(_lowered(words, index) for index in range(1, proper))]
    return " ".join([*lowered, *(word.capitalize() for word in words[proper:])])


def _is_proper(words: Sequence[str], text: str) -> bool:
    """Tell whether running text writes the last words of a name with capitals each, as it does places."""
    spelled = _spelled_in(text, " ".join(words))
    return spelled is not None and spelled.istitle()


_HAMLET = re.compile(r"(?:THÔN|ẤP|BẢN|BUÔN|LÀNG|XÓM|KHÓM|KHU PHỐ|TỔ DÂN PHỐ|TIỂU KHU)\s+")
_LEVEL_AT = re.compile(
    r"(?<!\w)(?P<word>tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)\s+(?!hoi\b|uy\b|doan\b|nhan dan\b)"
)


def _lowered(words: list[str], index: int) -> str:
    """Second word and the words after "và" and "-" get a capital ("Sở Dân tộc và Tôn giáo"), the rest none."""
    low = words[index].lower()
    if low in _SMALL:
        return low
    if low.isalpha() and not _VOWEL.search(fold(low)):
        return words[index]  # an abbreviation: "THCS"
    before = words[index - 1]
    opens_part = index == 1 or before.lower() == "và" or before == "-" or before.endswith(",")
    return words[index].capitalize() if opens_part else low


def _small_level_words(name: str) -> str:
    """Write level words small inside a name: "UBND Huyện X" -> "UBND huyện X"."""
    for word in _LEVEL_WORDS:
        name = re.sub(rf"(?<=\S ){word}(?= [^\W\d_]|\s\d)(?! (?:ủy|uỷ|Ủy|đoàn|hội|Hội))", word.lower(), name)
    return name
