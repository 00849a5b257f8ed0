"""Words that one side alone may say stand in one place (partners/voice.py); a template that writes them says why.

"We" in a template is read by both sides, and true of one.
"""

import re
from pathlib import Path

import pytest
from django.template import Context, Engine

from partners.models import Partner, Side, User
from partners.voice import called, name_to, voice
from tests.product import texts_of_modules
from tests.voices import OWN

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_FOR_THE_DATABASE = re.compile(r"'ours'")
_NOT_SAID = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
OF_THE_READERS_OWN_SIDE = {
    "agenda/_line.html": "the answer of the reader's side",
    "agenda/from_mail/_line.html": "the answer of the reader's side",
    "agenda/from_mail/agenda.html": "both sides together: what we talk about",
    "agenda/mail/agenda.html": "both sides together: what we talk about",
    "agenda/_news.html": "both sides together, each of us; and what the reader's side writes",
    "agenda/from_mail/_news.html": "both sides together: each of us",
    "agenda/brief.html": "read by whoever chairs, of their own side",
    "asks/brief.html": "what the reader's side alone writes and sees",
    "asks/mail/brief.html": "within the reader's side",
    "asks/mail/brief.txt": "within the reader's side",
    "asks/print/brief.html": "within the reader's side",
    "desk/_answers_for.html": "our house: the reader's",
    "our_debts/_held_up.html": "what the reader's side is waited for with, and what it says to that",
    "our_debts/_slow.html": "our house: the reader's",
    "our_debts/function.html": "our house: the reader's",
    "our_debts/list.html": "our house: the reader's",
    "partnership/charter_page.html": "both sides together: how we meet; and the yes of the reader's side",
    "partnership/_notes.html": "what the reader's side alone writes and sees",
    "partnership/_engagement.html": "what the enterprise alone sees, shown to nobody else",
    "partnership/_changes.html": "what the enterprise alone sees, shown to nobody else",
    "people/_request.html": "the yes of the reader's side",
    "people/colleagues.html": "read by the enterprise alone",
    "portfolio/_table.html": "what waits on the reader's side",
    "portfolio/portfolio.html": "our house: the reader's",
    "rating/_found.html": "what the other side says the reader's can do better",
    "record/_pack.html": "the edition of the reader's own side",
    "record/_replies.html": "said by whoever seals it",
    "record/_seal.html": "the edition of the reader's own side",
    "record/print/ours_only.html": "in the enterprise's edition alone",
    "record/print/pairs.html": "in the enterprise's edition alone",
    "record/print/seal.html": "said by whoever sealed it",
    "tracker/action/_private.html": "what the reader's side alone writes and sees",
    "tracker/tracker.html": "our house: the reader's",
}
"""Template → whose own side is meant, whoever reads it."""

MODULES_OF_THE_READERS_OWN_SIDE = {
    "dashboards/forms.py": "what the enterprise alone sees",
    "dashboards/places.py": "our house: the reader's",
    "dashboards/queries/first_step.py": "the reader's first step",
    "dashboards/queries/our_debts.py": "our house: the reader's",
    "dashboards/queries/summary_sentence.py": "the reader's summary",
    "governance/apps.py": "what an app is called, for whoever builds Tandem",
    "governance/asks/views.py": "what waits on the reader's side",
    "governance/capture/minutes.py": "what people write in minutes",
    "governance/outcomes/business_forms.py": "read by the enterprise alone",
    "governance/outcomes/prescribing/english.py": "what people write in an outcome",
    "governance/outcomes/verbs/business.py": "said to the enterprise alone",
    "governance/replies/parsed_reply.py": "what people write in a reply",
    "governance/sheets/columns.py": "what people call a column",
    "governance/sheets/sides.py": "what people call a side in a spreadsheet",
    "governance/tracker/rows.py": "the reader's side has asked",
    "governance/tracker/steps/notes.py": "what the reader's side alone writes and sees",
    "governance/tracker/steps/waiting.py": "said by the side that is waited for",
    "governance/tracker/views/tracker.py": "what the reader's side owes and is owed",
    "partners/forms.py": "a partnership is begun by the enterprise alone",
    "partners/models/business_functions.py": "a column, for whoever builds Tandem",
    "partners/models/incoming_mail.py": "the same",
    "partners/models/partnerships.py": "the same",
    "partners/models/people.py": "the same",
    "partners/views/settings_tabs.py": "read by the enterprise alone",
    "reviews/advocacy/forms.py": "within the reader's side",
    "reviews/agenda/brief.py": "read by whoever chairs, of their own side",
    "reviews/agenda/last_time.py": "what each side said, the reader's first",
    "reviews/models/seals.py": "the edition of the enterprise, said to it alone; the reply of a side",
    "reviews/sections/asks.py": "what waits on the reader's side",
}
"""Module → whose own side its sentences mean. Tandem is no side: it says what cannot be read, not that "we" cannot."""


