"""Where a reply ends and the mail it replies to begins, by the marks that programs leave, in the languages people use.

No list of marks is complete: what we sent ourselves is taken away by what it says (`sent`). These marks find the rest:
what others sent, signatures, the line above a quoted mail. A reader of lines, in time that grows with their number.
"""

import unicodedata

from governance.replies.patterns import pattern

MOST_LINES = 2_000
_LONGEST_LINE = 1_000
_LONGEST_BANNER = 4

_QUOTED = pattern(r"\s*[>|]")
_MORE_THAN = pattern(r"\s*> ?[0-9][0-9.,]* ?[%€$£]")
"""“> 90 % of the servers”: somebody's own words, where nothing else is quoted."""
_RULED_OFF = pattern(
    r"\s*(?:-{4,}\s?[^\s-].{1,80}-{4,}|_{10,}\s*$|-{3,}.{3,200}@.{1,200}-{3,}\s*$|>>>.*@.*>>>\s*$)"
)
_RULED_OFF_INSIDE = pattern(r"(?:-{5,}\s?[^\s-].{1,60}-{5,}|_{20,})")
_BEGINS = (
    r"(?:on|am|le|el|il|op|den|em|dne|w dniu|dnia|på|pada|a|quoting|zitat von|citando|"
    r"[^\pL\pN\s]?[0-9]{1,4}[-./ ]|(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\pL*[.,])\s?"
)
_WROTE = (
    r"(?:wrote|writes|schrieb|schrieben|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napsala?|napsal\(a\)|"
    r"napisała?|napisał\(a\)|kirjoitti|menulis|írta|yazdı|написал|написала|пише)"
)
_SOMEBODY_WROTE = pattern(rf"\s*{_BEGINS}(?:.*[\s,>)])?{_WROTE}(?:[\s,:].{{0,120}})?:\s*$")
_ADDRESS_THEN_COLON = pattern(r".*[0-9].*\S+@\S+.{0,40}[:：]\s*$")
_MAY_BEGIN = pattern(rf"\s*{_BEGINS}")
_FROM = pattern(
    r"\s*\*?(?:from|von|de|da|van|från|fra|od|lähettäjä|expéditeur|feladó|от|kimden|差出人|发件人|寄件者|보낸 사람|"
    r"מאת|من)\s?\*?\s?[:：]\*?\s*\S"
)
_LONGEST_LABEL = 28
_ADDRESS, _TIME = pattern(r"\S@\S"), pattern(r"[0-9]{1,2}[:.h][0-9]{2}")
_MOST_LABELS = 8
_SIGNATURE = pattern(r"(?:-- ?|__)$")
_FROM_A_TELEPHONE = pattern(
    r"\s*(?:sent from (?:my|outlook|mail|yahoo)|get outlook for|sent with|von meinem .{1,30} gesendet|"
    r"gesendet (?:von|mit)|envoyé (?:de|depuis)|enviado desde|inviato da|verzonden (?:vanaf|met)|skickat från|"
    r"sendt fra)(?:[\s:].{0,80})?$"
)
_GLUED_TELEPHONE = pattern(
    r"(?:sent from my (?:iphone|ipad|galaxy|samsung|android|mobile|phone|huawei|xiaomi|pixel)|"
    r"von meinem (?:iphone|ipad|galaxy|samsung\pL*) gesendet|get outlook for (?:ios|android))[^.!?]{0,40}$"
)
_CLOSING = pattern(
    r"\s*(?:(?:best|kind|warm|many)(?:est)? (?:regards|wishes|thanks)|regards|best|cheers|thanks|thank you|sincerely|"
    r"yours (?:sincerely|truly)|all the best|mit freundlichen grüßen|(?:viele|beste|liebe|schöne) grüße|mfg|vg|lg|"
    r"danke|(?:bien )?cordialement|saludos|cordiali saluti|met vriendelijke groet(?:en)?)\s*[,.!]?\s*$"
)
_BEHIND_ALL = pattern(r"\s*p\.?\s?s\.?\s?[:.]?\s+\S|\s*ps:")
_WARNS = pattern(
    r"[^\pL]*(?:caution|warning|external|attention|be careful|achtung|vorsicht|extern|you don't often get|"
    r"you don’t often get|this (?:e-?mail|message) (?:originated|came|was sent)|diese (?:e-?mail|nachricht))[^\pL]"
)
_WARNS_OF = (
    "outside", "external", "organi", "sender", "link", "attachment", "click", "originated", "learn why", "recogni",
    "außerhalb", "extern", "absender", "anhäng",
)  # fmt: skip


