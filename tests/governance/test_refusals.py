"""Refusals that no other test of the app waits for: each sentence, at its field, and the nearest thing that goes."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from governance import verbs
from governance.asks.options import MOST, Option
from governance.calendar.dates.reading import DateNotUnderstood, days_ahead, exact_day
from governance.models import Ask
from governance.tracker.filters import Filters
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days, promised
from tests.governance.standing.scene import agreed as agreed_standing
from tests.reviews import scene

pytestmark = pytest.mark.django_db
Said = tuple[str, str | None] | None


def refused(act: Callable[[], object]) -> Said:
    """The sentence and the field, or None; whatever it did is taken back."""
    said: Said = None
    with entered(SYSTEM), transaction.atomic():
        try:
            act()
        except Refused as refusal:
            said = refusal.sentence, refusal.field
        transaction.set_rollback(True)
    return said


def expects(act: Callable[[], object], sentence: str | None, field: str | None = None) -> None:
    said = refused(act)
    if sentence is None:
        assert said is None
    else:
        assert said is not None
        assert sentence in said[0]
        assert said[1] == field


def packed(*names: str) -> bytes:
    """A file of those parts, with nothing in them."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((Option("Weekly"), Option("Monthly")), None),
        ((Option("Weekly"), Option("weekly", "Twice")), "Two options have the same title"),
        (tuple(Option(str(number)) for number in range(MOST)), None),
        (tuple(Option(str(number)) for number in range(MOST + 1)), "nobody weighs more"),
    ],
)
def test_options_are_a_few_and_differ(cast: Cast, options: tuple[Option, ...], sentence: str | None) -> None:
    said = {"title": "The window", "on_side": "ours", "needed_by": in_days(9), "by": cast.lead, "now": NOW}
    expects(
        lambda: verbs.raise_decision(cast.partner, **said, options=options), sentence, sentence and "options"
    )


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({}, None, None),
        ({"kind": "sent"}, "Say what happened.", "kind"),
        ({"kind": "objected", "whom": "Audit"}, None, None),
        ({"kind": "objected", "whom": " "}, "Say who objected", "whom"),
        ({"on": TODAY}, None, None),
        ({"on": in_days(1)}, "from its raising until today", "on"),
        ({"words": " "}, "Say what was said", "words"),
    ],
)
def test_an_entry_of_the_advocacy_record_says_what_whom_and_when(
    cast: Cast, said: dict[str, Any], sentence: str | None, field: str | None
) -> None:
    def written() -> None:
        advice = verbs.raise_recommendation(cast.partner, title="Drop the copy", by=cast.lead, now=NOW)
        whole = {"kind": "argued", "words": "It pays", **said}
        verbs.record_advocacy(advice, **whole, by=cast.manager, now=NOW)

    expects(written, sentence, field)


def test_a_decision_is_looked_back_at_once_by_the_side_that_made_it_from_its_day_on(cast: Cast) -> None:
    def looked(
        on: int, by: str = "manager", worked: str = "yes", twice: bool = False
    ) -> Callable[[], object]:
        def act() -> None:
            ask = verbs.raise_decision(
                cast.partner, title="The window", on_side="ours", needed_by=in_days(5), by=cast.lead, now=NOW
            )
            verbs.decide(ask, answer="Weekly", worked_due_on=in_days(30), by=cast.manager, now=NOW)
            for _ in range(1 + twice):
                said = {"answer": "We see it", "by": getattr(cast, by), "now": at(in_days(on))}
                verbs.look_back(Ask.objects.get(pk=ask.pk), worked=worked, **said)

        return act

    expects(looked(30), None)
    expects(looked(29), "it may show only by then")
    expects(looked(30, by="lead"), "The side that decided says whether it worked")
    expects(looked(30, worked="perhaps"), "Say whether it worked", "worked")
    expects(looked(31, twice=True), "It is said already whether this worked")


