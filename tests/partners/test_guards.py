"""What `requires` lets through, tried on views made for it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.access import Permission
from partners.guards import requires, signed_in
from partners.isolation.scope import acting_as
from partners.models import Partner, PartnerNote, User
from tests.cast import Cast, assemble


@requires(Permission.PREPARE_REVIEW)
def preparing(request: HttpRequest, partner: Partner) -> HttpResponse:
    return HttpResponse(" ".join(Partner.objects.values_list("slug", flat=True)))


@requires(Permission.SEE_PARTNERSHIP, shared=True)
def projected(request: HttpRequest, partner: Partner) -> HttpResponse:
    return HttpResponse(str(PartnerNote.objects.count()))


@signed_in
def my_partnerships(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Partner.objects.count()))


def asked_by(person: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=person.pk)
    return request


@pytest.mark.parametrize("who", ["manager", "lead", "cio"])
def test_inside_a_partnership_only_that_partner_is_in_reach(cast: Cast, who: str) -> None:
    assert preparing(asked_by(getattr(cast, who)), partner="meridian").content == b"meridian"


@pytest.mark.parametrize("who", ["rival_lead", "stranger", "administrator"])
def test_a_partnership_that_is_not_theirs_is_missing(cast: Cast, who: str) -> None:
    for slug in ("meridian", "no-such-partner"):
        with pytest.raises(Http404):
            preparing(asked_by(getattr(cast, who)), partner=slug)


@pytest.mark.parametrize("who", ["observer", "contributor", "reader"])
def test_a_member_without_the_role_is_told_so(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        preparing(asked_by(getattr(cast, who)), partner="meridian")


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_the_projector_shows_no_private_note_whoever_signed_in(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    with acting_as(person):
        PartnerNote.objects.create(
            partner=cast.partner,
            side=person.side,
            text="between us",
            author=person,
            written_at=timezone.now(),
        )
    assert projected(asked_by(person), partner="meridian").content == b"0"


def test_an_own_page_reaches_one_s_own_partnerships(cast: Cast) -> None:
    assert my_partnerships(asked_by(cast.lead)).content == b"1"
    assert my_partnerships(asked_by(cast.cio)).content == b"2"
    assert my_partnerships(asked_by(cast.stranger)).content == b"0"


@pytest.mark.django_db(transaction=True)
def test_the_door_asks_the_database_five_times(transactional_db: None) -> None:
    request = asked_by(assemble().lead)
    with CaptureQueriesContext(connection) as asked:
        preparing(request, partner="meridian")
    # begin; oneself, roles, all one's partnerships, the partner, the partner alone; the view; commit
    assert len(asked) == 1 + 5 + 1 + 1


def test_a_fragment_asked_for_after_the_session_ended_leaves_the_page_and_tells_where_to_sign_in(
    db: None,
) -> None:
    """What is typed elsewhere on the page would be gone with it."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/people/"}
    answer = Client().get("/settings/mail/", headers=headers)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#messages")
    assert 'href="/accounts/login/?next=%2Fsettings%2Fpeople%2F"' in answer.content.decode()
