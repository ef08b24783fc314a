"""Personal data taken out of what people wrote: e-mail addresses, telephone numbers, numbers of papers and accounts.

Names of people stay: they cannot be told from those of signers and places by rule. A person reads every question before
it enters a set.
"""

from __future__ import annotations

import re

EMAIL, PHONE, PAPER = "[thư điện tử]", "[số điện thoại]", "[số giấy tờ]"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# An identity number: twelve digits, in one piece or in groups of three. First: it may begin like a telephone.
_IDENTITY = re.compile(r"(?<![\w/.-])(?:\d{12}|0\d{2}(?:[ .]\d{3}){3})(?![\w/])")
# A telephone: 0 or +84, then nine digits (mobile) or ten (fixed, 02x), with at most one sign between groups.
_PHONE = re.compile(r"(?<![\w/.-])(?:\+84|0084|\(0|0)(?:[ .-]?\(?\d\)?){9,10}(?![\w/])")
# Older identity papers, tax codes, accounts: nine digits and more in one piece; a passport.
_PAPER = re.compile(r"(?<![\w/.,-])(?:\d{9,19}|[A-Z]\d{7,8})(?![\w/]|[.,]\d)")

_MASKS = ((_EMAIL, EMAIL), (_IDENTITY, PAPER), (_PHONE, PHONE), (_PAPER, PAPER))


def masked(text: str) -> str:
    """Return `text` with each piece of personal data that can be recognised replaced by what it was.

    Numbers of documents, dates, years and sums of money stay as they are.
    """
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text
