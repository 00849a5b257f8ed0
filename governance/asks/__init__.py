"""What one side needs from the other: decisions, impediments, recommendations, risks."""
