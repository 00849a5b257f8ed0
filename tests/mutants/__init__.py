"""`make mutants`: small faults, planted one at a time in a copy, and whether the tests they are shown to find them."""
