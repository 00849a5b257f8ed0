"""A reminder of several partnerships as it is written, and the ways mail programs quote it."""

import html
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from governance.reminders import Matter, Need, PlannedReminder
from governance.reminders.mail import LetterReader, SideStanding, Subject, letter_of
from governance.replies import Sent, text_of_html
from partners.mail.outbox import Letter
from partners.models import Side

TODAY = date(2026, 11, 30)
FROM, REPLY_TO = "Tandem <tandem@northgate.example>", "reply+abcdefghijklmnopqrstuvwxyz234567@tandem.example"
PARTNERS = {1: "Meridian Systems", 2: "Ostrava Devices", 3: "Corvid Quality"}
PEOPLE = {1: "Ravi Desai", 2: "Jana Horak", 3: "Janek Wolski"}
TITLES = (
    "Archiving policy to the finance board", "Let the restore test run on the standby, every week",
    "Decision: who pays for the standby", "Choose the device with the people who use it", "Done: is it what you meant?",
    "4 Dec because nobody knows", "Workshops in the plants: whose floor is it", "Count returns by cause", "Yes",
    "Prüfbericht für die Kühlkette", "下半年的归档策略由谁批准", "Nobody accountable for test data",
    "“Smart” quotes – and dashes",
)  # fmt: skip
NEEDS = (Need.DO, Need.ANSWER, Need.CONFIRM, Need.ACCEPT)


@dataclass(frozen=True)
class Mailed:
    """The mail as it left, and what the reader of replies knows of it."""

    letter: Letter
    sent: Sent


def mailed(things: Sequence[tuple[int, str, Need]]) -> Mailed:
    """`things`: of which partner, called what, to be done what about."""
    named = [
        PlannedReminder(
            Matter("action", at, partner, 7, need, TODAY + timedelta(days=at - 2)), 7, "weekly", TODAY
        )
        for at, (partner, _, need) in enumerate(things, 1)
    ]
    sides = {
        (partner, side): name if side is Side.THEIRS else "Northgate"
        for partner, name in PARTNERS.items()
        for side in Side
    }
    letter = letter_of(
        named,
        [f"https://tandem.example/m/{'q7' * 16}/{at}/" for at in range(1, len(named) + 1)],
        LetterReader(7, "Priya Raman", Side.OURS, TODAY, sides, {7: "Priya Raman"}),
        subjects={
            ("action", at): Subject(title, PEOPLE[partner], "theirs", "decision", PEOPLE[partner])
            for at, (partner, title, _) in enumerate(things, 1)
        },
        standings={(partner, "theirs"): SideStanding(3, 1) for partner in PARTNERS},
        page=f"https://tandem.example/m/{'q7' * 16}/",
        reply_to=REPLY_TO,
    )
    marks = [FROM, "Priya Raman <priya.raman@northgate.example>", letter.subject]
    titles = [f"{at} {title}" for at, (_, title, _) in enumerate(things, 1)]
    texts = [letter.text, text_of_html(letter.html)]
    return Mailed(letter, Sent(texts, marks=marks, addresses=["tandem@northgate.example"], titles=titles))


# --- What becomes of the text ------------------------------------------------------------------------------------

PREFIXES = ("> ", ">", "| ", ">> ", "    ", "\t", "", "", "")
FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "wrapped at 60": lambda text: _wrapped(text, 60),
    "wrapped at 72": lambda text: _wrapped(text, 72),
    "wrapped at 80": lambda text: _wrapped(text, 80),
    "line breaks lost": lambda text: " ".join(text.split()),
    "line breaks lost without a space": lambda text: "".join(line.strip() for line in text.split("\n")),
    "every line apart": lambda text: text.replace("\n", "\n\n"),
    "spaces that do not break": lambda text: text.replace(" ", "\xa0"),
    "quotes and dashes plain": lambda text: text.translate(
        {0x201C: '"', 0x201D: '"', 0x2013: "-", 0xB7: "-"}
    ),
    "quotes for quotes": lambda text: text.replace('"', "”").replace("'", "’"),
    "zero widths": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "links changed": lambda text: text.replace(
        "https://tandem.example/", "https://safe.example/?u=https%3A%2F%2Fx%2F"
    ),
    "links in brackets": lambda text: text.replace("https://", "<https://").replace("/\n", "/>\n"),
    "links gone": lambda text: "\n".join(line for line in text.split("\n") if "https://" not in line),
    "wrong alphabet": lambda text: text.encode().decode("cp1252", "replace"),
    "ascii alone": lambda text: text.encode("ascii", "replace").decode(),
    "capitals": str.upper,
    "stars": lambda text: "\n".join(f"*{line}*" if line else line for line in text.split("\n")),
}


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width) if line else "" for line in text.split("\n"))


