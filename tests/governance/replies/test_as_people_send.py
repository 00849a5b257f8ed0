"""Answers as people really send them: below notices, in any alphabet, wrapped, with thanks and signatures."""

from datetime import date
from email import encoders
from email.message import Message

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.replies import Kind, Sent, answers_in, is_absence, own_words, read_mail, understood
from governance.replies.quotation import without_quotation

TODAY = date(2026, 11, 23)
ANOTHER_MAIL = Sent(["Jonas Stein, one thing for you. You owe: Move the invoices of the third quarter."])


@pytest.mark.parametrize(
    "words",
    [
        "Hi, done.", "Hi Priya, done.", "Hallo Priya, erledigt.", "Bonjour, c'est fait !", "Hola, hecho",
        "Hi Priya – done", "Thanks, done.", "Ok, done", "It is done now", "I'm done", "Das ist erledigt.", "✅ Done",
        "Done thanks", "您好，已完成",
    ],
)  # fmt: skip
def test_done_behind_a_greeting_is_done(words: str) -> None:
    parsed = understood(words, today=TODAY)
    assert (parsed.kind, parsed.words) == (Kind.DONE, "")


@pytest.mark.parametrize(
    "words",
    [
        "Hi, done is not the word", "Hi Priya", "Thanks", "Ok", "Hi, is it done?", "Nearly, done",
        "Not even half, done", "Not everything is finished.\n\nDone.", "Mei asked.\nDone.", "�done",
    ],
)  # fmt: skip
def test_what_is_no_greeting_before_it_leaves_it_a_word(words: str) -> None:
    assert understood(words, today=TODAY).kind is Kind.WORD


NOTICES = (
    "CAUTION: This email originated from outside the organization. Do not click links.",
    "[EXTERNAL]", "[EXTERNAL EMAIL] Do not open attachments of senders you do not recognise.",
    "***** EXTERNAL *****\nThis message came from outside.",
    "ATENCIÓN: Este correo proviene de fuera de la organización.",
    "ZEWNĘTRZNY! Ten e-mail pochodzi spoza organizacji. Nie klikaj.",
    "ВНИМАНИЕ: письмо пришло извне.", "注意：此邮件来自外部", "[외부메일]",
    "[ulkoinen] Viesti tuli talon ulkopuolelta.",
    "______________________________\nSähköposti tuli talon ulkopuolelta.\n______________________________",
    "-----------------\nVerzonden door iemand buiten\nde organisatie.",
)  # fmt: skip


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"], ids=["right below", "apart", "far apart"])
@pytest.mark.parametrize("notice", NOTICES)
def test_done_below_a_notice_in_any_words_is_done_and_loses_none(notice: str, gap: str) -> None:
    words = own_words(f"{notice}{gap}Done.\nThe log is on the wiki.", ANOTHER_MAIL).words
    parsed = understood(words, today=TODAY)
    assert parsed.kind is Kind.DONE
    assert parsed.words.endswith("The log is on the wiki.")


def test_words_that_look_like_a_notice_and_are_not_stay() -> None:
    parsed = understood("FYI: Mei has moved the last server.\n\nDone.", today=TODAY)
    assert (parsed.kind, parsed.words) == (Kind.DONE, "FYI: Mei has moved the last server.")
    assert understood("NOTE: except the last server.\n\nDone.", today=TODAY).kind is Kind.DONE
    assert understood("NOTE:\nexcept the last server\nDone.", today=TODAY).kind is Kind.DONE
    assert understood("URGENT: is it done?", today=TODAY).kind is Kind.WORD


