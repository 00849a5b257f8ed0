"""The targets of all indicators in one table: what nobody touched stays, and nobody is overwritten."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import Indicator
from dashboards.verbs import define_indicator, edit_indicator, retire_indicator
from partners.isolation.scope import acting_as
from partners.models import User
from tests.cast import Cast
from tests.ground import laid
from tests.reading import lines_of

SignedIn = Callable[[User], Client]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@laid
def measured(cast: Cast) -> dict[str, int]:
    """Name → number, of three that are measured and one that no longer is."""
    with acting_as(cast.lead):
        said = {"by": cast.lead, "now": NOW}
        close = define_indicator(
            cast.partner,
            name="Close",
            unit="h",
            direction="lower",
            target=Decimal(5),
            amber=Decimal(6),
            **said,
        )
        uptime = define_indicator(cast.partner, name="Uptime", unit="%", direction="higher", **said)
        tickets = define_indicator(cast.partner, name="Tickets", unit="", direction="none", **said)
        gone = define_indicator(cast.partner, name="Gone", unit="", direction="lower", **said)
        retire_indicator(gone, **said)
    return {each.name: each.pk for each in (close, uptime, tickets, gone)}


def page(cast: Cast) -> str:
    return f"/partnerships/{cast.partner.slug}/performance/targets/"


def as_shown(measured: dict[str, int], **typed: str) -> dict[str, str]:
    """The form as the page shows it, with what was `typed` ("Close_target")."""
    stands = {"Close": ("lower", "5", "6"), "Uptime": ("higher", "", ""), "Tickets": ("none", "", "")}
    sent = {}
    for name, values in stands.items():
        for field, value in zip(("direction", "target", "amber"), values, strict=True):
            sent[f"initial-indicator-{measured[name]}-{field}"] = value
            sent[f"indicator-{measured[name]}-{field}"] = typed.get(f"{name}_{field}", value)
    return sent


def marks(cast: Cast) -> dict[str, tuple[str, Decimal | None, Decimal | None]]:
    with acting_as(cast.lead):
        rows = Indicator.objects.filter(partner=cast.partner)
        return {row.name: (row.direction, row.target, row.amber) for row in rows}


def test_the_page_asks_of_everything_that_is_measured(
    cast: Cast, measured: dict[str, int], signed_in: SignedIn
) -> None:
    html = signed_in(cast.manager).get(page(cast)).content.decode()
    read = lines_of(html)
    assert [name for name in measured if name in read] == ["Close", "Uptime", "Tickets"]
    for name, value in as_shown(measured).items():
        assert f'name="{name}"' in html
        assert not value or f'value="{value}"' in html


@pytest.mark.parametrize("person", ["manager", "lead"])
def test_many_are_set_at_once_and_the_rest_stays(
    cast: Cast, measured: dict[str, int], signed_in: SignedIn, person: str
) -> None:
    before = marks(cast)
    sent = as_shown(
        measured, Close_target="4,5", Uptime_target="99.95", Tickets_direction="lower", Tickets_target="30"
    )
    html = signed_in(getattr(cast, person)).post(page(cast), sent, follow=True).content.decode()
    assert "Three targets changed." in html
    assert marks(cast) == before | {
        "Close": ("lower", Decimal("4.5"), Decimal(6)),
        "Uptime": ("higher", Decimal("99.95"), None),
        "Tickets": ("lower", Decimal(30), None),
    }


def test_what_makes_no_sense_is_said_at_its_indicator_and_nothing_is_saved(
    cast: Cast, measured: dict[str, int], signed_in: SignedIn
) -> None:
    before = marks(cast)
    for typed, said in (
        ({"Uptime_target": "99.95", "Tickets_target": "30"}, "Say which way is better"),
        ({"Uptime_target": "99.95", "Close_amber": "4"}, "amber lies above the target"),
        ({"Uptime_target": "99.95", "Close_target": "five"}, "Enter a number"),
    ):
        answer = signed_in(cast.lead).post(page(cast), as_shown(measured, **typed))
        html = answer.content.decode()
        assert (answer.status_code, said in html, 'value="99.95"' in html) == (422, True, True)
        assert marks(cast) == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    cast: Cast, measured: dict[str, int], signed_in: SignedIn
) -> None:
    with acting_as(cast.manager):
        other = Indicator.objects.get(pk=measured["Close"])
        edit_indicator(other, target=Decimal("5.5"), by=cast.manager, now=NOW)
    browser = signed_in(cast.lead)
    answer = browser.post(page(cast), as_shown(measured, Close_target="4.5"))
    assert (answer.status_code, "Somebody else changed this one" in answer.content.decode()) == (422, True)
    assert marks(cast)["Close"][1] == Decimal("5.5")
    assert "lower is better, target 5.5, still near at 6" in answer.content.decode()
    again = as_shown(measured, Close_target="4.5") | {f"initial-indicator-{measured['Close']}-target": "5.5"}
    assert f'name="initial-indicator-{measured["Close"]}-target" value="5.5"' in answer.content.decode()
    # Another indicator, of the same page as it was first seen, is nobody's concern.
    browser.post(page(cast), as_shown(measured, Uptime_target="99"))
    assert (marks(cast)["Close"][1], marks(cast)["Uptime"][1]) == (Decimal("5.5"), Decimal(99))
    browser.post(page(cast), again)
    assert marks(cast)["Close"][1] == Decimal("4.5")


def test_nothing_touched_changes_nothing_and_writes_no_history(
    cast: Cast, measured: dict[str, int], signed_in: SignedIn
) -> None:
    html = signed_in(cast.lead).post(page(cast), as_shown(measured), follow=True).content.decode()
    assert "Nothing was changed." in html


@pytest.mark.parametrize("hostile", ["", "five", "\0", "9" * 400])
def test_what_was_seen_cannot_be_made_up(
    cast: Cast, measured: dict[str, int], signed_in: SignedIn, hostile: str
) -> None:
    sent = as_shown(measured, Close_target="4")
    sent[f"initial-indicator-{measured['Close']}-target"] = hostile
    assert signed_in(cast.lead).post(page(cast), sent).status_code == 422
    assert marks(cast)["Close"][1] == Decimal(5)
