"""Rows → facts, each in as many queries however much there is. Read within the scope the caller entered."""
