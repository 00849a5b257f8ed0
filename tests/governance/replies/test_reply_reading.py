"""What a person wrote, whatever their mail program makes of it."""

from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.replies import Kind, Mail, Sent, Unreadable, answers_in, own_words, read_mail, understood
from governance.replies.quotation import without_quotation

TODAY = date(2026, 11, 23)
ANOTHER_MAIL = Sent(["Jonas Stein, one thing for you. You owe: Move the invoices of the third quarter."])

ENDINGS = {
    "gmail": "On Mon, 23 Nov 2026 at 09:00, Tandem <reply+abc@tandem.example.com> wrote:\n\n> 1 Rebuild the index\n",
    "gmail over two lines": "On Mon, 23 Nov 2026 at 09:00, Tandem for Northgate\n<reply@example.com> wrote:\n> x",
    "apple": "> On 23 Nov 2026, at 09:00, Tandem <tandem@example.com> wrote:\n> \n> Rebuild the index",
    "outlook": "________________________________\nFrom: Tandem <t@example.com>\nSent: Monday\nTo: Jonas\n\nold",
    "outlook without a rule": "From: Tandem\nSent: Monday, 23 November 2026 09:00\nTo: Jonas\nSubject: x\n\nold",
    "outlook in German": "Von: Tandem\nGesendet: Montag, 23. November 2026 09:00\nAn: Jonas Stein\nBetreff: Was\n\nalt",
    "outlook in bold": "*From:* Tandem\n*Sent:* Monday\n*To:* Jonas\n*Subject:* x\n\nold",
    "outlook of old": "-----Original Message-----\nFrom: Tandem",
    "thunderbird in German": "Am 23.11.26 um 09:00 schrieb Tandem:\n> alt",
    "forwarded in German": "-------- Weitergeleitete Nachricht --------\nBetreff: alt",
    "french": "Le lun. 23 nov. 2026 à 09:00, Tandem <tandem@example.com> a écrit :\n\n> vieux",
    "spanish": "El lun, 23 nov 2026 a las 9:00, Tandem (<tandem@example.com>) escribió:\n> viejo",
    "italian": "Il giorno lun 23 nov 2026 alle ore 09:00 Tandem <tandem@example.com> ha scritto:\n> vecchio",
    "dutch": "Op ma 23 nov 2026 om 09:00 schreef Tandem <tandem@example.com>:\n> oud",
    "swedish": "Den mån 23 nov. 2026 kl 09:00 skrev Tandem <tandem@example.com>:\n> gammal",
    "a language nobody told us": "2026年11月23日(月) 9:00 Tandem <tandem@example.com>:\n> 古い",
    "only quoted lines": "> 1 Rebuild the index\n> 2 Train",
    "a signature": "-- \nJonas Stein\nMeridian Systems\n+44 20 7946 0000",
    "a telephone": "Sent from my iPhone",
    "a closing": "Best regards,\nJonas Stein\nDelivery lead | Meridian Systems",
    "a German closing": "Mit freundlichen Grüßen\nJonas Stein",
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_the_mail_replied_to_and_the_signature_are_no_words_of_the_reply(ending: str) -> None:
    assert without_quotation(f"Done, see the protocol.\n\nOn Monday we test.\n\n{ending}") == (
        "Done, see the protocol.\n\nOn Monday we test."
    )


def test_what_is_written_beneath_the_quoted_mail_counts() -> None:
    text = "On Mon, 23 Nov 2026, Tandem <a@example.com> wrote:\n> 1 Rebuild the index\n> done?\n\ndone\n"
    assert without_quotation(text) == "done"


def test_an_original_that_nothing_marks_is_not_taken_for_the_reply() -> None:
    assert (
        without_quotation("From: Tandem\nSent: Monday\nTo: Jonas\nSubject: x\n\ndone is what we asked") == ""
    )


@pytest.mark.parametrize(
    ("words", "kind", "beside", "day"),
    [
        ("done", Kind.DONE, "", None),
        ("Done!", Kind.DONE, "", None),
        ("It's done.", Kind.DONE, "", None),
        ("All finished - see the wiki", Kind.DONE, "see the wiki", None),
        ("Hi Priya,\n\ncompleted", Kind.DONE, "", None),
        ("done, see\nbelow", Kind.DONE, "see\nbelow", None),
        ("4 Dec", Kind.DATE, "", date(2026, 12, 4)),
        ("4 Dec because we wait", Kind.DATE, "we wait", date(2026, 12, 4)),
        ("next Friday\nThe supplier is late.", Kind.DATE, "The supplier is late.", date(2026, 12, 4)),
        ("new date 12 January because the supplier is shut", Kind.DATE, "the supplier is shut", date(2027, 1, 12)),
        ("New date: in 2 weeks, I am away", Kind.DATE, "I am away", date(2026, 12, 7)),
        ("It will be done by 15.12. since Mei is ill", Kind.DATE, "Mei is ill", date(2026, 12, 15)),
        ("Move it to 2026-12-15 please", Kind.DATE, "please", date(2026, 12, 15)),
        ("yes", Kind.YES, "", None),
        ("I confirm.", Kind.YES, "", None),
        ("Not yet - the report is missing", Kind.NOT_YET, "the report is missing", None),
        ("not now: no money", Kind.NOT_NOW, "no money", None),
        ("Declined: no money", Kind.NOT_NOW, "no money", None),
        ("I decline: no money", Kind.NOT_NOW, "no money", None),
        ("Decided: the second", Kind.DECIDED, "the second", None),
        ("", Kind.NOTHING, "", None),
    ],
)  # fmt: skip
def test_the_first_line_is_understood(words: str, kind: Kind, beside: str, day: date | None) -> None:
    parsed = understood(words, today=TODAY)
    assert (parsed.kind, parsed.words, parsed.day) == (kind, beside, day)


@pytest.mark.parametrize(
    "words",
    [
        "Done with the first half, the rest follows", "done?", "Is it done", "Not quite done", "done by Friday I hope",
        "Friday is a holiday here", "On leave until 4 Dec", "no problem", "yes please go on", "closed-loop test runs",
        "May I ask why?", "I will look at it tomorrow", "No. 4 is missing",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_stays_a_word(words: str) -> None:
    assert understood(words, today=TODAY).kind in (Kind.WORD, Kind.NOT_YET)
    assert understood(words, today=TODAY).whole == words


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("2 done", [2]), ("2: done", [2]), ("#2 I am on it", [2]), ("2) 4 Dec because", [2]), ("2. waiting", [2]),
        ("1 done\n2 done\n3 done", [1, 2, 3]), ("2 done\n1. I did this\n3. and that", [2, 1, 3]),
        ("4 Dec because", [None]), ("3 still waiting", [3]), ("done\n2 done", [None]), ("9 done", [None]),
        ("0 done", [None]),
    ],
)  # fmt: skip
def test_numbers_are_those_of_the_mail_and_nothing_is_guessed(words: str, numbers: list[int | None]) -> None:
    assert [answer.number for answer in answers_in(words, things=3, today=TODAY)] == numbers


def test_with_one_thing_a_number_may_stand_or_not() -> None:
    for words in ("1 done", "1: done", "#1 done", "done"):
        [answer] = answers_in(words, things=1, today=TODAY)
        assert (answer.number, answer.parsed.kind) == (1, Kind.DONE)
    [answer] = answers_in("2 servers are done", things=1, today=TODAY)
    assert answer.parsed.whole == "2 servers are done"


# --- The mail around the words -----------------------------------------------------------------------------------


def text_of(raw: bytes) -> str:
    return own_words(read(raw).text, ANOTHER_MAIL).words


def read(raw: bytes) -> Mail:
    return read_mail(raw, reply_address="reply@x.example", trusted_server="mx")


def test_html_alone_is_read_as_a_reader_sees_it() -> None:
    message = EmailMessage()
    message.set_content(
        "<html><head><style>p{}</style><title>x</title></head><body><div>Done &amp; tested,<br>see you</div>"
        '<script>alert(1)</script><div class="gmail_quote"><blockquote>old <b>done</b></blockquote></div></body>',
        subtype="html",
    )
    assert text_of(message.as_bytes()) == "Done & tested,\nsee you"


def test_outlook_s_html_ends_where_it_says_the_original_begins() -> None:
    message = EmailMessage()
    message.set_content(
        '<div>4 Dec because we wait</div><hr><div id="divRplyFwdMsg"><b>From:</b> T</div><p>old',
        subtype="html",
    )
    assert text_of(message.as_bytes()) == "4 Dec because we wait"


def test_plain_text_goes_before_html_but_not_when_it_is_empty() -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<p>html</p>", subtype="html")
    assert text_of(message.as_bytes()) == "plain"
    message = EmailMessage()
    message.set_content(" \n")
    message.add_alternative("<p>html</p>", subtype="html")
    assert text_of(message.as_bytes()) == "html"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15"])
@pytest.mark.parametrize("way", ["quoted-printable", "base64", "8bit"])
def test_letters_arrive_as_written(charset: str, way: str) -> None:
    message = EmailMessage()
    message.set_content("Fertig für Zoë, äöüß", charset=charset, cte=way)
    assert text_of(message.as_bytes()) == "Fertig für Zoë, äöüß"


@pytest.mark.parametrize("charset", ["x-unknown", "utf-8", "us-ascii", ""])
def test_a_wrong_charset_costs_no_letter(charset: str) -> None:
    raw = f'Content-Type: text/plain; charset="{charset}"\n\nF\xfcr Zo\xeb'.encode("latin-1")
    assert text_of(raw) == "Für Zoë"


def test_lines_broken_for_the_way_are_joined() -> None:
    head = b"Content-Type: text/plain; format=flowed; delsp=no\n\n"
    raw = (
        head
        + b"4 Dec because the supplier cannot deliver the two disks before the \nend of November."
        + b"\n\n  indented\n-- \nJonas"
    )
    assert text_of(raw) == (
        "4 Dec because the supplier cannot deliver the two disks before the end of November.\n\n indented"
    )


def test_a_short_line_that_ends_in_a_space_was_ended_by_its_writer() -> None:
    head = b"Content-Type: text/plain; format=flowed\n\n"
    assert text_of(
        head + b"done \nThe volume arrives on Monday."
    ) == "done \nThe volume arrives on Monday.".replace(" \n", "\n")


def test_a_mail_enclosed_as_a_whole_is_neither_read_nor_kept() -> None:
    inner, message = EmailMessage(), EmailMessage()
    inner.set_content("done")
    message.set_content("")
    message.add_attachment(inner)
    assert text_of(message.as_bytes()) == ""
    assert read(message.as_bytes()).files == ()


def test_the_name_of_a_file_is_read_in_any_letters() -> None:
    message = EmailMessage()
    message.set_content("x")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="Prüfbericht ä.pdf")
    [file] = read(message.as_bytes()).files
    assert file.name == "Prüfbericht ä.pdf"


