"""What the sides are called in an edition: by pronouns in ours, by their names in the partner's."""

import pytest

from reviews.facts.pronouns import Pronouns, capital, pronouns_in


def test_ours_says_we_and_they() -> None:
    called = pronouns_in("ours", enterprise="Northgate Group", partner="Meridian Systems")
    assert called == {"ours": Pronouns("We", "us", "our"), "theirs": Pronouns("They", "them", "their")}


@pytest.mark.parametrize(
    ("name", "possessive"),
    [
        ("Meridian Systems", "Meridian Systems’"),
        ("Halden & Roy", "Halden & Roy’s"),
        ("OSS", "OSS’s"),
        ("Ahlers", "Ahlers’"),
    ],
)
def test_the_partner_s_calls_both_by_their_names(name: str, possessive: str) -> None:
    called = pronouns_in("partner", enterprise="Northgate Group", partner=name)
    assert called["theirs"] == Pronouns(name, name, possessive)
    assert called["ours"].possessive == "Northgate Group’s"
    assert pronouns_in("partner", enterprise=name, partner="Roy")["ours"] == Pronouns(name, name, possessive)


def test_a_sentence_begins_with_a_capital() -> None:
    assert [capital(words) for words in ("they kept it", "Ø is", "")] == ["They kept it", "Ø is", ""]
