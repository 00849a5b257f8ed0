"""What the page of a mail offers: large buttons, each of one tap or opening a short form of the product."""

from dataclasses import dataclass
from datetime import datetime

from governance.by_mail.page.thing import NamedThing
from governance.step import MailButton, Step, StepForm, Words


@dataclass(frozen=True)
class Choice:
    """One large button of a step, with the form it opens; without one it does what it says at once."""

    slug: str
    button: MailButton
    form: StepForm | None = None

    @property
    def is_open(self) -> bool:
        """It was tried and refused: what was typed stands in it."""
        return bool(self.form and self.form.errors)


def choices(thing: NamedThing, now: datetime, failed: StepForm | None = None) -> list[Choice]:
    """The buttons of the page, the likeliest first. A `failed` form stands in its place with what was typed."""
    return [
        Choice(step.slug, button, _form(step, thing, now, failed) if button.button else None)
        for step in thing.steps
        for button in step.mail_buttons(thing)
    ]


def words_of(thing: NamedThing) -> tuple[str, Words] | None:
    """The field below the buttons with the address it goes to alone, where it has a use."""
    found = ((step.slug, words) for step in thing.steps if (words := step.mail_words(thing)))
    return next(found, None)


def _form(step: Step, thing: NamedThing, now: datetime, failed: StepForm | None) -> StepForm:
    assert step.mail_form is not None
    if type(failed) is step.mail_form:
        return failed
    return step.mail_form(thing=thing.subject, by=thing.reader, now=now)
