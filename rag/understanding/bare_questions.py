"""Questions of a few words for what a document says of itself: "công văn X ngày nào"; "của ai", "gửi ai" after another.

Beside the document they name there is nothing but the interrogative, so that no clause can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.understanding.kinds import Kind

_DOCUMENT = (
    r"(?:(?:ban |cai |chiec )?(?:ke hoach|cong van|van ban|chi thi|quyet dinh|huong dan|thong bao|nghi quyet|ket luan"
    r"|chuong trinh|to trinh)|cai|ban)"
)
_BEFORE = r"(?:(?:the|vay|roi|a|con|thi|do|nay|ay|tren|no|cua|o|tai|nam|so|ma|la|cho hoi|xin hoi)\s+|[,.]\s*)*"
_ASKED = (
    (Kind.SIGNER, r"(?:giu |lam )?(?:chuc (?:vu|danh)|chuc)(?: cua (?:ong|ba|nguoi) (?:ay|do|ky))? (?:la )?(?:gi|nao)"),
    (Kind.OWN_DATE, r"(?:(?:duoc )?(?:ban hanh|ky|ra)(?: vao)? )?(?:ngay (?:nao|may|bao nhieu)|hom nao)"),
    (Kind.OWN_ISSUER, r"(?:la )?cua (?:ai|(?:co quan|don vi|noi) nao)(?: ban hanh)?"),
    (Kind.RECIPIENTS, r"gui (?:cho |den |toi )?(?:nhung |cac )?(?:ai|(?:co quan|don vi|noi) nao|(?:nhung )?dau)"),
)
_END = r"(?: (?:vay|the|nhi|a|ha|do|nhe|thi sao))*\W*"
_READ = tuple((kind, re.compile(rf"{_BEFORE}(?P<type>{_DOCUMENT}\s+)*{_BEFORE}{asks}{_END}")) for kind, asks in _ASKED)
OF_DOCUMENT = frozenset(
    {Kind.SIGNER, Kind.RECIPIENTS, Kind.ADDRESSEES, Kind.OWN_NUMBER, Kind.OWN_DATE, Kind.OWN_ISSUER, Kind.OWN_SUBJECT}
)
"""Kinds of answers that documents give of themselves."""
_ASKS_SIGNER = re.compile(r"\b(?:ky|nguoi ky|chu ky)\b")


def bare_kind(folded: str, cut: Sequence[tuple[int, int]], *, typed: bool = False) -> Kind | None:
    """Return what a question asks of a document as a whole, when it asks nothing else; None for any other question.

    `cut` are the spans of places and years of the folded question; `typed` asks for a document's type beside them.
    """
    letters = list(folded)
    for start, end in cut:
        letters[start:end] = " " * (end - start)
    words = " ".join("".join(letters).split())
    for kind, pattern in _READ:
        found = pattern.fullmatch(words)
        if found is not None and (found["type"] or not typed):
            return kind
    return None


def follows_signer(folded: str, kinds: frozenset[Kind]) -> bool:
    """Tell whether an earlier question asked about who signed, so that an office asked for is the signer's."""
    return Kind.SIGNER in kinds or _ASKS_SIGNER.search(folded) is not None
