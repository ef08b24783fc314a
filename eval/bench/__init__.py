"""The benchmark: how fast and how large the product is on this machine, beside an afternoon's pipeline."""
