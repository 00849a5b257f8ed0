class BackupTrouble(Exception):
    """A back-up or a restore cannot go on. The message is a sentence for the operator and says what to do."""


class Damaged(BackupTrouble):
    """The file is not what was written: cut off, altered, or encrypted with another key."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This back-up cannot be used: {what}. Nothing was touched. Take another copy or an older one."
        )


def none_of_that_name(name: str, *, where: str, names: list[str]) -> BackupTrouble:
    """What is said of a name that was mistyped: the newest of the `names` that lie there, sorted."""
    newest = names[:-6:-1]
    there = f"there are: {', '.join(newest)}." if newest else "there are none."
    return BackupTrouble(f"There is no back-up named {name} in {where}; {there}")
