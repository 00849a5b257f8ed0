"""Who takes part in a partnership, as a sheet, and the address it is at. For whoever looks after these people."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.exporting import exported
from governance.sheets.keys import KEY_HEADER, key_of
from governance.sheets.writing import CellKind, Sheet, SheetColumn
from partners.access import Permission, Role
from partners.finding import plain
from partners.guards import PersonRequest, requires
from partners.models import Membership, Partner, Side, User


class ExportedPerson(NamedTuple):
    """One line of the sheet: a part that somebody takes now."""

    part: Membership
    partner: Partner

    @property
    def person(self) -> User:
        return self.part.person


PEOPLE = Sheet[ExportedPerson](
    "People",
    (
        SheetColumn(KEY_HEADER, lambda row: key_of(Membership, row.part.pk), width=16),
        SheetColumn("Partner", lambda row: row.partner.name, width=22),
        SheetColumn("Side", lambda row: row.partner.name_of(row.person.side), width=20),
        SheetColumn("Name", lambda row: row.person.full_name, width=24),
        SheetColumn("Address", lambda row: row.person.email, width=32),
        SheetColumn("Role", lambda row: row.part.get_role_display(), width=20),
        SheetColumn("Since", lambda row: row.part.since, CellKind.DAY, 12),
        SheetColumn("Has access", lambda row: "yes" if row.person.is_active else "no", width=11),
    ),
)


def exported_people(partner: Partner) -> Iterator[ExportedPerson]:
    """The rows of the sheet as the page has them: ours first, in the order of their roles."""
    members = list(Membership.objects.current().filter(partner=partner).select_related("person"))
    sides, roles = list(Side), list(Role)
    members.sort(
        key=lambda part: (
            sides.index(part.person.side),
            roles.index(Role(part.role)),
            plain(part.person.full_name),
        )
    )
    return (ExportedPerson(part, partner) for part in members)


@require_safe
@requires(Permission.INVITE)
def export(request: PersonRequest, ending: str) -> HttpResponse:
    """The people of one partnership, as a file to keep: of those whose people the reader looks after."""
    partners = Partner.objects.in_which(request.user, Permission.INVITE)
    slug = request.GET.get("partner", "")
    partner = (partners.filter(slug=slug) if slug else partners).first()
    if partner is None:
        raise Http404
    back = f"{reverse('settings_people')}?partner={partner.slug}"
    return exported(request, PEOPLE, exported_people(partner), ending=ending, back=back, of=partner.name)
