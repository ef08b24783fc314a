"""Layer 3. Telegram."""
