"""Answers in a model's own words: what it is shown, what it is asked, and what of its text is let through."""
