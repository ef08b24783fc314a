"""What surrounds any language model, whoever makes it: limits, a second try, a second endpoint, rest for a dead one."""
