"""What one side needs from the other: decisions, what is in the way, advice."""
