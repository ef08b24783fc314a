"""The work of each command, one module each, imported only when it is called."""
