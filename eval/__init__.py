"""Layer 3. Question sets, metrics, reports, benchmarks."""
