from django.db.models import Exists, OuterRef, Q

from governance.models import ActionItem, Ask
from partners.models import Partner
from partners.models.partnerships import PartnerQuerySet

State = ActionItem.State


def in_sight(partners: PartnerQuerySet) -> PartnerQuerySet:
    """Of `partners`, those that go on, and those that have ended while something between the sides is open:
    nobody ends a partnership to put what they owe out of sight.
    """
    of_it = {"partner": OuterRef("pk")}
    owed = ActionItem.objects.filter(**of_it, state__in=(State.PROPOSED, State.OPEN, State.REPORTED))
    asked = Ask.objects.filter(**of_it).open()
    return partners.filter(~Q(status=Partner.Status.ENDED) | Exists(owed) | Exists(asked))
