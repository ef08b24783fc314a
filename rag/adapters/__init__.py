"""Vendors live here and nowhere else: each module wraps one library behind a port of `rag.ports`."""
