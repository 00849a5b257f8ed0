from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.cast import PASSWORD, SIGN_INS
from partners.models import User


class Command(BaseCommand):
    help = "Prints how the invented people of the demo sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This installation is not a demo: nobody's password is known here.")
        people = {person.full_name: person for person in User.objects.filter(invented=True, is_active=True)}
        shown = [people[name] for name in SIGN_INS if name in people]
        if not shown:
            raise CommandError("The demo has no people yet. `manage.py demo` fills it.")
        self.stdout.write(f"Sign in as one of these, each with the password “{PASSWORD}”:\n")
        for person in shown:
            self.stdout.write(f"  {person.full_name:<17}{person.job_title:<27}{person.email}")
