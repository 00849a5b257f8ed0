import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs
from governance.models import Forum
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY


def test_a_forum_is_set_up_with_who_comes_and_who_reads(cast: Cast) -> None:
    with acting_as(cast.manager):
        forum = verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW, chair=cast.cio)
        verbs.add_forum_member(forum, person=cast.lead, by=cast.manager, now=NOW)
        verbs.add_forum_member(forum, person=cast.reader, by=cast.manager, now=NOW, attends=False)
        assert forum.members.filter(attends=True).get().person == cast.lead
        assert forum.members.filter(gets_pack=True).count() == 2
        verbs.remove_forum_member(forum, person=cast.reader, by=cast.manager, now=NOW)
        assert forum.members.count() == 1


def test_adding_a_member_again_changes_what_they_receive(cast: Cast) -> None:
    with acting_as(cast.manager):
        forum = verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW)
        for gets_pack in (True, False):
            verbs.add_forum_member(forum, person=cast.cio, by=cast.manager, now=NOW, gets_pack=gets_pack)
        assert forum.members.get().gets_pack is False


def test_the_chair_must_be_allowed_to_chair(cast: Cast) -> None:
    with acting_as(cast.manager), pytest.raises(Refused, match="may not chair") as refused:
        verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW, deputy_chair=cast.teammate)
    assert refused.value.field == "deputy_chair"


def test_a_rival_cannot_be_invited(cast: Cast) -> None:
    with acting_as(cast.manager):
        forum = verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW)
        with pytest.raises(Refused, match="takes no part"):
            verbs.add_forum_member(forum, person=cast.rival_lead, by=cast.manager, now=NOW)


@pytest.mark.parametrize("person", ["manager", "lead"])
def test_either_side_thanks_by_name(cast: Cast, person: str) -> None:
    by = getattr(cast, person)
    with acting_as(by):
        thanks = verbs.thank(cast.partner, names="Mei Chen", words="The night shift", by=by, now=NOW)
        assert (thanks.names, thanks.on, thanks.by) == ("Mei Chen", TODAY, by)


@pytest.mark.parametrize("minutes, taken", [(9, False), (10, True), (480, True), (481, False)])
def test_a_review_lasts_from_ten_minutes_to_eight_hours(cast: Cast, minutes: int, taken: bool) -> None:
    with acting_as(cast.manager):
        if taken:
            assert (
                verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW, minutes=minutes).minutes == minutes
            )
        else:
            with pytest.raises(Refused, match="between 10 minutes and 8 hours"):
                verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW, minutes=minutes)


def test_what_is_not_said_of_a_forum_is_as_usual_and_its_words_have_an_end(cast: Cast) -> None:
    with acting_as(cast.manager):
        said = {"by": cast.manager, "now": NOW}
        forum = verbs.set_up_forum(cast.partner, name=f" {'n' * 120} ", place="p" * 200, **said)
        assert (forum.name, forum.place, forum.minutes, f"{forum.starts_at:%H:%M}") == (
            "n" * 120, "p" * 200, 90, "10:00",
        )  # fmt: skip
        member = verbs.add_forum_member(forum, person=cast.lead, **said)
        assert (member.attends, member.gets_pack) == (True, True)
        for field, words in (("name", "n" * 121), ("place", "p" * 201), ("name", " ")):
            with pytest.raises(Refused) as refused:
                verbs.set_up_forum(cast.partner, **{field: words}, **said)
            assert refused.value.field == field


def test_how_people_are_reminded_is_chosen_for_working_days(cast: Cast) -> None:
    with acting_as(cast.manager):
        said = {"reminds_when_due": False, "escalates": True, "by": cast.manager, "now": NOW}
        forum = verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW)
        for day in (0, 4, None):
            verbs.set_reminders(forum, weekly_list_on=day, **said)
            forum.refresh_from_db()
            assert (forum.weekly_list_on, forum.reminds_when_due, forum.escalates) == (day, False, True)
        verbs.set_reminders(
            forum, weekly_list_on=None, **{**said, "reminds_when_due": True, "escalates": False}
        )
        forum.refresh_from_db()
        assert (forum.reminds_when_due, forum.escalates) == (True, False)
        for day in (-1, 5, 6):
            with pytest.raises(Refused, match="from Monday to Friday"):
                verbs.set_reminders(forum, weekly_list_on=day, **said)


def test_a_forum_is_kept_by_whoever_prepares_reviews(cast: Cast) -> None:
    with acting_as(cast.manager):
        forum = verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW)
    for by in (cast.teammate, cast.observer, cast.reader, cast.rival_lead):
        said = {"by": by, "now": NOW}
        with acting_as(cast.manager):
            for attempt in (
                lambda said=said: verbs.set_up_forum(cast.partner, **said),
                lambda said=said: verbs.add_forum_member(forum, person=cast.lead, **said),
                lambda said=said: verbs.remove_forum_member(forum, person=cast.lead, **said),
                lambda said=said: verbs.set_reminders(
                    forum, weekly_list_on=None, reminds_when_due=True, escalates=True, **said
                ),
            ):
                with pytest.raises(PermissionDenied):
                    attempt()


@pytest.mark.parametrize("keeps", [{"attends": True}, {"gets_pack": True}, {}])
def test_a_side_takes_its_own_people_off_in_part_as_well_and_nobody_else_s(
    cast: Cast, keeps: dict[str, bool]
) -> None:
    left = {"attends": False, "gets_pack": False, **keeps}
    with acting_as(cast.manager):
        forum = verbs.set_up_forum(cast.partner, by=cast.manager, now=NOW)
        for person in (cast.manager, cast.lead):
            verbs.add_forum_member(forum, person=person, by=cast.manager, now=NOW)
        with pytest.raises(Refused, match="that side takes its own people off"):
            verbs.add_forum_member(forum, person=cast.lead, by=cast.manager, now=NOW, **left)
        verbs.add_forum_member(forum, person=cast.manager, by=cast.manager, now=NOW, **left)
        told = {each.person_id: (each.attends, each.gets_pack) for each in forum.members.all()}
    assert told[cast.lead.pk] == (True, True)
    assert told[cast.manager.pk] == (left["attends"], left["gets_pack"])


def test_forums_stand_by_their_tier_and_then_by_name(cast: Cast) -> None:
    with entered(SYSTEM):
        for name, tier in (
            ("Zulu", "strategic"),
            ("Ålesund", "tactical"),
            ("Beta", "tactical"),
            ("alpha", "strategic"),
        ):
            Forum.objects.create(partner=cast.partner, name=name, tier=tier)
        assert [forum.name for forum in Forum.objects.all()] == ["alpha", "Zulu", "Ålesund", "Beta"]
