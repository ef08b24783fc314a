"""What can be wrong with a sentence, in the order in which it is looked for."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a sentence does not stand on a clause. The values are part of the contract (docs/api.md)."""

    NO_CITATION = "no_citation"  # it names no passage
    UNKNOWN_CITATION = "unknown_citation"  # it names a passage that was not given
    UNFINISHED = "unfinished"  # it breaks off
    FOREIGN = "foreign"  # no Vietnamese, or a link, an image, markup
    QUOTE = "quote"  # words in quotation marks that do not stand there
    DOCUMENT = "document"  # the number of another document
    SECTION = "section"  # another place in the document
    VALUE = "value"  # a day, number or share that does not stand there, or not so bound
    PAIRING = "pairing"  # two values that belong to different things there
    NAME = "name"  # a body, place or person that is not named there
    NEGATION = "negation"  # "không", "chưa", "cấm" lost or added
    MODALITY = "modality"  # what must be done may be done, or the other way round
    HALF = "half"  # it leaves out a condition, an exception or a bound
    WORDS = "words"  # it says more than the clause does
