"""Days: how people write them, which are worked, and what counts as notice."""
