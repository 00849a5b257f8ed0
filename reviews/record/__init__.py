"""What stays of a meeting: the snapshot, its seal, the pack and who has it."""
