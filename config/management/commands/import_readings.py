from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dashboards.importing.readings_file import read_readings
from dashboards.importing.readings_plan import ImportPlan, plan_import
from dashboards.verbs import import_readings
from governance.local_day import day_of
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verb import Refused

PROBLEMS_SHOWN = 50


class Command(BaseCommand):
    """Imports a CSV file of monthly readings: all of it, or nothing."""

    help = "Imports readings (period, partner_code, partner, kpi, unit, direction, value) in one transaction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the person it is recorded under")
        parser.add_argument(
            "--preview", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, file: Path, by: str, preview: bool, **options: Any) -> None:
        person = User.objects.filter(email=by.lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {by}. Give the e-mail address of a person in Tandem.")
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
        now, readings = timezone.now(), read_readings(content)
        with acting_as(person):
            plan = plan_import(readings, by=person, today=day_of(person, now))
            self._show(plan)
            if not plan.is_importable:
                raise CommandError(f"Nothing was imported: {len(plan.problems)} rows cannot be taken.")
            if preview:
                self.stdout.write("Nothing was changed: this was a preview.")
                return
            try:
                import_readings(readings, by=person, now=now, source=file.name)
            except Refused as refusal:
                raise CommandError(refusal.sentence) from None
        self.stdout.write(self.style.SUCCESS("Imported." if plan.changes_something else "Nothing to change."))

    def _show(self, plan: ImportPlan) -> None:
        for problem in plan.problems[:PROBLEMS_SHOWN]:
            self.stderr.write(
                f"line {problem.line}: {problem.sentence}" if problem.line else problem.sentence
            )
        if not plan.is_importable:
            return
        for count, words in (
            (len(plan.new_partners), "partners to add"),
            (len(plan.new_indicators), "indicators to define"),
            (len(plan.new), "readings to add"),
            (len(plan.corrections), "readings to correct"),
            (plan.unchanged, "readings unchanged"),
        ):
            self.stdout.write(f"{count:6,} {words}")