@pytest.mark.parametrize("line", ["1\x015 Dec because of the move", "do\x02ne", "\x07yes"])
def test_words_with_something_illegible_in_them_say_nothing_else(line: str) -> None:
    mail = read_mail(
        f"From: a@b.example\nTo: c@d.example\nContent-Type: text/plain\n\n{line}\n".encode(),
        reply_address="c@d.example",
        trusted_server="",
    )
    assert understood(mail.text, today=TODAY).kind is Kind.WORD


# --- Hostile mails (how long they take is counted in replying/test_linear.py) ------------------------------------


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    for whole in (
        raw,
        b"From: a@b\nTo: c@d\nContent-Type: text/plain\n\n" + raw,
        b"Content-Type: " + raw + b"\n\nx",
    ):
        try:
            mail = read(whole)
        except Unreadable:
            continue
        assert 0 < len(mail.envelope.message_id) <= 200
        answers_in(own_words(mail.text, ANOTHER_MAIL).words, things=2, today=TODAY)


@given(st.text(max_size=300))
def test_no_words_break_the_reader(text: str) -> None:
    answers_in(without_quotation(text), things=2, today=TODAY)
    message = EmailMessage()
    message.set_content("<p>" + text.encode(errors="replace").decode(), subtype="html")
    text_of(message.as_bytes())
