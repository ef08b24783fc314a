"""A conversation as a file: its quotes proven against the store, then written as Markdown or for Word."""
