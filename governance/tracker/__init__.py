"""The tracker: what each side has promised, and everything that can be done with it."""
