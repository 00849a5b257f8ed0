from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.chain import Head, head, verify


class Command(BaseCommand):
    help = "Computes the chain over the whole history again and says what does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", metavar="SEQUENCE:HASH", help="A newest link kept elsewhere, of audit_head."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            known = Head.read(options["head"]) if options["head"] else None
        except ValueError as problem:
            raise CommandError(f"--head could not be understood: {problem}.") from None
        problems = verify(known=known)
        if problems:
            raise CommandError("The history does not hold.\n" + "\n".join(problems))
        newest = head()
        self.stdout.write(
            f"The history holds: {newest.sequence} links, the newest {newest}."
            if newest
            else "Nothing has happened yet."
        )
