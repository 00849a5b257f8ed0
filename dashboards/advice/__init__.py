"""What advice cost that was not taken, and what it brought where it was."""
