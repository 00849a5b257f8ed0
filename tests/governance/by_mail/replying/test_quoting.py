"""Whatever a mail program makes of the mail replied to: no line of it is filed, and none of it acts."""

from hypothesis import given, settings

from governance.replies import Kind, answers_in, own_words
from governance.replies.letters import squeeze
from partners.mail.outbox import Letter
from tests.governance.by_mail.replying.quoting import PEOPLE, TODAY, Reply, mailed, replies


@given(replies())
@settings(max_examples=300, deadline=None)
def test_no_line_of_ours_comes_back_as_somebody_s_words(reply: Reply) -> None:
    words = own_words(reply.text, mailed(reply.things).sent).words
    left, own = squeeze(words), squeeze("".join(reply.own))
    assert not _pieces(left) & (_of_ours(mailed(reply.things).letter) - _pieces(own))
    assert not any(squeeze(name) in left for name in PEOPLE.values())
    assert left.startswith(own) or own.startswith(left)
    assert len(left) <= len(own) + 60  # something may be left of a header in a language nobody knows


def _of_ours(letter: Letter) -> set[str]:
    return _pieces(squeeze(letter.text)) | _pieces(squeeze(letter.subject))


def _pieces(letters: str) -> set[str]:
    return {letters[at : at + 12] for at in range(len(letters) - 11)}


@given(replies())
@settings(max_examples=300, deadline=None)
def test_nothing_of_ours_acts(reply: Reply) -> None:
    words = own_words(reply.text, mailed(reply.things).sent).words
    said = {
        (each.number, each.parsed.kind, each.parsed.day) for each in answers_in(words, things=9, today=TODAY)
    }
    meant = {
        (each.number, each.parsed.kind, each.parsed.day)
        for each in answers_in("\n\n".join(reply.own), things=9, today=TODAY)
    }
    acting = {each for each in said if each[1] not in (Kind.WORD, Kind.NOTHING)}
    assert acting <= meant