def test_a_risk_that_is_settled_is_neither_looked_at_nor_treated_again(cast: Cast) -> None:
    def twice(first: Callable[[Ask], object], then: Callable[[Ask], object]) -> Callable[[], object]:
        def act() -> None:
            why = {
                "risk_cause": "Old",
                "risk_consequence": "It stops",
                "owner": cast.lead,
                "on_side": "theirs",
            }
            risk = verbs.raise_risk(
                cast.partner, title="It stops", **why, needed_by=in_days(9), by=cast.lead, now=NOW
            )
            first(risk)
            then(Ask.objects.get(pk=risk.pk))

        return act

    said = {"by": cast.lead, "now": NOW}
    nothing: Callable[[Ask], object] = lambda risk: None  # noqa: E731
    treated: Callable[[Ask], object] = lambda risk: verbs.treat_risk(risk, answer="A second one", **said)  # noqa: E731
    for then in (
        treated,
        lambda risk: verbs.look_at_risk(risk, answer="Slower", needed_by=in_days(20), **said),
        lambda risk: verbs.risk_happened(risk, answer="It did", cause="access", **said),
        lambda risk: verbs.ask_to_live_with(risk, reason="It costs", **said),
    ):
        expects(twice(nothing, then), None)
        expects(twice(treated, then), "This risk is settled already")


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({}, None, None),
        ({"health": "fine"}, "on track, at risk or off track", "health"),
        ({"confidence": "very"}, "sure, fairly sure or not sure", "confidence"),
        ({"progress": 0}, None, None),
        ({"progress": -1}, "a percentage from 0 to 100", "progress"),
        ({"progress": 100}, None, None),
        ({"progress": 101}, "a percentage from 0 to 100", "progress"),
        ({"words": ""}, "Say in a sentence how it stands", "words"),
    ],
)
def test_a_check_in_says_how_it_stands_in_what_it_can_be(
    cast: Cast, said: dict[str, Any], sentence: str | None, field: str | None
) -> None:
    def checked() -> None:
        outcome = scene.outcome(cast.partner)
        whole = {"health": "on_track", "progress": 50, "words": "As planned", "confidence": "sure", **said}
        verbs.check_in(outcome, **whole, by=cast.lead, now=NOW)

    expects(checked, sentence, field)


def test_what_somebody_owns_is_handed_to_somebody_else(cast: Cast) -> None:
    def handed(to: str) -> Callable[[], object]:
        return lambda: verbs.reassign(promised(cast, cast.lead), to=getattr(cast, to), by=cast.lead, now=NOW)

    expects(handed("contributor"), None)
    expects(handed("lead"), "Jonas Stein already owns this", "to")


def test_all_that_somebody_holds_goes_to_somebody_else(cast: Cast) -> None:
    def handed(to: str) -> Callable[[], object]:
        def act() -> None:
            promised(cast, cast.contributor)
            verbs.hand_over_all(cast.contributor, cast.partner, to=getattr(cast, to), by=cast.lead, now=NOW)

        return act

    expects(handed("lead"), None)
    expects(handed("contributor"), "Mei Chen holds it already", "to")


def test_a_standing_promise_is_handed_to_somebody_else_and_asked_for_in_other_terms(cast: Cast) -> None:
    def handed(to: str) -> Callable[[], object]:
        def act() -> None:
            standing = agreed_standing(cast, cast.lead.side)
            owner = standing.owner if to == "owner" else getattr(cast, to)
            verbs.hand_over_standing(standing, to=owner, by=cast.lead, now=NOW)

        return act

    def changed(**fields: Any) -> Callable[[], object]:
        def act() -> None:
            standing = agreed_standing(cast, cast.lead.side)
            same = {name: getattr(standing, name) for name in ("title", "detail", "kind", "number", "every")}
            verbs.change_standing(standing, **{**same, **fields}, reason="x", by=cast.manager, now=NOW)

        return act

    expects(handed("partner_sponsor"), None)
    expects(handed("owner"), "already owns this", "to")
    expects(changed(title="Another name"), None)
    expects(changed(), "These are the terms that stand", "title")


@pytest.mark.parametrize(
    ("title", "detail", "sentence"),
    [
        ("Rebuild the index", "", "These are the words it already has"),
        ("Rebuild the indexes", "", None),
        ("Rebuild the index", "All of it", None),
    ],
)
def test_an_action_is_reworded_in_other_words(
    cast: Cast, title: str, detail: str, sentence: str | None
) -> None:
    expects(
        lambda: verbs.reword(promised(cast, cast.lead), title=title, detail=detail, by=cast.lead, now=NOW),
        sentence,
        sentence and "title",
    )


def test_only_its_owner_accepts_a_proposal(cast: Cast) -> None:
    def accepted(by: str) -> Callable[[], object]:
        def act() -> None:
            said = {"title": "Rebuild", "owner": cast.contributor, "due_on": in_days(9)}
            item = verbs.propose(cast.partner, **said, by=cast.manager, now=NOW)
            verbs.accept(item, by=getattr(cast, by), now=NOW)

        return act

    expects(accepted("contributor"), None)
    expects(accepted("lead"), "Only Mei Chen can accept this")
    expects(accepted("manager"), "Only Mei Chen can accept this")


