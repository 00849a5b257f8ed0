"""The advocacy record that both sides read, the brief that one side keeps, and what climbs when nobody touches it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from dashboards.queries.desk import desk
from governance import verbs
from governance.asks.advocacy import advocacy_of
from governance.models import AdvocacyEntry, Ask, BusinessBrief, ForumMember
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.outbox import Attachment
from partners.models import MailContent, OutgoingMail, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, at, counterpart, in_days
from tests.reviews import scene

BOTH_SIDES = pytest.mark.parametrize("asker_name", ["manager", "lead"])
SignedIn = Callable[[User], Client]
SECRET = "Heron at the board"
PARTS = {"what": "Archive", "why": SECRET, "benefit": "Five hours", "we_ask": "One decision"}
PDF = Attachment("brief.pdf", "application/pdf", b"%PDF")


def advice(cast: Cast, asker: User, *, backed: bool = True) -> Ask:
    with entered(SYSTEM):
        ask = verbs.raise_recommendation(cast.partner, title="Archive first", by=asker, now=NOW)
        if backed:
            verbs.back(ask, words="Right", by=counterpart(cast, asker), now=NOW)
    return ask


@BOTH_SIDES
def test_the_brief_is_of_the_side_that_backs_it_and_the_other_reads_nothing_of_it(
    cast: Cast, asker_name: str
) -> None:
    asker = getattr(cast, asker_name)
    backer = counterpart(cast, asker)
    ask = advice(cast, asker)
    with acting_as(backer):
        brief = verbs.write_brief(ask, **PARTS, by=backer, now=NOW)
        assert (brief.side, brief.version) == (backer.side, 1)
        again = verbs.write_brief(ask, **{**PARTS, "why": "Else"}, by=backer, now=NOW, version=1)
        assert (again.pk, again.version, again.why) == (brief.pk, 2, "Else")
        with pytest.raises(Stale):
            verbs.write_brief(ask, **PARTS, by=backer, now=NOW, version=1)
    with acting_as(asker):
        assert not BusinessBrief.objects.exists()
        with pytest.raises(Refused, match="written by the side that backs it"):
            verbs.write_brief(ask, **PARTS, by=asker, now=NOW)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"what": " "}, "what"), ({"we_ask": ""}, "we_ask"), ({"objection": "Audit"}, "objection_answer")],
)
def test_a_brief_is_whole(cast: Cast, facts: dict[str, str], field: str) -> None:
    ask = advice(cast, cast.lead)
    with acting_as(cast.manager), pytest.raises(Refused) as refused:
        verbs.write_brief(ask, **{**PARTS, **facts}, by=cast.manager, now=NOW)
    assert refused.value.field == field


def test_only_what_is_backed_has_a_brief_and_only_who_decides_writes_it(cast: Cast) -> None:
    raised = advice(cast, cast.lead, backed=False)
    with acting_as(cast.manager), pytest.raises(Refused, match="Back it first"):
        verbs.write_brief(raised, **PARTS, by=cast.manager, now=NOW)
    with acting_as(cast.contributor), pytest.raises(PermissionDenied):
        verbs.write_brief(advice(cast, cast.lead), **PARTS, by=cast.contributor, now=NOW)


@BOTH_SIDES
def test_the_brief_goes_to_those_of_one_s_own_side_in_a_forum_and_the_record_says_so(
    cast: Cast, asker_name: str
) -> None:
    asker = getattr(cast, asker_name)
    backer = counterpart(cast, asker)
    ask = advice(cast, asker)
    with entered(SYSTEM):
        forum = scene.forum_of(cast)
        for person in (asker, backer):
            ForumMember.objects.get_or_create(partner=cast.partner, forum=forum, person=person)
        before = set(OutgoingMail.objects.values_list("pk", flat=True))
    with acting_as(backer):
        verbs.write_brief(ask, **PARTS, by=backer, now=NOW)
        entry = verbs.send_brief(ask, pdf=PDF, forum=forum, by=backer, now=NOW)
    assert (entry.kind, entry.whom, entry.words) == ("sent", forum.name, "")
    with entered(SYSTEM):
        sent = OutgoingMail.objects.exclude(pk__in=before)
        sides = {mail.person.side for mail in sent}
        assert sides == {backer.side}
        assert backer.pk in {mail.person_id for mail in sent}
        assert all(SECRET in MailContent.objects.get(mail=mail).text for mail in sent)
        assert all(mail.attachments.get().file_name == "brief.pdf" for mail in sent)
    with acting_as(asker):
        assert [(each.kind, each.whom) for each in ask.advocacy.all()] == [("sent", forum.name)]


@BOTH_SIDES
def test_the_brief_goes_to_nobody_of_the_other_side_or_of_another_company(
    cast: Cast, asker_name: str
) -> None:
    asker = getattr(cast, asker_name)
    backer = counterpart(cast, asker)
    ask = advice(cast, asker)
    with acting_as(backer):
        brief = verbs.write_brief(ask, **PARTS, by=backer, now=NOW)
        for whom in (asker, cast.rival_lead, cast.stranger):
            with pytest.raises(Refused, match="of your side who takes part"):
                verbs.send_brief(ask, pdf=PDF, person=whom, by=backer, now=NOW)
        with pytest.raises(Refused, match="Write it first"):
            verbs.send_brief(advice(cast, asker), pdf=PDF, person=backer, by=backer, now=NOW)
        with pytest.raises(Refused, match="a forum or one person"):
            verbs.send_brief(ask, pdf=PDF, by=backer, now=NOW)
        verbs.send_brief(ask, pdf=PDF, person=backer, by=backer, now=NOW)
        with pytest.raises(Stale):
            verbs.send_brief(ask, pdf=PDF, person=backer, by=backer, now=NOW, version=brief.version - 1)


@BOTH_SIDES
def test_both_sides_write_on_the_record_and_what_was_won_says_the_side_asked(
    cast: Cast, asker_name: str
) -> None:
    asker = getattr(cast, asker_name)
    backer = counterpart(cast, asker)
    ask = advice(cast, asker)
    with acting_as(asker):
        said: dict[str, Any] = {"by": asker, "now": at(in_days(5))}
        verbs.record_advocacy(ask, kind="objected", whom="Audit", words="Ten years", on=in_days(2), **said)
        for facts, field in (
            ({"kind": "objected"}, "whom"),
            ({"kind": "sent"}, "kind"),
            ({"kind": "won"}, "kind"),
            ({"kind": "argued", "on": in_days(6)}, "on"),
            ({"kind": "argued", "on": in_days(-1)}, "on"),
            ({"kind": "argued", "words": ""}, "words"),
        ):
            with pytest.raises(Refused) as refused:
                verbs.record_advocacy(ask, **{"words": "So", **facts}, **said)
            assert refused.value.field == field
    with acting_as(backer):
        verbs.record_advocacy(ask, kind="won", words="A new policy", by=backer, now=at(in_days(6)))
        assert list(AdvocacyEntry.objects.values_list("kind", "side", "on")) == [
            ("objected", asker.side, in_days(2)),
            ("won", backer.side, in_days(6)),
        ]


def test_the_record_is_read_by_the_day(cast: Cast) -> None:
    ask = advice(cast, cast.lead, backed=False)
    with acting_as(cast.manager):
        said: dict[str, Any] = {"by": cast.manager, "now": at(in_days(9))}
        verbs.record_advocacy(ask, kind="objected", whom="Audit", words="Ten years", on=in_days(2), **said)
        verbs.back(ask, words="Right", by=cast.manager, now=at(in_days(5)))
        verbs.record_advocacy(
            ask, kind="argued", whom="Finance board", words="On call", on=in_days(7), **said
        )
        assert [(line.on, line.who, line.did, line.words) for line in advocacy_of(ask)] == [
            (in_days(0), "Jonas Stein", "recommended it", ""),
            (in_days(2), "Audit", "objected", "Ten years"),
            (in_days(5), "Priya Raman", "backed it", ""),
            (in_days(7), "Priya Raman", "argued for it before Finance board", "On call"),
        ]
        impediment = verbs.raise_impediment(cast.partner, title="x", on_side="ours", cause="raci", **said)
        assert advocacy_of(impediment) == []


@BOTH_SIDES
def test_what_nobody_touches_for_thirty_days_climbs_to_the_top_of_the_side_asked(
    cast: Cast, asker_name: str
) -> None:
    asker = getattr(cast, asker_name)
    top = cast.cio if asker.side == "theirs" else cast.partner_sponsor
    ask = advice(cast, asker, backed=False)

    def climbed(day: int) -> int:
        with acting_as(top):
            found = desk(top, today=in_days(day))
        assert [*found.to_decide, *found.climbed].count(ask) < 2, "it stands there once"
        return len(found.climbed)

    assert [climbed(29), climbed(30)] == [0, 1]
    backer = counterpart(cast, asker)
    with acting_as(backer):
        assert not desk(backer, today=in_days(30)).climbed
        verbs.back(ask, words="Right", by=backer, now=at(in_days(10)))
    assert [climbed(39), climbed(40)] == [0, 1]
    with acting_as(asker):
        verbs.record_advocacy(ask, kind="argued", words="So", by=asker, now=at(in_days(20)))
        assert not desk(asker, today=in_days(60)).climbed
    assert [climbed(49), climbed(50)] == [0, 1]
    with acting_as(backer):
        verbs.put_in_place(ask, answer="It is", by=backer, now=at(in_days(50)))
    assert climbed(100) == 0


def test_the_page_and_the_file_are_there_for_the_side_that_backs_it_alone(
    cast: Cast, signed_in: SignedIn
) -> None:
    ask = advice(cast, cast.lead)
    at_page = f"/partnerships/meridian/asks/{ask.pk}/brief/"
    client = signed_in(cast.manager)
    assert client.get(f"{at_page}pdf/").status_code == 404
    refused = client.post(at_page, {**PARTS, "objection": "Audit"})
    assert refused.status_code == 422
    assert SECRET in refused.content.decode()
    assert client.post(at_page, PARTS).status_code == 302
    assert SECRET in client.get(at_page).content.decode()
    file = client.get(f"{at_page}pdf/")
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")
    theirs = signed_in(cast.lead)
    assert theirs.get(at_page).status_code == 404
    assert theirs.get(f"{at_page}pdf/").status_code == 404
    assert SECRET not in theirs.get(f"/partnerships/meridian/asks/{ask.pk}/").content.decode()


@pytest.mark.parametrize("length", [20, 990])
def test_however_much_is_written_it_is_one_page(cast: Cast, length: int) -> None:
    from reviews.advocacy.printing import printed_brief

    ask = advice(cast, cast.lead)
    words = ("Archive what nobody reads. " * 40)[:length]
    with acting_as(cast.manager):
        parts = dict.fromkeys(BusinessBrief.PARTS, words)
        brief = verbs.write_brief(ask, **parts, by=cast.manager, now=NOW)
        brief.ask.refresh_from_db()
        content = printed_brief(brief, in_days(0)).content
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") <= 1
