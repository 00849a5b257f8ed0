"""Standing promises: what a side owes again and again, agreed once by both, made due by the clock."""
