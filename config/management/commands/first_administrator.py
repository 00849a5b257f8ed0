import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.access import InternalRole
from partners.models import User

ADDRESS = "administrator@localhost"


class Command(BaseCommand):
    help = "Makes the administrator of an empty installation, with a password that is printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--email", default=ADDRESS, help=f"The address to sign in with; {ADDRESS} without it."
        )
        parser.add_argument(
            "--new-password", action="store_true", help="Choose a new password: the old one is lost."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        administrators = User.objects.filter(internal_role=InternalRole.ADMINISTRATOR, is_active=True)
        person = administrators.order_by("pk").first()
        if person and not options["new_password"]:
            self.stdout.write(
                f"Sign in as {person.email}, the administrator, with the password you were given."
            )
            self.stdout.write("If it is lost: manage.py first_administrator --new-password")
            return
        password = secrets.token_urlsafe(12)
        if person is None:
            if User.objects.filter(email=options["email"].strip().lower()).exists():
                raise CommandError(
                    f"The address {options['email']} serves somebody already: give one of the administrator's own."
                )
            role = InternalRole.ADMINISTRATOR
            person = User.objects.create_user(options["email"], full_name="Administrator", internal_role=role)
        person.set_password(password)
        person.save(update_fields=["password"])
        self.stdout.write(f"Sign in as {person.email} with the password {password}")
        self.stdout.write("It is shown this once; change it after signing in.")
