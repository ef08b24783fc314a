"""Holding sentences that a model wrote against the clauses they cite: by rule, sentence by sentence."""
