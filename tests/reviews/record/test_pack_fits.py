"""Page one gives way step by step: the first step that fits is found without trying each of them."""

import re
from dataclasses import replace

import pytest

from reviews.facts import Snapshot
from reviews.record.pack.rendering import STEPS, first_that_fits, page_one_alone, printer
from tests.reviews.record.pack_story import long_story, sealed

MOST_TRIES = 7
WORDY = (
    "A change that takes a whole sentence to tell, and then a second one because the first was not enough."
)


def much(times: int) -> Snapshot:
    """A story of which more happened the more `times`."""
    base = long_story(promises=4, figures=1)
    return replace(
        base,
        changes=tuple(replace(change, text=WORDY) for change in base.changes * 9)[: 2 * times],
        reds=tuple(replace(red, why=WORDY * 2) for red in base.reds * 5)[:times],
        thanks=base.thanks * times,
    )


@pytest.mark.parametrize("fitting", range(len(STEPS) + 1))
def test_it_is_the_first_that_fits_and_few_are_tried(fitting: int) -> None:
    tried: list[int] = []

    def fits(step: int) -> bool:
        tried.append(step)
        return step >= fitting

    found = first_that_fits(fits)
    assert found == (fitting if fitting < len(STEPS) else None)
    assert len(tried) == len(set(tried)) <= MOST_TRIES
    one_after_the_other = min(fitting, len(STEPS) - 1) + 1
    assert len(tried) <= one_after_the_other + (fitting > 1)


@pytest.mark.parametrize("times", [1, 4, 6])
def test_a_step_that_shows_less_fits_where_one_that_shows_more_does(times: int) -> None:
    """What is sought by halves is found only so; it is the step that one after the other finds as well."""
    story, laid_out = sealed(much(times)), printer(b"")
    fits = [len(laid_out(page_one_alone(story, step)).pages) == 1 for step in range(len(STEPS))]
    assert fits == sorted(fits)
    assert fits[0] is (times == 1)
    assert first_that_fits(fits.__getitem__) == (fits.index(True) if True in fits else None)


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_however_little_of_it_fits_it_never_says_that_nothing_changed_or_is_red(step: int) -> None:
    story = much(3)
    said = without_tags(page_one_alone(sealed(story), step))
    assert "Nothing changed" not in said
    assert "Nothing is red" not in said
    shown, every = min(STEPS[step].changes, len(story.changes)), len(story.changes)
    assert ("Six changes, all inside." in said) is (shown == 0)
    assert (f"And {every - shown} more inside." in said) is (0 < shown < every)


def test_with_no_change_it_says_so() -> None:
    assert "Nothing changed since the last review." in without_tags(
        page_one_alone(sealed(replace(much(1), changes=())), 0)
    )


def without_tags(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
