"""The mirror ledger, read from what stands in the tables."""
