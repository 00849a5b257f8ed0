"""A review as those in the room see it: where one is, its rows, what a section shows."""
