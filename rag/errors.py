"""Everything that can go wrong between a question and its answer.

RagError
├── ConfigurationError   an operator's mistake: says which setting and how to mend it
├── IndexMissing         there is no index beside the ledger yet
├── IndexDamaged         the files of the index cannot be read, or do not hold what they promise
├── IndexMismatch        the index was built by another encoder, analyser or schema, or from other passages
├── ModelUnavailable     the language model gave no text, or broke off; says why
└── QuestionRejected     the question is empty, too long, or holds nothing to ask
"""

from __future__ import annotations

from typing import Literal

ModelFault = Literal[
    "unreachable",  # nobody listens there, or the name of the host is not known
    "insecure",  # the certificate or the handshake is not to be trusted
    "refused",  # the request was not understood
    "unauthorised",  # the key is missing, wrong, or may not use this model
    "unknown_model",  # there is no such model, or nothing at this address
    "busy",  # too many requests
    "failing",  # the server failed on its side
    "empty",  # an answer without text
    "broken",  # an answer that cannot be read, or that broke off
    "silent",  # nothing was heard for too long
    "endless",  # far more text or time than was asked for
    "resting",  # failed several times in a row: left alone for a while
    "other",
]


class RagError(Exception):
    """A failure of question answering. `message_vi` is what an official may read."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


class ConfigurationError(RagError):
    """The operator's mistake: which setting, and how to mend it."""


class IndexMissing(RagError):
    """There is no index beside the ledger."""


class IndexDamaged(RagError):
    """The files of the index cannot be read, or do not hold what they promise."""


class IndexMismatch(RagError):
    """The index does not belong to this encoder, analyser, schema or set of passages."""


class QuestionRejected(RagError):
    """The question is empty, too long, or holds nothing to ask."""


class ModelUnavailable(RagError):
    """The language model gave no text, or broke off; `fault` says why. Whoever asked answers without it."""

    def __init__(self, message_vi: str, fault: ModelFault = "other", retry_after_s: float | None = None) -> None:
        super().__init__(message_vi)
        self.fault = fault
        self.retry_after_s = retry_after_s
