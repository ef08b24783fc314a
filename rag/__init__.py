"""Layer 2. A question becomes a grounded answer."""
