"""Follow-ups that only change one thing ("còn thị trấn?", "còn báo cáo tháng?"): the clause told must speak of it.

The rest of such a question is that of the one before, so that the clause told before comes nearest again.
"""

from __future__ import annotations

import re

from corpus.folding import fold
from rag.answering.ranking import Ranked
from rag.understanding.periods import periods_named
from rag.understanding.question import Question

_UNIT = re.compile(r"\b(?:thi tran|phuong|xa|thon|ap|huyen|quan|thi xa|thanh pho|tinh)\b")


def speaks_of_another(question: Question, passage: Ranked) -> bool:
    """Tell whether a passage lacks the unit or the period that a follow-up asks for now."""
    if not question.changed:
        return False
    told = fold(" ; ".join((*passage.excerpt.headings, passage.text)))
    named = {place.name for place in question.stored_places}
    units = [m.group() for m in _UNIT.finditer(question.changed) if not _names(question.changed[m.end() :], named)]
    periods, held = periods_named(question.changed), periods_named(told)
    return any(not re.search(rf"\b{unit}\b", told) for unit in units) or bool(held) and not periods <= held


def _names(after: str, places: set[str]) -> bool:
    return any(after.strip().startswith(place) for place in places)
