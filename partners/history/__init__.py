"""What was done, by whom: kept by the database beside each table, and linked into one chain."""
