from django.db.models import QuerySet

from governance.models import OutcomeIntent
from partners.models import Partner, User


def listed_outcomes(reader: User, partner: Partner) -> QuerySet[OutcomeIntent]:
    """The outcomes a partnership's page lists, in their order: all but the retired ones."""
    return (
        OutcomeIntent.objects.visible_to(reader)
        .filter(partner=partner)
        .exclude(state=OutcomeIntent.State.RETIRED)
    )
