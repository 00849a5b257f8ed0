"""PostgreSQL for a machine where nobody has named one: its programs, its data, its process."""
