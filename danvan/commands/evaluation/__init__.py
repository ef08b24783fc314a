"""`danvan eval run`, `compare` and `gate`: one module each, and what they share."""