def test_below_a_notice_a_reply_still_needs_its_number() -> None:
    """What stands above a number may be of another partnership: it is filed with none."""
    assert [each.number for each in answers_in("FYI: all checked\n\n2 done", things=3, today=TODAY)] == [None]
    caution = own_words(f"{NOTICES[0]}\n\n2 done", ANOTHER_MAIL).words
    assert [each.number for each in answers_in(caution, things=3, today=TODAY)] == [2]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Done.\nThanks\nThe log is at the usual place.", None),
        ("Done.\n\nThanks!\n\nOne more thing: the last server goes on Monday.", None),
        ("Done.\nThanks\nJonas\n\nand the log is on the wiki", None),
        ("完成\nThanks\n日志放在老地方了，请看一下", None),
        ("Done.\nDanke\nDie Platte steht im Rechenzentrum", None),
        ("Done.\n\nBest regards\nJonas Stein\nHead of Delivery\nMeridian Inc.\n\nthis mail is confidential", "Done."),
        ("Done.\nMfG\nJonas Stein\njonas.stein@meridian.example", "Done."),
        ("Done.\nThanks\n\n\n", "Done."),
        ("Done.\n> 3 servers are left", None), ("Two of them\n> 90 of 100\n> 80 of 100\nare left", None),
        ("Done.\n> one\n> two\n> three", "Done."), ("Done.\n\n> 3 servers are left", "Done."),
        ("Mei says:\n> 3 servers are left", "Mei says:"), ("Done.\n> a\n>> b", "Done."),
    ],
)  # fmt: skip
def test_what_follows_thanks_or_a_typed_mark_is_kept(text: str, own: str | None) -> None:
    assert without_quotation(text) == (text if own is None else own)


# --- Letters and lines -------------------------------------------------------------------------------------------

LETTERS = {  # what a program calls it, what it writes, and letters of both and of the wider one alone
    "iso-8859-1": ("cp1252", "aäöüßéñ Z“”‘’–—…€™"), "us-ascii": ("cp1252", "aäöüßéñ Z“”‘’–—…€™"),
    "gb2312": ("gbk", "已经完成费用镕堃喆 a"), "x-gbk": ("gb18030", "已经完成费用镕㐀 a"),
    "shift_jis": ("cp932", "完了しました①㈱髙﨑 a"), "x-sjis": ("cp932", "完了①㈱ a"),
    "ks_c_5601-1987": ("cp949", "완료되었습니다똠 a"), "euc-kr": ("cp949", "완료똠햏 a"),
    "big5": ("big5hkscs", "已經完成嘅 a"), "iso-8859-9": ("cp1254", "tamamlandışğİ€ a"),
    "iso-8859-8-i": ("iso8859-8", "בוצע a"), "windows-874": ("cp874", "เสร็จแล้ว a"), "koi8-ru": ("koi8_u", "готово a"),
    "utf-8": ("utf-8", "aß已경ш🎉 Z"),
}  # fmt: skip


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, str]:
    label = draw(st.sampled_from(sorted(LETTERS)))
    codec, letters = LETTERS[label]
    words = st.text(letters.replace(" ", ""), min_size=1, max_size=45)
    text = " ".join(draw(st.lists(words, min_size=1, max_size=60)))
    return label, codec, text


def mail_of(content: bytes, content_type: str, encoding: str) -> bytes:
    message = Message()
    message["From"], message["Content-Type"] = "jonas@example.com", content_type
    if encoding == "8bit":
        message["Content-Transfer-Encoding"] = "8bit"
        return message.as_bytes() + content
    message.set_payload(content)
    {"base64": encoders.encode_base64, "quoted-printable": encoders.encode_quopri}[encoding](message)
    return message.as_bytes()


def read(raw: bytes) -> str:
    return read_mail(raw, reply_address="reply@x.example", trusted_server="mx").text


@given(written(), st.sampled_from(["8bit", "base64", "quoted-printable"]))
def test_no_letter_changes_whatever_its_program_calls_them(case: tuple[str, str, str], encoding: str) -> None:
    label, codec, text = case
    assume(label != "us-ascii" or not _is_utf8(text.encode(codec)))
    raw = mail_of(text.encode(codec), f'text/plain; charset="{label}"', encoding)
    assert read(raw).strip() == text


def _is_utf8(content: bytes) -> bool:
    try:
        return not content.isascii() and bool(content.decode())
    except UnicodeDecodeError:
        return False


