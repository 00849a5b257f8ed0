"""Which folders are the product, for the tests that read all of it."""

APPS = ("partners", "governance", "dashboards", "reviews")
"""The apps with tables, from the ground floor up."""
FOLDERS = (*APPS, "demo", "config")
"""Every folder of the product's own Python, from the ground floor to the wiring."""
