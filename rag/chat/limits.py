"""How long a language model may be silent, and how much it may say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatLimits:
    """Seconds without text before the first piece, between pieces, and for the whole; letters and bytes of the whole.

    Only text counts: a server's signs of life do not. A token of Vietnamese is two to four letters, so that a text of
    `letters_per_token` times the tokens asked for is not one that was asked for.
    """

    first_s: float = 20.0
    gap_s: float = 20.0
    whole_s: float = 120.0
    letters_per_token: int = 12
    most_bytes: int = 4 * 1024 * 1024
