"""Layer 1. A document: reading, structure, metadata, references, and the ledger of what is stored."""
