"""A function for each kind of row: what is said of it, for the agenda and for the seal alike."""
