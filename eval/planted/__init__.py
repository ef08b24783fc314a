"""Answers with planted errors: how many of them verification catches, and how many right sentences it drops."""
