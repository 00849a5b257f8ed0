"""The live meeting: what is said, written down, taken back and read back."""
