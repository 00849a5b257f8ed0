import textwrap
from typing import Any

from django.core.management.base import BaseCommand

from config.environment import VARIABLES


class Command(BaseCommand):
    help = "Prints every variable of the environment that Tandem reads, what it means, and what holds without it."

    def handle(self, *args: Any, **options: Any) -> None:
        for variable in VARIABLES.values():
            default = "nothing" if variable.default in ("", []) else str(variable.default)
            self.stdout.write(f"{variable.name}  (without it: {default})")
            self.stdout.write(textwrap.indent(textwrap.fill(variable.meaning, 90), "    "))
