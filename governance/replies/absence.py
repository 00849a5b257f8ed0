"""Whether somebody's mail program wrote that they are away, and said so in no header.

People write that they are away as well, and that is a word of theirs. So it takes three things together: an absence in
the first sentence, nothing quoted, and what only such a text has, a way to reach somebody else or a subject of its own.
"""

from governance.replies.patterns import pattern
from governance.replies.preface import beyond_greeting

_LONGEST = 1_500
_THANKS = pattern(
    r"\s*(?:(?:many )?thank(?:s| you)[^.!]{0,10} (?:for|very)|(?:vielen |herzlichen )?dank für|"
    r"merci (?:de|pour|beaucoup)|"
    r"(?:muchas )?gracias por|grazie (?:per|mille)|bedankt voor|dank (?:u|je) (?:wel )?voor)[^.!\n]{0,120}[.!\n]\s*"
)
_AWAY = pattern(
    r"(?:[^.!?\n]|[0-9]\.){0,160}(?:"
    r"out of (?:the |my )?office|\booo\b|"
    r"on (?:annual |parental |sick |maternity |paternity )?(?:leave|vacation|holiday)|"
    r"away from (?:the |my )?(?:office|desk)|(?:limited|no) access to (?:my )?e-?mails?|not (?:be )?in the office|"
    r"nicht im (?:büro|haus)|außer haus|abwesend|im urlaub|nicht (?:persönlich )?erreichbar|in elternzeit|"
    r"absente?\b|en congés?|en vacances|hors du bureau|"
    r"fuera de (?:la )?oficina|ausente|de vacaciones|"
    r"fuori (?:ufficio|sede)|assente|in ferie|"
    r"afwezig|niet (?:op|aanwezig op) kantoor|met (?:vakantie|verlof)"
    r")"
)
_TURN_TO = pattern(
    r"urgent|emergenc|in my absence|(?:please |kindly )?contact|when i(?:['’]m| am)? (?:return|back)|upon my return|"
    r"will (?:reply|respond|answer|get back)|dringend|wenden sie sich|kontaktieren|"
    r"nicht weitergeleitet|meiner rückkehr|"
    r"en cas d['’]urgence|contacter|à mon retour|adresser à|"
    r"urgente|contact[ae]r? con|póngase|a mi regreso|contattare|rivolgersi|al mio rientro|"
    r"dringende|contact opnemen|neem (?:dan )?contact|bij terugkomst"
)
_ANSWERS = pattern(r"\s*(?:\[[^\]]{1,40}\]\s*)?\pL{2,5}(?:\[[0-9]\])?\s?[:：]")


def is_absence(words: str, *, subject: str, quotes: bool) -> bool:
    """Whether `words`, all that was sent under `subject`, tell of an absence. `quotes`: the mail holds one of ours."""
    if quotes or len(words) > _LONGEST:
        return False
    text = beyond_greeting(words.strip())
    text = text[found.end() :] if (found := _THANKS.match(text)) else text
    return bool(_AWAY.match(text)) and (bool(_TURN_TO.search(text)) or not _ANSWERS.match(subject))
