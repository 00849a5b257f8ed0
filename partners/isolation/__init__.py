"""Who may reach which rows, as the database sees it: what a model says of it, and whose scope holds."""
