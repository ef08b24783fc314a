"""Layer 3. HTTP and the web."""
