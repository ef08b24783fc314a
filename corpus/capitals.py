"""Capital and small letters of Vietnamese as character classes: the ranges of Unicode mix both."""

from __future__ import annotations

_VIETNAMESE = [chr(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x1EFA)) if chr(code).isalpha()]

# For use inside [...] of a regular expression.
UPPER = "".join(letter for letter in _VIETNAMESE if letter.isupper() and (ord(letter) < 0x250 or ord(letter) >= 0x1EA0))
LOWER = UPPER.lower()
