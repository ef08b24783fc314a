"""Telegram's Bot API through python-telegram-bot; nothing else here imports it."""
