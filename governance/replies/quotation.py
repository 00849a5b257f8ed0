"""Where a reply ends and the mail it replies to begins, in the languages and programs people use.

A reader of lines, in time that grows with their number. The library for this (mail-parser-reply) knows more languages,
but its patterns take seconds over a few kilobytes that somebody has made for them.
"""

import re

MOST_LINES = 2_000
_LONGEST_LINE = 1_000

_QUOTED = re.compile(r"\s*(?:>|\|)")
_RULED_OFF = re.compile(r"\s*(?:-{4,}[^-]{3,60}-{4,}|_{10,})\s*$")
_BEGINS = (
    r"(?:on|am|le|el|il|op|den|em|dne|w dniu|dnia|på|em|pada|a|på|\W?[0-9]{1,4}[-./ ]|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\w*[.,])\s?"
)
_WROTE = (
    r"(?:wrote|writes|schrieb|schrieben|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napsala?|napsal\(a\)|"
    r"napisała?|napisał\(a\)|kirjoitti|menulis)"
)
_SOMEBODY_WROTE = re.compile(rf"\s*{_BEGINS}.*\b{_WROTE}\b.{{0,120}}:\s*$", re.IGNORECASE)
_ADDRESS_THEN_COLON = re.compile(r".*[0-9].*<?\S+@\S+>?.{0,40}:\s*$")
_MAY_BEGIN = re.compile(rf"\s*{_BEGINS}", re.IGNORECASE)
_FROM = re.compile(
    r"\s*\*?(?:from|von|de|da|van|från|fra|od|lähettäjä|expéditeur)\s?\*?\s?:\*?\s*\S", re.IGNORECASE
)
_LABEL = re.compile(r"\s*\*?[^\W\d_][\w ’'-]{1,20}\s?\*?\s?:\*?\s+\S")
_SIGNATURE = re.compile(r"(?:-- ?|__)$")
_FROM_A_TELEPHONE = re.compile(
    r"\s*(?:sent from (?:my|outlook|mail)|get outlook for|sent with|von meinem .{1,30} gesendet|gesendet (?:von|mit)|"
    r"envoyé (?:de|depuis)|enviado desde|inviato da|verzonden (?:vanaf|met)|skickat från|sendt fra)\b.{0,80}$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:best|kind|warm|many)(?:est)? (?:regards|wishes|thanks)|regards|best|cheers|thanks|thank you|sincerely|"
    r"yours (?:sincerely|truly)|all the best|mit freundlichen grüßen|(?:viele|beste|liebe|schöne) grüße|mfg|vg|lg|"
    r"(?:bien )?cordialement|saludos|cordiali saluti|met vriendelijke groet(?:en)?)\s*[,.!]?\s*$",
    re.IGNORECASE,
)


def without_quotation(text: str) -> str:
    """The lines of the reply. What is written beneath quoted lines counts; a signature does not."""
    lines = [line[:_LONGEST_LINE] for line in text.split("\n")[:MOST_LINES]]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        length = _header_of_original(lines, at)
        if length:
            if any(line.strip() for line in kept) or not _is_quoted_next(lines, at + length):
                break
            at += length
            continue
        line = lines[at]
        at += 1
        if _QUOTED.match(line):
            continue
        if _ends_the_words(line, kept):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip("\n")


def _ends_the_words(line: str, kept: list[str]) -> bool:
    if _SIGNATURE.match(line) or _FROM_A_TELEPHONE.match(line):
        return True
    return bool(_CLOSING.match(line)) and any(earlier.strip() for earlier in kept)


def _header_of_original(lines: list[str], at: int) -> int:
    """How many lines announce the mail replied to at this place; 0 where none does."""
    if _RULED_OFF.match(lines[at]):
        return 1
    if _FROM.match(lines[at]):
        labels = sum(bool(_LABEL.match(line)) for line in lines[at + 1 : at + 6])
        return 1 if labels >= 2 else 0
    return _length_of_somebody_wrote(lines, at)


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