HEADERS = {
    "outlook": "From: {from_}\nSent: Monday, November 30, 2026 7:02 AM\nTo: Priya Raman\nSubject: {subject}\n",
    "outlook ja": "差出人: {from_}\n送信日時: 2026年11月30日 7:02\n宛先: Priya Raman\n件名: {subject}\n",
    "outlook zh": "发件人: {from_}\n发送时间: 2026年11月30日 7:02\n收件人: Priya Raman\n主题: {subject}\n",
    "outlook ko": "보낸 사람: {from_}\n보낸 날짜: 2026년 11월 30일 월요일 7:02\n받는 사람: Priya Raman\n"
    "제목: {subject}\n",
    "outlook tr": "Kimden: {from_}\nGönderildi: 30 Kasım 2026 Pazartesi 07:02\nKime: Priya Raman\nKonu: {subject}\n",
    "outlook ru": "От: {from_}\nОтправлено: 30 ноября 2026 г. 7:02\nКому: Priya Raman\nТема: {subject}\n",
    "outlook hu": "Feladó: {from_}\nElküldve: 2026. november 30., hétfő 7:02\nCímzett: Priya Raman\nTárgy: {subject}\n",
    "outlook ar": "من: {from_}\nتم الإرسال: الاثنين، 30 نوفمبر 2026 07:02\nإلى: Priya Raman\nالموضوع: {subject}\n",
    "outlook he": "מאת: {from_}\nנשלח: יום שני 30 נובמבר 2026 07:02\nאל: Priya Raman\nנושא: {subject}\n",
    "samsung": "-------- Original message --------From: {from_} Date: 11/30/26  7:02 AM  (GMT+01:00) To: Priya Raman "
    "Subject: {subject} ",
    "zoho": "---- On Mon, 30 Nov 2026 07:02:00 +0100 {from_} wrote ----\n",
    "groupwise": ">>> {from_} 30.11.2026 07:02 >>>\n",
    "t-online": "-----Original-Nachricht-----\nBetreff: {subject}\nDatum: 2026-11-30T07:02:00+0100\nVon: {from_}\n",
    "horde": "Zitat von {from_}:\n",
    "gmail": "On Mon, 30 Nov 2026 at 07:02, {from_} wrote:\n",
    "gmail zh": "{from_} 于2026年11月30日周一 07:02写道：\n",
    "apple": "On 30 Nov 2026, at 07:02, {from_} wrote:\n",
    "a language nobody knows": "Qlorp 30.11.2026 07:02 zint {from_} bleeb:\n",
    "none at all": "",
}
JOINTS = (
    "\n\n",
    "\n",
    "\n\nSent from my iPhone\n\n",
    "Sent from my Galaxy\n",
    "\n\nBest regards\nPriya Raman\n\n",
)
OWN = (
    "{n} still with the board, I push for Thursday", "{n} the committee met today", "{n}: waiting for legal",
    "{n} done", "{n} 9 Dec because of the move",
)  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """`own` are the lines its writer typed, `text` the whole of what came."""

    things: list[tuple[int, str, Need]]
    own: list[str]
    text: str


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """A mail about several partnerships and a reply to it, quoted in some way."""
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=2, max_size=7, unique=True))
    things = [
        (draw(st.sampled_from(sorted(PARTNERS))), title, draw(st.sampled_from(NEEDS))) for title in titles
    ]
    numbers = draw(st.lists(st.integers(1, len(things)), min_size=1, max_size=2, unique=True))
    own = [draw(st.sampled_from(OWN)).format(n=number) for number in numbers]
    letter = mailed(_in_order(things)).letter
    original = draw(st.sampled_from([letter.text, _as_text(letter.html), text_of_html(letter.html)]))
    for form in draw(st.lists(st.sampled_from(sorted(FORMS)), max_size=3)):
        original = FORMS[form](original)
    header = draw(st.sampled_from(sorted(HEADERS)))
    above = HEADERS[header].format(from_=draw(st.sampled_from([FROM, "Tandem"])), subject=letter.subject)
    prefix = draw(st.sampled_from(PREFIXES))
    quoted = "\n".join(f"{prefix}{line}" for line in original.split("\n"))
    joint = draw(st.sampled_from(JOINTS))
    return Reply(
        _in_order(things), own, "\n\n".join(own) + joint + above + draw(st.sampled_from(["", "\n"])) + quoted
    )


def _in_order(things: list[tuple[int, str, Need]]) -> list[tuple[int, str, Need]]:
    order = [Need.DO, Need.ANSWER, Need.ACCEPT, Need.CONFIRM]
    return sorted(things, key=lambda each: order.index(each[2]))


def _as_text(markup: str) -> str:
    """As a program makes text of it that keeps its links and knows nothing of styles."""
    body = markup.partition("<body>")[2]
    pieces = (
        body.replace('<a class="thing" href="', "\n<").replace('"><span', "> <span").replace("<br>", "\n")
    )
    pieces = (
        pieces.replace("</td></tr>", "\n").replace("</p>", "\n").replace("</h2>", "\n").replace("</h1>", "\n")
    )
    plain, inside = [], False
    for letter in pieces.replace("<https", "\x00https").replace("/> <", "/\x01 <"):
        if letter == "<":
            inside = True
        elif not inside:
            plain.append(letter)
        elif letter == ">":
            inside = False
    return html.unescape("".join(plain)).replace("\x00", "<").replace("\x01", ">")