def _says(text: str) -> bool:
    return bool(OWN.search(_NOT_SAID.sub(" ", text)))


def test_no_template_speaks_for_one_side_but_where_it_is_the_readers() -> None:
    speaking = {
        str(file.relative_to(TEMPLATES))
        for file in TEMPLATES.rglob("*")
        if file.suffix in (".html", ".txt") and _says(file.read_text())
    }
    assert speaking == OF_THE_READERS_OWN_SIDE.keys()


def test_no_module_speaks_for_one_side_but_where_it_is_the_readers() -> None:
    speaking = {
        name for name, text in texts_of_modules() if OWN.search(text) and not _FOR_THE_DATABASE.search(text)
    }
    assert speaking == MODULES_OF_THE_READERS_OWN_SIDE.keys()


def test_swapping_the_reader_swaps_every_word() -> None:
    for side in Side:
        own, other = voice(side, side), voice(side, side.other)
        assert (own.subject, own.object, own.possessive, own.whose) == ("we", "us", "our", "ours")
        assert (other.subject, other.object, other.possessive, other.whose) == (
            "they",
            "them",
            "their",
            "theirs",
        )
    assert called(Side.OURS) == {"ours": "We", "theirs": "They"}
    assert called(Side.THEIRS) == {"ours": "They", "theirs": "We"}


def test_a_partnership_is_called_by_the_other_sides_name(settings: object) -> None:
    settings.ENTERPRISE_NAME = "Northgate"  # type: ignore[attr-defined]
    partner = Partner(name="Meridian")
    assert [name_to(partner, side) for side in (Side.OURS, Side.THEIRS, None)] == [
        "Meridian",
        "Northgate",
        "Meridian",
    ]


@pytest.mark.parametrize(
    ("said", "ours", "theirs"),
    [
        ('{% side_pill "ours" %}', "ours", "theirs"),
        ('{% side_pill "theirs" %}', "theirs", "ours"),
        ('{% subject "theirs" %} know best', "They know best", "We know best"),
        ('on {% possessive "ours" %} side', "on our side", "on their side"),
        ("{% with_whom partner %}", "A &amp; B", "Northgate"),
        ("{% with_whom nobody %}", "", ""),
    ],
)
def test_the_tags_speak_as_whoever_reads(settings: object, said: str, ours: str, theirs: str) -> None:
    settings.ENTERPRISE_NAME = "Northgate"  # type: ignore[attr-defined]
    partner = Partner(pk=1, name="A & B")
    drawn = []
    for reader in (User(), User(employer_id=partner.pk)):
        context = Context({"reader": reader, "partner": partner, "nobody": None})
        drawn.append(re.sub("<[^>]*>", "", Engine.get_default().from_string(said).render(context)))
    assert drawn == [ours, theirs]


@pytest.mark.parametrize(
    "said", ['{% side_pill "ours" %}', '{% subject "ours" %}', '{% possessive "ours" %}']
)
def test_a_page_for_nobody_speaks_for_neither(said: str) -> None:
    with pytest.raises(LookupError, match="give its template a reader"):
        Engine.get_default().from_string(said).render(Context({}))
