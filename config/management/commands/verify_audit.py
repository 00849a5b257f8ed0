from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.history.chain import Head, beyond_proof, head, verify


class Command(BaseCommand):
    help = (
        "Computes the chain over the whole history again, compares every row with its newest event, and says what "
        "does not hold."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", metavar="SEQUENCE:HASH", help="A newest link kept elsewhere, of audit_head."
        )
        parser.add_argument(
            "--links-only",
            action="store_true",
            help="Leaves out the rows: the chain and the events alone are looked at.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            known = Head.read(options["head"]) if options["head"] else None
        except ValueError as problem:
            raise CommandError(f"--head could not be understood: {problem}.") from None
        problems = verify(known=known, rows=not options["links_only"])
        if problems:
            raise CommandError("The history does not hold.\n" + "\n".join(problems))
        newest = head()
        self.stdout.write(
            f"The history holds: {newest.sequence} links, the newest {newest}."
            if newest
            else "Nothing has happened yet."
        )
        for sentence in beyond_proof():
            self.stdout.write(sentence)
