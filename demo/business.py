"""What Northgate's business functions want, what Northgate changes for it, and which outcomes of partners serve it."""

from typing import NamedTuple

from demo import corvid, halden, larkspur, meridian, nimbus, ostrava
from demo.clock import Timeline, Told
from demo.opening import Stage
from governance.verbs import serve, want_business_outcome

_WANTED, _LINKED = 396, 288
"""Days ago on which it was written down, and on which the outcomes were tied to it."""


class Wanted(NamedTuple):
    """A business outcome: `served_by` outcomes of partners, and by what Northgate `changes` for it."""

    statement: str
    function: str
    owner: str
    target: str = ""
    stands: str = ""
    served_by: tuple[str, ...] = ()
    changes: "tuple[Wanted, ...]" = ()


BUSINESS = (
    Wanted(
        "Group results on working day three", "Finance", "Lena Moser",
        "The board has the group's figures on the third working day, without a night shift.", "day five today",
        changes=(
            Wanted("A month end without a night shift", "Finance", "Ines Duarte",
                   stands="waits on the archiving policy", served_by=(meridian.CLOSE,)),
            Wanted("Whoever builds may look at what they build with", "Finance", "Ines Duarte",
                   served_by=(meridian.NAMELESS,)),
        ),
    ),
    Wanted(
        "A new country takes orders within a quarter", "Sales and service", "Paul Anders",
        "From the decision to the first order it is ninety days, twice in a row.", "seven months at the last one",
        (meridian.DATABASES, halden.SAME_DAY),
        (
            Wanted("A branch never waits for systems", "Sales and service", "Paul Anders",
                   served_by=(corvid.QUIET, larkspur.HEALS)),
        ),
    ),
    Wanted(
        "Two thirds of what IT costs are spent on what is new", "IT operations", "Tom Okafor",
        stands="a little under half", served_by=(nimbus.OUT, ostrava.DESK),
    ),
)  # fmt: skip


def tell(timeline: Timeline, stages: dict[str, Stage], outcomes: dict[str, Told]) -> None:
    """Puts on the timeline what the business wants, written down by the CIO. `outcomes` are by what they say."""
    stage = stages["Meridian Systems"]
    for wanted in BUSINESS:
        top = _want(timeline, stage, wanted, outcomes, None)
        for change in wanted.changes:
            _want(timeline, stage, change, outcomes, top)


def _want(
    timeline: Timeline, stage: Stage, wanted: Wanted, outcomes: dict[str, Told], above: Told | None
) -> Told:
    told = timeline.tell(
        timeline.working_day(_WANTED),
        stage.cio,
        want_business_outcome,
        statement=wanted.statement,
        target=wanted.target,
        stands=wanted.stands,
        function=wanted.function,
        owner=stage.people[wanted.owner],
        serves=above,
        hour=17,
    )
    for statement in wanted.served_by:
        linked = timeline.working_day(_LINKED)
        timeline.tell(linked, stage.cio, serve, outcomes[statement], wanted=told, hour=17)
    return told