def test_evidence_is_a_whole_address_and_taken_out_by_whoever_brought_it_or_leads_their_side(
    cast: Cast,
) -> None:
    def brought(link: str = "https://files.example/a.txt", by: str | None = None) -> Callable[[], object]:
        def act() -> None:
            evidence = verbs.add_evidence(promised(cast, cast.lead), link=link, by=cast.contributor, now=NOW)
            if by:
                verbs.take_out_evidence(evidence, by=getattr(cast, by), now=NOW)

        return act

    expects(brought(), None)
    for link in ("files.example/a.txt", "ftp://files.example/a.txt", "https://"):
        expects(brought(link), "Give the whole address", "link")
    for by in ("contributor", "lead"):
        expects(brought(by=by), None)
    for by in ("manager", "teammate", "observer"):
        expects(brought(by=by), "Whoever brought it takes it out")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notes.txt", b"one\n", None),
        ("notes.txt", b"", "It is empty"),
        ("all.zip", packed("one.txt"), "Tandem takes no archives"),
        ("all.docx", packed("word/document.xml", "[Content_Types].xml"), None),
        ("all.docx", packed("word/document.xml"), "Tandem takes no archives"),
        ("all.docx", packed("word/vbaProject.bin", "[Content_Types].xml"), "It carries macros"),
        ("all.docx", b"PK\x03\x04 and nothing else", "It is damaged"),
    ],
)
def test_a_file_is_whole_and_of_a_kind_that_is_taken(
    cast: Cast, name: str, content: bytes, sentence: str | None
) -> None:
    file = SimpleUploadedFile(name, content)
    expects(
        lambda: verbs.add_evidence(promised(cast, cast.lead), file=file, by=cast.lead, now=NOW),
        sentence,
        sentence and "file",
    )


def test_a_view_is_removed_by_whose_it_is(cast: Cast) -> None:
    with acting_as(cast.lead):
        view = verbs.keep_view(
            cast.partner, name="Late", filters=Filters(show="overdue"), by=cast.lead, now=NOW
        )
        with pytest.raises(Refused, match="This view is somebody else's"):
            verbs.remove_view(view, by=cast.manager, now=NOW)
        verbs.remove_view(view, by=cast.lead, now=NOW)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [(0, 4, None), (4, 5, "away then already"), (5, 6, "away then already"), (10, 12, "away then already"),
     (11, 12, None), (3, 20, "away then already")],
)  # fmt: skip
def test_nobody_is_away_twice_at_once(cast: Cast, first: int, last: int, sentence: str | None) -> None:
    def away() -> None:
        said = {"by": cast.lead, "now": NOW}
        verbs.be_away(first_on=in_days(5), last_on=in_days(10), **said)
        verbs.be_away(first_on=in_days(first), last_on=in_days(last), **said)

    expects(away, sentence, sentence and "first_on")


def test_a_business_outcome_serves_one_that_serves_nothing(cast: Cast) -> None:
    said = {"function": "Finance", "owner": cast.manager, "by": cast.cio, "now": NOW}

    def served(links: list[tuple[int, int]]) -> Callable[[], object]:
        def act() -> None:
            made = [verbs.want_business_outcome(statement=f"Number {number}", **said) for number in range(3)]
            for below, above in links:
                made[below].refresh_from_db()
                verbs.edit_business_outcome(made[below], serves=made[above], by=cast.cio, now=NOW)

        return act

    expects(served([(1, 0), (2, 0)]), None)
    expects(served([(0, 0)]), "Nothing serves itself", "serves")
    expects(served([(1, 0), (2, 1)]), "serves another itself", "serves")
    expects(served([(1, 0), (0, 2)]), "Others of ours serve this one", "serves")


def test_days_lie_within_the_calendar() -> None:
    assert exact_day(2026, 11, 30) == in_days(7)
    assert days_ahead(TODAY, 7) == TODAY + timedelta(days=7)
    with pytest.raises(DateNotUnderstood, match="cannot be used: write four digits"):
        exact_day(0, 11, 30)
    with pytest.raises(DateNotUnderstood, match="further away than a calendar reaches"):
        days_ahead(TODAY, 10_000_000)
