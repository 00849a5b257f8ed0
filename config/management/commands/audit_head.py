from typing import Any

from django.core.management.base import BaseCommand

from partners.history.chain import head


class Command(BaseCommand):
    help = "Prints the newest link of the history. Keep it elsewhere: verify_audit --head finds what was cut off."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(head() or "Nothing has happened yet."))
