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
_RULE = pattern(r"\s*_{10,}\s*$")
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
_WORDS_OF_TITLES = {
    "of",
    "the",
    "and",
    "for",
    "de",
    "der",
    "die",
    "und",
    "von",
    "du",
    "des",
    "et",
    "für",
    "in",
    "&",
}
_OF_AN_ADDRESS = pattern(r"[@:/0-9]|\S\.\S")
_BARE_OR_NESTED = pattern(r"\s*[>|]\s*(?:$|[>|])")
_MOST_TYPED, _MOST_APART = 2, 4
_BEHIND_ALL = pattern(r"\s*p\.?\s?s\.?\s?[:.]?\s+\S|\s*ps:")
_WARNS = pattern(
    r"[^\pL]*(?:caution|warning|external|attention|be careful|achtung|vorsicht|extern|you don't often get|"
    r"you don’t often get|this (?:e-?mail|message) (?:originated|came|was sent)|diese (?:e-?mail|nachricht))[^\pL]"
)
_TAG = pattern(r"\s*(?:\[[^\[\]]{3,40}\]|\*{2,8}[^*]{3,40}\*{2,8})(?:\s+|$)")
_WARNS_OF = (
    "outside", "external", "organi", "sender", "link", "attachment", "click", "originated", "learn why", "recogni",
    "außerhalb", "extern", "absender", "anhäng",
)  # fmt: skip


def without_quotation(text: str) -> str:
    """The lines of the reply. What is written beneath quoted lines counts; a signature does not."""
    lines = [line[:_LONGEST_LINE] for line in text.split("\n")[:MOST_LINES]]
    kept: list[str] = []
    at = _length_of_banner(lines)
    lines[at : at + 1] = [_without_tag(line) for line in lines[at : at + 1]]
    typed = _typed_marks(lines)
    while at < len(lines):
        length = _header_of_original(lines, at)
        if length and _is_rule_around_notice(lines, at, kept):
            kept.append(lines[at])
            at += 1
            continue
        if length:
            if any(line.strip() for line in kept) or not _is_quoted_next(lines, at + length):
                break
            at += length
            continue
        line = lines[at]
        at += 1
        if _QUOTED.match(line) and not _MORE_THAN.match(line) and at - 1 not in typed:
            continue
        if _SIGNATURE.match(line) or _FROM_A_TELEPHONE.match(line) or _is_closing(lines, at - 1, kept):
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


def _is_rule_around_notice(lines: list[str], at: int, kept: list[str]) -> bool:
    """Whether a ruled line parts nobody's mail off, as gateways draw one above and one below a notice at the top."""
    said = [line for line in kept if line.strip()]
    rules = sum(bool(_RULE.match(line)) for line in said)
    is_around = not said or (1 < len(said) <= _LONGEST_BANNER and rules == 1 and bool(_RULE.match(said[0])))
    return is_around and bool(_RULE.match(lines[at])) and _next_said(lines, at + 1) is not None


def _is_closing(lines: list[str], at: int, kept: list[str]) -> bool:
    """Whether the words end at this line: “Best regards” below some, with a name or nothing behind it.

    Programs do not mark it, people type it. So what goes on in a sentence, or behind a first name, is no signature.
    """
    if not _CLOSING.match(lines[at]) or not any(earlier.strip() for earlier in kept):
        return False
    first = _next_said(lines, at + 1)
    if first is None or _is_sentence(lines[first]):
        return first is None
    is_alone = first + 1 < len(lines) and not lines[first + 1].strip()
    below = _next_said(lines, first + 1) if is_alone else None
    return below is None or not _is_sentence(lines[below])


def _next_said(lines: list[str], begins: int) -> int | None:
    """Which of the next few lines has anything on it, unless somebody else's mail begins there."""
    found = next(
        (at for at in range(begins, min(len(lines), begins + _MOST_APART)) if lines[at].strip()), None
    )
    if found is None or _QUOTED.match(lines[found]) or _header_of_original(lines, found):
        return None
    return found


def _is_sentence(line: str) -> bool:
    """Whether somebody says something: names, titles, addresses and numbers of a signature do not."""
    words = [word for word in line.split() if word.lower() not in _WORDS_OF_TITLES]
    plain = [word for word in words if word[:1].islower() and not _OF_AN_ADDRESS.search(word)]
    without_case = not any(letter.lower() != letter.upper() for letter in line) and len(line.strip()) > 8
    spoken = without_case and any(letter.isalpha() for letter in line)
    return len(plain) >= 2 or spoken or bool(plain and line.rstrip().endswith((".", "!", "?")))


def _typed_marks(lines: list[str]) -> set[int]:
    """The lines whose ">" somebody typed: one or two within a paragraph of theirs, above all that is quoted.

    Programs quote a whole mail, apart from what is written, and say above whose. What we sent is a bare ">" by now.
    """
    top = next(
        (
            at
            for at, line in enumerate(lines)
            if _BARE_OR_NESTED.match(line) or _header_of_original(lines, at)
        ),
        len(lines),
    )
    marked = [at for at in range(top) if _QUOTED.match(lines[at])]
    if (
        len(marked) > _MOST_TYPED
        or (top < len(lines) and top - 1 in marked)
        or any(_is_apart(lines, at) for at in marked)
    ):
        return set()
    return set(marked)


def _is_apart(lines: list[str], at: int) -> bool:
    """Whether a marked line is no part of a paragraph of somebody's own: nothing stands right above it, or ends in a
    colon, as above what somebody else wrote.
    """
    above = next(
        (line for line in reversed(lines[max(0, at - _MOST_TYPED) : at]) if not _QUOTED.match(line)), ""
    )
    return not above.strip() or above.rstrip().endswith((":", "："))


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
    last = min(last, next((at for at in range(first + 1, last) if _is_below_banner(lines, at)), last))
    banner = " ".join(lines[first:last]).lower()
    is_one = last - first <= _LONGEST_BANNER and bool(_WARNS.match(f"{banner} "))
    if not is_one or sum(word in banner for word in _WARNS_OF) < 2:
        return 0
    behind = _without_tag(lines[first])
    said = " ".join([behind, *lines[first + 1 : last]]).lower()
    is_tag_alone = 0 < len(behind) < len(lines[first]) and sum(word in said for word in _WARNS_OF) < 2
    return first if is_tag_alone else last


def _is_below_banner(lines: list[str], at: int) -> bool:
    """Whether a line begins anew beneath one that ended, and warns of nothing: what somebody wrote right below it."""
    ended = lines[at - 1].rstrip().endswith((".", "!", "]", ")", "*", "-", "_", "="))
    is_said = any(letter.isalnum() for letter in lines[at])
    return ended and is_said and not any(word in lines[at].lower() for word in _WARNS_OF)


def _without_tag(line: str) -> str:
    """The line without “[EXTERNAL]”, which a gateway put before the first of somebody's own."""
    found = _TAG.match(line)
    return line[found.end() :] if found and any(word in found[0].lower() for word in _WARNS_OF) else line
