"""What a question asks: cleaned text, kind, places, documents, positions, and what it carries over."""
