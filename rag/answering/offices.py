"""In what capacity somebody signed: the office that is theirs, whom they sign for, and on whose behalf.

"KT. CHỦ TỊCH / PHÓ CHỦ TỊCH" is signed by a deputy, not by the head; "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG" by the chief of
the office. The abbreviations are those of Decree 30/2020/NĐ-CP and Guidance 36-HD/VPTW.
"""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.model import Signer

_CAPITALISED = ("chủ tịch", "bí thư", "trưởng ban", "giám đốc", "chánh văn phòng", "bộ trưởng", "chủ nhiệm",
                "thường trực", "thường vụ")  # fmt: skip
_MANNERS = {"KT": "ký thay", "TL": "thừa lệnh", "TUQ": "thừa ủy quyền", "Q": "quyền"}
_MARK = re.compile(r"(?P<short>TM|T/M|KT|K/T|TL|T/L|TUQ|Q(?=\s*\.))(?:\s*[./]\s*|\s+)", re.IGNORECASE)
# An office printed in one line with the body: "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ THƯỜNG TRỰC".
_BEHIND_BODY = re.compile(
    r"(?<=\s)(?:(?:KT|K/T)\s*[./]?\s*(?P<for>(?:CHỦ TỊCH|BÍ THƯ|TRƯỞNG BAN|CHỦ NHIỆM|GIÁM ĐỐC))\s+)?"
    r"(?P<own>(?:PHÓ |QUYỀN )*(?:CHỦ TỊCH|BÍ THƯ|TRƯỞNG BAN|CHỦ NHIỆM|GIÁM ĐỐC|CHÁNH VĂN PHÒNG)(?: THƯỜNG TRỰC)?)$"
)
OFFICE = (
    r"(?:pho chu tich|pho bi thu|pho truong ban|pho giam doc|pho chanh van phong|pho chu nhiem|chu tich|bi thu"
    r"|truong ban|giam doc|chanh van phong|chu nhiem|bo truong|thu truong|pct|ct)"
)
"""A pattern of the offices that questions name, folded; a deputy's before the head's."""
_SHORT = {"ct": "chu tich", "pct": "pho chu tich"}


def signer_words(signer: Signer) -> str:
    """Say who signed in what capacity: "Nguyễn Văn A, Phó Chủ tịch (ký thay Chủ tịch, thay mặt …)"."""
    body, steps = _read(signer)
    own = office_held(signer)
    manner = _manner(steps[0]) if steps and (len(steps) > 1 or not own) else ""
    on_behalf = f"thay mặt {titled(_bare(body))}" if _mark(body) == "TM" else ""
    notes = ", ".join(note for note in (manner, on_behalf) if note)
    return ", ".join(part for part in (signer.name, own) if part) + (f" ({notes})" if notes else "")


def office_held(signer: Signer) -> str:
    """Return the office that a signer holds, as in a sentence: "Phó Chủ tịch"; "" where only another's is printed."""
    steps = _read(signer)[1]
    last = steps[-1] if steps else ""
    if _mark(last) in {"KT", "TL", "TUQ"}:
        return ""
    return f"Quyền {titled(_bare(last))}" if _mark(last) == "Q" else titled(last)


def holds(signer: Signer, office: str) -> bool:
    """Tell whether a signer holds an office, given folded ("pho chu tich"), and does not merely sign for it."""
    held = fold(office_held(signer)).removeprefix("quyen ")
    return re.match(rf"{_SHORT.get(office, office)}\b", held) is not None


def signs_for(signer: Signer, office: str) -> bool:
    """Tell whether a signer of another office signs for the one given ("KT. CHỦ TỊCH")."""
    asked = _SHORT.get(office, office)
    return any(_mark(step) and fold(_bare(step)).startswith(asked) for step in _read(signer)[1]) and not holds(
        signer, office
    )


def titled(printed: str) -> str:
    """Write an office printed in capitals as in a sentence: "PHÓ CHỦ TỊCH" -> "Phó Chủ tịch"."""
    words = printed.lower() if printed.isupper() else printed
    for office in _CAPITALISED:
        words = words.replace(office, office[:1].upper() + office[1:])
    words = words.replace("ủy ban nhân dân", "UBND").replace("hội đồng nhân dân", "HĐND")
    return words[:1].upper() + words[1:]


def _read(signer: Signer) -> tuple[str, list[str]]:
    """Return the body and the offices one by one, as printed."""
    steps = [step.strip(" ,.") for step in re.split(r"\s/\s|\n", signer.office) if step.strip(" ,.")]
    behind = None if steps else _BEHIND_BODY.search(signer.authority)
    if behind is None:
        return signer.authority, steps
    steps = [f"KT. {behind['for']}"] if behind["for"] else []
    return signer.authority[: behind.start()].strip(), [*steps, behind["own"]]


def _mark(printed: str) -> str:
    found = _MARK.match(printed)
    return found["short"].upper().replace("/", "") if found else ""


def _bare(printed: str) -> str:
    return _MARK.sub("", printed, count=1) if _MARK.match(printed) else printed


def _manner(printed: str) -> str:
    manner = _MANNERS.get(_mark(printed), "")
    return f"{manner} {titled(_bare(printed))}" if manner else ""
