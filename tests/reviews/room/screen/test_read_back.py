"""What is read back at the end: what was promised, who agrees or differs, and each side's sentence."""

import re

from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from reviews import verbs
from reviews.models import Attendance, SideStatement
from tests.reviews.room.screen.shown import SignedIn, at, item_called, text_of
from tests.reviews.scene import Scene


def test_the_lead_differs_on_their_own_screen(opened: Scene, signed_in: SignedIn) -> None:
    signed_in(opened.cast.lead).post(at(opened, "statement/"), {"stance": "differ", "differs_on": "The date"})
    with entered(SYSTEM):
        statement = SideStatement.objects.get()
    assert (statement.side, statement.stance, statement.differs_on) == ("theirs", "differ", "The date")


def test_to_differ_without_saying_on_what_keeps_the_sentence(opened: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(opened.cast.lead).post(
        at(opened, "statement/"), {"stance": "differ", "sentence": "Tough, and fair."}
    )
    assert answer.status_code == 422
    assert "on what you differ" in text_of(answer)
    assert "Tough, and fair." in text_of(answer)


def test_what_one_differs_on_is_not_lost_where_differ_is_not_chosen(
    opened: Scene, signed_in: SignedIn
) -> None:
    lead = signed_in(opened.cast.lead)
    for stance in ("", "agree"):
        answer = lead.post(at(opened, "statement/"), {"stance": stance, "differs_on": "The addresses"})
        assert answer.status_code == 422
        assert "Choose differ with what you differ on" in text_of(answer)
        assert 'value="The addresses"' in text_of(answer)
    lead.post(at(opened, "statement/"), {"stance": "differ", "differs_on": "The addresses"})
    changed_their_mind = {"stance": "agree", "differs_on": "The addresses"}
    assert lead.post(at(opened, "statement/"), changed_their_mind).status_code == 302
    with entered(SYSTEM):
        assert SideStatement.objects.get().differs_on == ""


def test_new_dates_are_read_back_beside_new_promises(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    late = item_called("Archiving policy")
    chair.post(
        at(opened, f"actions/{late.pk}/due-date/"),
        {"due_on": "in 3 weeks", "reason": "The board meets then", "version": late.version},
    )
    for reader in (opened.cast.cio, opened.cast.lead):
        page = text_of(signed_in(reader).get(at(opened, "close/")))
        read_back = page.split('id="new-ours"')[1].split('id="new-theirs"')[0]
        assert "Archiving policy" in read_back
        assert f'<s><time datetime="{late.due_on.isoformat()}"' in read_back


def test_on_the_page_that_reads_back_nobody_is_sent_to_it(opened: Scene, signed_in: SignedIn) -> None:
    lead = signed_in(opened.cast.lead)
    link = at(opened, "close/")
    assert f'href="{link}"' in text_of(lead.get(at(opened)))
    there = text_of(lead.get(link))
    assert f'href="{link}"' not in there
    assert "You say on this page whether you agree" in there
    assert "Our table" not in there


def picked(page: str) -> list[str]:
    """Who is chosen as the speaker, in each form that asks."""
    chosen = re.findall(
        r"<option value=\"\d+\"\s+selected\s*>\s*([^<]+?)\s*</option>", page.split("<main")[1]
    )
    return [name for name in chosen if name]


def test_the_speaker_stays_as_chosen_after_a_refusal(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        for who in (opened.cast.lead, opened.cast.partner_sponsor):
            Attendance.objects.update_or_create(
                partner=opened.review.partner, review=opened.review, person=who, defaults={"state": "present"}
            )
    page = text_of(chair.get(at(opened, "close/")))
    assert "Jonas Stein" not in picked(page)  # of two who may speak nobody is guessed
    said = {"side": "theirs", "voice": str(opened.cast.lead.pk), "stance": "differ", "sentence": "Used up."}
    answer = chair.post(at(opened, "statement/"), said)
    assert answer.status_code == 422
    assert "Jonas Stein" in picked(text_of(answer))
    chair.post(at(opened, "statement/"), {**said, "stance": "agree"})
    page = text_of(chair.get(at(opened, "close/")))
    assert "Jonas Stein" in picked(page)
    assert "agrees, on the word of Jonas Stein. Page one: “Used up.” Jonas Stein" in page


def test_nobody_is_recorded_for_the_other_side_by_an_oversight(opened: Scene, chair: Client) -> None:
    said = {"side": "theirs", "voice": "", "stance": "agree", "sentence": "Used up."}
    answer = chair.post(at(opened, "statement/"), said)
    assert answer.status_code == 422
    assert "Choose who says it" in text_of(answer)
    assert "Used up." in text_of(answer)
    with entered(SYSTEM):
        assert not SideStatement.objects.exists()


def test_an_observer_says_nothing_for_their_side(opened: Scene, signed_in: SignedIn) -> None:
    assert (
        signed_in(opened.cast.observer).post(at(opened, "statement/"), {"stance": "agree"}).status_code == 403
    )


def test_what_nobody_turned_to_is_named_before_the_seal(opened: Scene, chair: Client) -> None:
    page = text_of(chair.get(at(opened, "close/")))
    assert "Not reached, and first next time: Operational performance" in page


def test_a_sentence_for_page_one_that_is_too_long_is_kept_on_screen(
    opened: Scene, signed_in: SignedIn
) -> None:
    sentence, differs = "We kept our word. " * 20, "The date of the freeze. " * 10
    typed = {"stance": "differ", "sentence": sentence, "differs_on": differs}
    answer = signed_in(opened.cast.lead).post(at(opened, "statement/"), typed)
    assert answer.status_code == 422
    assert f"under 240 characters: it has {len(sentence.strip())}" in text_of(answer)
    assert sentence in text_of(answer)
    assert differs in text_of(answer)


def test_whoever_writes_nothing_down_is_sent_no_key_of_the_line(opened: Scene, signed_in: SignedIn) -> None:
    """It would be put where their page has no place for it."""
    with_a_key = {"stance": "agree", "once": "k" * 22}
    for person, has_the_line in ((opened.cast.lead, False), (opened.cast.manager, True)):
        answer = signed_in(person).post(at(opened, "statement/"), with_a_key, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert ('id="capture-once"' in text_of(answer)) is has_the_line


def test_a_yes_that_was_overtaken_says_so_beside_the_seal(opened: Scene, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        verbs.say(opened.review, by=opened.cast.lead, now=opened.at(10), stance="agree")
    chair, said = signed_in(opened.cast.cio), "said before the last change"
    assert said not in text_of(chair.get(at(opened, "close/")))
    late = item_called("Root cause")
    chair.post(at(opened, f"actions/{late.pk}/waiting/"), {"version": late.version, "what_for": "Access"})
    page = text_of(chair.get(at(opened, "close/")))
    assert said in page.split('id="seal"')[1]
    assert "Meridian Systems spoke before the last change" in text_of(
        chair.post(f"{at(opened)[:-5]}seal/", follow=True)
    )
