"""Grids to begin with, in our own words: activities without people, whose names each partnership puts itself."""

from dataclasses import dataclass

from governance.raci.content import Content, GridLine


@dataclass(frozen=True)
class Template:
    """`slug` is its name in a form."""

    slug: str
    title: str
    activities: tuple[str, ...]

    @property
    def lines(self) -> Content:
        return tuple(GridLine(0, activity) for activity in self.activities)


TEMPLATES = (
    Template("platform", "Run a platform together", (
        "Capacity plan", "Standard change", "RowChange with an interruption", "Patching", "Restore test",
        "Access for a new colleague", "Alarm at night", "Review of the costs",
    )),
    Template("delivery", "Build and release something together", (
        "What is built next", "Design", "Build", "Test with real data", "Approval to go live", "Cut-over",
        "Support in the first four weeks", "Hand-over to operations",
    )),
    Template("incident", "Get through a bad day", (
        "Declaring it", "Leading the call", "Word to the business", "Word to the board", "The repair",
        "The cause, and what prevents it", "Closing it",
    )),
    Template("change_of_hands", "Hand a service over", (
        "List of what is handed over", "Documents and access", "Running it side by side", "Acceptance",
        "Contracts and licences", "Switching the old one off",
    )),
)  # fmt: skip