def test_one_byte_that_means_nothing_costs_none_of_the_others() -> None:
    raw = mail_of(b"\x93F\xfcr\x94 \x81 \x80", "text/plain; charset=iso-8859-1", "8bit")
    assert read(raw).startswith("“Für” ")
    assert read(raw).rstrip().endswith("€")


@given(
    st.lists(
        st.lists(st.text("abcäß>.,", min_size=1, max_size=30), min_size=1, max_size=40),
        min_size=1,
        max_size=4,
    ),
    st.integers(66, 78),
)
def test_lines_that_were_flowed_are_joined_again(paragraphs: list[list[str]], width: int) -> None:
    texts = [" ".join(words) for words in paragraphs]
    assume(not any(text.startswith((">", "From ")) for text in texts))
    flowed = "\r\n".join(_flowed(text, width) for text in texts)
    raw = mail_of(flowed.encode(), "text/plain; charset=utf-8; format=flowed", "base64")
    assert read(raw).split("\n") == texts


def _flowed(text: str, width: int) -> str:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f"{word} "
    stuffed = [f" {line}" if line.startswith((" ", ">", "From ")) else line for line in lines]
    return "\r\n".join(stuffed).removesuffix(" ")


@given(st.lists(st.text("已经完成费用镕", min_size=1, max_size=200), min_size=1, max_size=4))
def test_lines_without_spaces_are_joined_by_delsp(paragraphs: list[str]) -> None:
    lines = [" \r\n".join(text[at : at + 37] for at in range(0, len(text), 37)) for text in paragraphs]
    raw = mail_of(
        "\r\n".join(lines).encode(), "text/plain; charset=utf-8; format=flowed; delsp=yes", "base64"
    )
    assert read(raw).split("\n") == paragraphs


# --- Absences ----------------------------------------------------------------------------------------------------

ABSENT = {
    "English": "Thank you for your e-mail. I am out of the office until 4 December. In urgent cases contact Mei Chen.",
    "German": "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich bin bis 4. Dezember nicht im Büro. In dringenden "
    "Fällen wenden Sie sich an Mei Chen.",
    "French": "Bonjour,\n\nJe suis absente du bureau jusqu'au 4 décembre. En cas d'urgence, contacter Mei Chen.",
    "Spanish": "Hola:\nEstaré fuera de la oficina hasta el 4 de diciembre. Si es urgente, contacte con Mei Chen.",
    "Italian": "Buongiorno,\nsono in ferie fino al 4 dicembre. Per urgenze contattare Mei Chen.",
    "Dutch": "Bedankt voor uw bericht. Ik ben afwezig tot 4 december. Neem contact op met Mei Chen.",
}


@pytest.mark.parametrize("text", ABSENT.values(), ids=ABSENT)
def test_an_absence_without_headers_is_none_of_somebody_s_words(text: str) -> None:
    assert is_absence(text, subject="Re: What you owe", quotes=False)
    assert not is_absence(text, subject="Re: What you owe", quotes=True)
    assert understood(text, today=TODAY).kind is Kind.WORD


@pytest.mark.parametrize(
    "text",
    [
        "Done. I am out of the office until 4 December, in urgent cases contact Mei.",
        "done\n\nIch bin ab morgen im Urlaub, bitte kontaktieren Sie Mei.", "Erledigt.",
        "4 Dec because Mei is on leave", "Mei has it now. She is on leave until Friday.",
        "I am out of the office until Friday",
        "We still wait for the board. Please contact Mei, I am out of the office.",
        "Not yet. Our tester is on vacation, urgent things go to Mei.",
    ],
)  # fmt: skip
def test_what_somebody_says_is_never_taken_for_an_absence(text: str) -> None:
    assert not is_absence(text, subject="Re: What you owe", quotes=False)


def test_a_subject_of_its_own_is_enough_beside_an_absence() -> None:
    text = "I am out of the office until Friday."
    assert is_absence(text, subject="Jonas Stein is away", quotes=False)
    assert not is_absence(text, subject="AW: What you owe", quotes=False)
    assert not is_absence("See you on Friday.", subject="Jonas Stein is away", quotes=False)
