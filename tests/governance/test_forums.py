import pytest

from governance import actions
from partners.scope import acting_as
from partners.verbs import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY


def test_a_forum_is_set_up_with_who_comes_and_who_reads(cast: Cast) -> None:
    with acting_as(cast.manager):
        forum = actions.set_up_forum(cast.partner, by=cast.manager, now=NOW, chair=cast.cio)
        actions.add_forum_member(forum, person=cast.lead, by=cast.manager, now=NOW)
        actions.add_forum_member(forum, person=cast.reader, by=cast.manager, now=NOW, attends=False)
        assert forum.members.filter(attends=True).get().person == cast.lead
        assert forum.members.filter(gets_pack=True).count() == 2
        actions.remove_forum_member(forum, person=cast.reader, by=cast.manager, now=NOW)
        assert forum.members.count() == 1


def test_adding_a_member_again_changes_what_they_receive(cast: Cast) -> None:
    with acting_as(cast.manager):
        forum = actions.set_up_forum(cast.partner, by=cast.manager, now=NOW)
        for gets_pack in (True, False):
            actions.add_forum_member(forum, person=cast.lead, by=cast.manager, now=NOW, gets_pack=gets_pack)
        assert forum.members.get().gets_pack is False


def test_the_chair_must_be_allowed_to_chair(cast: Cast) -> None:
    with acting_as(cast.manager), pytest.raises(Refused, match="may not chair") as refused:
        actions.set_up_forum(cast.partner, by=cast.manager, now=NOW, deputy_chair=cast.teammate)
    assert refused.value.field == "deputy_chair"


def test_a_rival_cannot_be_invited(cast: Cast) -> None:
    with acting_as(cast.manager):
        forum = actions.set_up_forum(cast.partner, by=cast.manager, now=NOW)
        with pytest.raises(Refused, match="takes no part"):
            actions.add_forum_member(forum, person=cast.rival_lead, by=cast.manager, now=NOW)


@pytest.mark.parametrize("person", ["manager", "lead"])
def test_either_side_thanks_by_name(cast: Cast, person: str) -> None:
    by = getattr(cast, person)
    with acting_as(by):
        thanks = actions.thank(cast.partner, names="Mei Chen", words="The night shift", by=by, now=NOW)
        assert (thanks.names, thanks.on, thanks.by) == ("Mei Chen", TODAY, by)
