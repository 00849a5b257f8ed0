"""A question about the way is told from one about the result."""

import pytest

from governance.outcomes.prescribing.questions import asks_for_the_way


@pytest.mark.parametrize(
    "text",
    [
        "How will you move the data?",
        "And how exactly do your people test it?",
        "Why did you not start with the invoices?",
        "Which tool do you use for it?",
        "With which database would they begin?",
        "HOW ARE YOU going about it",
        "Wie wollt ihr das umziehen?",
        "Mit welchem Werkzeug arbeitet ihr?",
    ],
)
def test_the_way_is_asked_for(text: str) -> None:
    assert asks_for_the_way(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How does it stand?",
        "How do you know that it is reached?",
        "How far is it, and will it be there in March?",
        "What do you need from us?",
        "Which day suits you?",
        "Show us how many orders went through.",
        "Wie steht es?",
    ],
)
def test_the_result_may_be_asked_for(text: str) -> None:
    assert not asks_for_the_way(text)
