"""Rows → dataclasses, for the pages that see across. Each reads within the person's scope."""
