"""What governing costs each side: minutes in meetings and at the desk, against a budget a month."""
