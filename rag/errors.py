"""Everything that can go wrong between a question and its answer.

RagError
├── ConfigurationError   an operator's mistake: says which setting and how to mend it
├── IndexMissing         there is no index beside the ledger yet
├── IndexDamaged         the files of the index cannot be read, or do not hold what they promise
├── IndexMismatch        the index was built by another encoder, analyser or schema, or from other passages
└── QuestionRejected     the question is empty, too long, or holds nothing to ask
"""

from __future__ import annotations


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
