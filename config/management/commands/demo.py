from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.clock import HOME
from demo.run import fill
from partners.models import User


class Command(BaseCommand):
    _month = ""
    help = "Fills an empty installation with a fictional enterprise and fourteen months of its partnerships."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where there are people already."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There are people here already: the demo fills only an empty installation.")
        called = fill(timezone.localdate(timezone.now(), HOME), reached=self._say_month)
        self.stdout.write(
            f"Northgate Group and its partners are in: {called} things happened in fourteen months."
        )

    def _say_month(self, at: datetime) -> None:
        if f"{at:%B %Y}" != self._month:
            self._month = f"{at:%B %Y}"
            self.stdout.write(self._month)
