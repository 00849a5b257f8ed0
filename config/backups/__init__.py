"""Back-up and restore: database, files, keys and the head of the history in one file (docs/keeping.md)."""
