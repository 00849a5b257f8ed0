"""What may stand before what a reply says: a greeting, a word of thanks, a notice of somebody's mail gateway.

None is known by a list alone. What stands behind it decides: it is taken for a preface only where that says something
plainly, and a notice in words nobody listed stays among the words, so that nothing somebody wrote is lost.
"""

import re2

from governance.replies.patterns import pattern

_GREETS = (
    r"(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|hallo|moin|servus|grüezi|liebe[rs]?|"
    r"sehr geehrte[rs]?|guten (?:tag|morgen|abend)|bonjour|salut|bonsoir|cher|chère|hola|buen[oa]s (?:días|tardes)|"
    r"estimad[oa]s?|ciao|salve|buongiorno|buonasera|gentile|olá|oi|bom dia|boa tarde|hej|hei|goedemorgen|beste|"
    r"ahoj|dobrý den|cześć|dzień dobry|szia|merhaba|здравствуйте|привет|добрый день|您好|你好|こんにちは|안녕하세요)"
)
_AGREES = (
    r"(?:(?:many )?thanks(?: again)?|thank you|(?:vielen )?dank[ea]?|merci|gracias|grazie|obrigad[oa]|ok|okay|"
    r"all right|sure|alles klar|gut|d['’]accord|vale|va bene)"
)
_GREETING = pattern(rf"\s*{_GREETS}(?:[\s,.!，！][^,.!?:;0-9]{{0,40}}[,.!:，！]?|[,.!:，！]?)\s*$")
_OPENING = pattern(
    rf"\s*(?:{_GREETS}(?:\s[^,.!?:;0-9]{{0,40}}?)?|{_AGREES})(?:\s*[,.!:，！]+\s*|\s+[-–—]+\s+)(\S.*)$"
)
_TAG = pattern(
    r"\s*(?:\[[^\[\]]{3,60}\]|[*#=<(]{1,8}\s?[^\pL]{0,3}\p{Lu}[^\p{Ll}>)*#=]{2,40}[*#=>)]{1,8})\s*"
)
"""“[EXTERNAL]”, “*** EXTERN ***”. Its letters are asked for case elsewhere: here none is told from another."""
_LABEL = pattern(r"[^\pL\pN]{0,6}([\pL][\pL ’'-]{1,39})\s?[:：!！]")
_RULE = re2.compile(r"\s*(?:[-_=*#~]\s?){5,}\s*$")
_MOST_LINES = 8


def beyond_greeting(text: str) -> str:
    """The text without a greeting that has a line of its own."""
    first, _, rest = text.partition("\n")
    return rest.strip() if rest.strip() and _GREETING.match(first) else text


def beyond_opening(line: str) -> str:
    """What a line says behind “Hi Priya, …”, “Thanks, …” or “Ok – …”; empty where it begins with none."""
    found = _OPENING.match(line)
    return str(found[1]) if found else ""


def beyond_notice(text: str) -> list[tuple[str, str]]:
    """Each way to part a notice at the top from what stands behind it, where the top looks like one.

    Gateways set theirs apart: by a tag in brackets or stars, by a word in capitals with a colon, by a ruled line. None
    of it says in which words or in which language.
    """
    tag, label, lines = _TAG.match(text), _LABEL.match(text), text.split("\n")
    is_tagged = bool(tag) and _is_loud(tag[0])
    if not (is_tagged or (label and _is_loud(label[1])) or _RULE.match(lines[0])):
        return []
    ways = [(tag[0].strip(), text[tag.end() :].strip())] if is_tagged else []
    for at in range(1, min(len(lines), _MOST_LINES + 1)):
        if lines[at].strip() and not _RULE.match(lines[at]):
            ways.append(("\n".join(lines[:at]).strip(), "\n".join(lines[at:]).strip()))
    return [(before, after) for before, after in ways if after]


def _is_loud(words: str) -> bool:
    """In capitals, or in a writing that has none; or in brackets, which nobody puts around the first thing they say."""
    return words.upper() == words or words.lstrip().startswith("[")