def without_quotation(text: str) -> str:
    """The lines of the reply. What is written beneath quoted lines counts; a signature does not."""
    lines = [line[:_LONGEST_LINE] for line in text.split("\n")[:MOST_LINES]]
    kept: list[str] = []
    at = _length_of_banner(lines)
    while at < len(lines):
        length = _header_of_original(lines, at)
        if length:
            if any(line.strip() for line in kept) or not _is_quoted_next(lines, at + length):
                break
            at += length
            continue
        line = lines[at]
        at += 1
        if _QUOTED.match(line) and not _MORE_THAN.match(line):
            continue
        if _ends_the_words(line, kept):
            kept += _behind_the_signature(lines[at:])
            break
        line, is_over = _up_to_what_is_glued(line)
        kept.append(line.rstrip())
        if is_over:
            break
    return "\n".join(kept).strip("\n")


def above_quotation(text: str) -> str:
    """The lines above the first that looks quoted, for a mail of which nobody knows what it replies to."""
    above: list[str] = []
    lines = text.split("\n")[:MOST_LINES]
    for at, line in enumerate(lines):
        if _QUOTED.match(line) or _header_of_original(lines, at):
            break
        above.append(line)
    return without_quotation("\n".join(above))


def is_header(line: str) -> bool:
    """Whether it looks like a line of the header that programs write above the mail replied to."""
    line = line[:_LONGEST_LINE]
    return bool(_is_labelled(line) or _RULED_OFF.match(line))


def is_marked(line: str) -> bool:
    """Whether its program has marked it as quoted."""
    return bool(_QUOTED.match(line[:_LONGEST_LINE]))


def _ends_the_words(line: str, kept: list[str]) -> bool:
    if _SIGNATURE.match(line) or _FROM_A_TELEPHONE.match(line):
        return True
    return bool(_CLOSING.match(line)) and any(earlier.strip() for earlier in kept)


def _behind_the_signature(lines: list[str]) -> list[str]:
    """A postscript, up to the next empty line."""
    for at, line in enumerate(lines):
        if _header_of_original(lines, at) or _QUOTED.match(line):
            return []
        if _BEHIND_ALL.match(line):
            length = next(
                (more for more, later in enumerate(lines[at:]) if not later.strip()), len(lines) - at
            )
            return ["", *lines[at : at + length]]
    return []


def _up_to_what_is_glued(line: str) -> tuple[str, bool]:
    """The line up to what a program wrote behind it without a break, and whether it did."""
    found = _GLUED_TELEPHONE.search(line) or _RULED_OFF_INSIDE.search(line)
    return (line[: found.start()], True) if found else (line, False)


def _header_of_original(lines: list[str], at: int) -> int:
    """How many lines announce the mail replied to at this place; 0 where none does."""
    if _RULED_OFF.match(lines[at]):
        return 1
    if _is_block_of_labels(lines, at):
        return 1
    return _length_of_somebody_wrote(lines, at)


def _is_block_of_labels(lines: list[str], at: int) -> bool:
    """ "From: … Sent: … To: … Subject: …" in any language: its lines hold an address or a time."""
    if not _is_labelled(lines[at]):
        return False
    labels = 1
    while labels < _MOST_LABELS and at + labels < len(lines) and _is_labelled(lines[at + labels]):
        labels += 1
    if _FROM.match(lines[at]):
        return labels >= 3
    block = " ".join(lines[at : at + labels])
    return labels >= 3 and bool(_ADDRESS.search(block)) and bool(_TIME.search(block))


def _is_labelled(line: str) -> bool:
    """ "Subject: …" in any letters."""
    label, _, value = line.replace("：", ":").partition(":")
    name = label.strip(" *\t")
    plain = all(letter.isalnum() or letter in " ’'./-" or unicodedata.combining(letter) for letter in name)
    return 1 < len(name) <= _LONGEST_LABEL and name[0].isalpha() and plain and bool(value.strip(" *"))


def _length_of_somebody_wrote(lines: list[str], at: int) -> int:
    """ "On 4 December, Tandem <…> wrote:" may be broken over three lines; in an unknown language the address tells."""
    if not _MAY_BEGIN.match(lines[at]) and not _ADDRESS_THEN_COLON.match(lines[at]):
        return 0
    joined = ""
    for count, line in enumerate(lines[at : at + 3], 1):
        if not line.strip():
            return 0
        joined = f"{joined} {line.strip()}"
        if _SOMEBODY_WROTE.match(joined) or _ADDRESS_THEN_COLON.match(joined):
            return count
    return 0


def _is_quoted_next(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at:] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _length_of_banner(lines: list[str]) -> int:
    """How many lines at the top a mail gateway has put there to warn of a mail from outside."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    last = next((at for at in range(first, len(lines)) if not lines[at].strip()), len(lines))
    banner = " ".join(lines[first:last]).lower()
    is_one = last - first <= _LONGEST_BANNER and bool(_WARNS.match(f"{banner} "))
    return last if is_one and sum(word in banner for word in _WARNS_OF) >= 2 else 0
