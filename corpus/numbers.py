"""Document numbers: found in any notation, printed in one, compared under one key.

The public face of `corpus.number_reading` (full numbers) and `corpus.loose_numbers` (as people type them).
"""

from __future__ import annotations

from corpus.loose_numbers import LooseNumber, find_loose_numbers, matches_loose
from corpus.number_reading import DocumentNumber, FoundNumber, find_numbers, parse_number, same_document

__all__ = [
    "DocumentNumber",
    "FoundNumber",
    "LooseNumber",
    "find_loose_numbers",
    "find_numbers",
    "matches_loose",
    "parse_number",
    "same_document",
]
