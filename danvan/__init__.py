"""The composition root: the `danvan` command, the settings, the wiring."""
