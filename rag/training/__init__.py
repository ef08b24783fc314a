"""Training of the shipped encoder: law texts and natural questions in, a folder of numpy-readable weights out."""
