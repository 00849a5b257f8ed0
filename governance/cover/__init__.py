"""Cover: a leader steps in with one line until a day."""
