"""The way from an empty installation to its first pack, as each reader meets it: what is done, and what is next.

Every stage is read from what there is; nothing is kept of the way itself, so that it cannot be wrong. What an
administrator does stands here; what follows within a partnership, in dashboards/queries/first_step.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from partners.access import InternalRole
from partners.models import Invitation, User, our_enterprise
from partners.sentences import ended


@dataclass(frozen=True)
class FirstStep:
    """What to do first, why and what it makes possible, and where."""

    title: str
    why: str
    action: str
    url: str


@dataclass(frozen=True)
class Stage:
    """One stage of the way. `step` is what the reader may do about it now; None where it is for others."""

    title: str
    done: bool
    step: FirstStep | None = None
    waits: str = ""
    """Where it is not done and not for the reader to do: for whom it waits, as a sentence."""


@dataclass(frozen=True)
class Way:
    """The stages in order, of which at least one is still ahead."""

    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, stages: Iterable[Stage]) -> "Way | None":
        """None where all is done."""
        found = tuple(stages)
        return None if all(stage.done for stage in found) else cls(found)

    @property
    def current(self) -> Stage:
        """The first that is not done."""
        return next(stage for stage in self.stages if not stage.done)

    @property
    def next_step(self) -> FirstStep | None:
        """The first that is for the reader to do."""
        return next((stage.step for stage in self.stages if not stage.done and stage.step), None)


def way_of_administrator(*, now: datetime) -> Way | None:
    """What an installation needs before anybody can come in, the mail server first; None once the CIO is in."""
    here = User.objects.filter(internal_role=InternalRole.CIO, is_active=True).exists()
    invited = None if here else _invited_cio(now)
    return Way.of(
        [
            Stage(
                "Mail server",
                bool(settings.EMAIL_URL or settings.DEMO),
                FirstStep(
                    "Name the mail server",
                    "Without one no invitation leaves, and nobody whom you invite can come in.",
                    "See how to name it",
                    f"{reverse('settings_operation')}#mail",
                ),
            ),
            Stage(
                "Your organisation",
                our_enterprise() is not None or settings.ENTERPRISE_NAME != settings.UNNAMED_ENTERPRISE,
                FirstStep(
                    "Say what your organisation is called",
                    "Every invitation, page and pack calls it so.",
                    "Name your organisation",
                    reverse("settings_enterprise"),
                ),
            ),
            _stage_of_cio(here, invited),
        ]
    )


def _invited_cio(now: datetime) -> Invitation | None:
    return Invitation.objects.open(now).filter(internal_role=InternalRole.CIO).order_by("-pk").first()


def _stage_of_cio(here: bool, invited: Invitation | None) -> Stage:
    if invited is not None:
        whom = f"{invited.full_name} is invited, and goes on from here once they open the mail to {invited.email}"
        return Stage("CIO", False, waits=ended(whom))
    return Stage(
        "CIO",
        here,
        FirstStep(
            "Invite the CIO",
            "They chair the reviews and see every partnership. From then on they go on: the first partner, both leads.",
            "Invite the CIO",
            reverse("settings_colleagues"),
        ),
    )
