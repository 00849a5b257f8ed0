"""What the addresses of steps ended in before: the former word → the slug of the step. They still lead there."""

FORMER_SLUGS = {
    "date": "due-date",
    "owner": "assignment",
    "ball": "resumption",
    "day": "due-date",
    "hand": "assignment",
    "place": "completion",
    "resignation": "acceptance",
}
"""Of an action the first three, of an ask the others; a mail names both."""
OF_ACTIONS = ("date", "owner", "ball")
OF_ASKS = ("day", "hand", "place", "resignation")
