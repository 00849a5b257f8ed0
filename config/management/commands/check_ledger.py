from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.ledger.rollup import wrong_books


class Command(BaseCommand):
    help = "Counts again what stands in the closed books of every partnership and says where they are wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [
            f"{partner.name}, {month:%B %Y}, {side}{_of(function)}: the books say {said}, the ledger judges {judged}."
            for partner, month, side, function, said, judged in wrong_books()
        ]
        if wrong:
            raise CommandError("The books do not hold.\n" + "\n".join(wrong))
        self.stdout.write("The books hold: they say what the ledger judges.")


def _of(function: str | None) -> str:
    return "" if function is None else f", {function or 'no business function'}"
