"""Files that come along with a reply."""

from email.message import EmailMessage

from governance.models import ActionItem, Evidence
from partners.isolation.scope import SYSTEM, entered
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, answers_to, reminded, reply
from tests.governance.by_mail.replying.answers import now_is, send, words_on

PDF = b"%PDF-1.7 the protocol"


def with_files(reminder: Reminded, text: str, **files: bytes) -> EmailMessage:
    message = reply(reminder, text)
    for name, content in files.items():
        name = name.replace("_", ".")
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def evidence_on(item: ActionItem) -> list[str]:
    with entered(SYSTEM):
        return list(Evidence.objects.filter(item=item).values_list("name", flat=True))


def test_a_file_that_comes_along_is_kept_as_evidence(item: ActionItem, reminder: Reminded) -> None:
    assert send(with_files(reminder, "done", protocol_pdf=PDF)).fate == "done"
    assert (now_is(item).state, evidence_on(item)) == ("reported", ["protocol.pdf"])


def test_a_file_alone_says_enough(item: ActionItem, reminder: Reminded) -> None:
    assert send(with_files(reminder, "", protocol_pdf=PDF)).fate == "done"
    assert (now_is(item).state, evidence_on(item)) == ("open", ["protocol.pdf"])


def test_a_hostile_file_is_refused_and_what_is_said_is_done(
    cast: Cast, item: ActionItem, reminder: Reminded
) -> None:
    assert send(with_files(reminder, "done", run_exe=b"MZ\x90", protocol_pdf=PDF)).fate == "partly"
    assert (now_is(item).state, evidence_on(item)) == ("reported", ["protocol.pdf"])
    assert "run.exe was not saved." in answers_to(cast.lead)[0].content.text


def test_pictures_of_a_signature_and_seals_are_no_files(item: ActionItem, reminder: Reminded) -> None:
    message = reply(reminder, "A word.")
    message.add_related(
        b"\x89PNG", maintype="image", subtype="png", cid="<logo@example.com>", filename="logo.png"
    )
    message.make_mixed()
    message.add_attachment(b"seal", maintype="application", subtype="pgp-signature", filename="signature.asc")
    assert send(message).fate == "done"
    assert (evidence_on(item), len(words_on(item))) == ([], 1)


def test_files_with_several_answers_have_no_place_and_that_is_said(
    cast: Cast, two: tuple[ActionItem, ActionItem]
) -> None:
    send(with_files(reminded(cast.lead, *two), "1 done\n2 done", protocol_pdf=PDF))
    assert [now_is(item).state for item in two] == ["reported", "reported"]
    assert "The files were not saved" in answers_to(cast.lead)[0].content.text
