"""What the words of this field mean, for whoever meets one first: said once, for the page of words and for every link
to it (`{% term %}`, `{% explained %}`). How promises are counted, with its days, stands on "How it is counted".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word and its meaning in a sentence or two; `slug` is its place on the page of words.

    `forms` are those of a term of art, explained wherever a sentence of ours says it; others where a page names them.
    """

    slug: str
    word: str
    means: str
    forms: tuple[str, ...] = ()


TERMS = (
    Term("accountable", "Accountable",
         "The one person who answers for an activity: the A of a RACI. There is exactly one.", ("accountable",)),
    Term("ask", "Ask",
         "What one side needs of the other: a decision, an impediment cleared, or a recommendation answered."),
    Term("baseline", "Baseline",
         "Where a figure stood when an outcome was agreed. What was reached is measured from there."),
    Term("bet", "Capability bet",
         "What one side bets can be learnt by a day. It is no promise: on its day both say what became of it."),
    Term("carried-over", "Carried over", "What a review did not reach. It stands on the next agenda by itself.",
         ("carried over",)),
    Term("check-in", "Check-in",
         "A few words by whoever owns an outcome: how well it goes, and how sure they are of it.",
         ("check-in", "check-ins")),
    Term("cover", "Cover",
         "A leader stands in front of the other side for a while: what falls due then is counted apart.",
         ("under cover",)),
    Term("engagement", "Engagement", "A contract or statement of work within a partnership, with its dates."),
    Term("escalation", "Escalation",
         "What is late for long is told to both leads, then to both sponsors: one step after the other, by one rule.",
         ("escalated",)),
    Term("first-date", "First date",
         "The day a promise was accepted for. It never changes, whatever dates follow: it is judged by this one.",
         ("first date",)),
    Term("forum", "Forum", "Who meets, how often, for how long, and who chairs: a review is one meeting of a forum."),
    Term("free-hand", "Free hand",
         "Until a day the partner chooses the way alone: it is asked for the result, and not for the how.",
         ("free hand",)),
    Term("frozen", "Frozen",
         "Shortly before a review its agenda stays as it is, so that nobody is surprised. Answers go on."),
    Term("guardrails", "Guardrails", "The few lines a free hand does not cross, in plain words."),
    Term("held-up", "Held up",
         "Late because it waited on the other side for as long as it is late: no fault of its owner.",
         ("held up",)),
    Term("impediment", "Impediment", "What keeps one side from delivering, and what the other can clear.",
         ("impediment", "impediments")),
    Term("indicator", "Indicator", "A figure both sides watch, with its target and its readings, month by month."),
    Term("item-of-a-side", "Item from each side", "Each side puts one item on the agenda that nobody can take off."),
    Term("kept", "Kept", "Reported done on or before its first date.", ("kept",)),
    Term("kpi", "KPI", "Key performance indicator: a figure that says how well something goes."),
    Term("ledger", "Ledger",
         "Both sides’ promises beside each other, month by month: the result of each, and why, by one rule."),
    Term("mandate", "Mandate",
         "How far a partner is trusted: delivering, trusted, strategic, at the table. Each step wider puts a dated "
         "promise on the side that gives it."),
    Term("missed", "Missed", "Not done by its first date, not moved with notice, and not held up by the other side.",
         ("missed",)),
    Term("moved", "Moved with notice",
         "Given a later date early enough for the other side to plan, and not late by that date.",
         ("moved with notice",)),
    Term("outcome", "Outcome intent",
         "What is to be reached and why it matters, without the how. One person of each side owns it."),
    Term("pack", "Pack",
         "A review on paper: page one for whoever has a minute, then what was decided, promised and done.",
         ("pack", "packs")),
    Term("partnership", "Partnership",
         "What an enterprise and one partner do together: its people, outcomes, promises and reviews."),
    Term("promise", "Promise",
         "An action its owner has accepted for a day, a decision that is needed by one, or a look at a risk. "
         "Both sides’ count alike."),
    Term("proposal", "Proposal",
         "A promise one side asks the other for. It counts for nothing until its owner accepts it.",
         ("proposed",)),
    Term("raci", "RACI",
         "Who is responsible for an activity, who answers for it, who is consulted and who is informed.",
         ("RACI",)),
    Term("read-back", "Read-back",
         "At the end of a review what was promised is read aloud, and each side says whether it agrees.",
         ("read back", "read-back")),
    Term("recommendation", "Recommendation",
         "What one side would do in the other’s place: it is backed, or declined with a reason.",
         ("recommendation", "recommendations")),
    Term("risk", "Risk",
         "What may happen, why, and what it would do. One side carries it and looks at it by a day, again and again; "
         "living with it needs both sides’ yes."),
    Term("seal", "Seal",
         "Closes a review: nobody changes what was said, and anybody can see by its number that nobody did.",
         ("sealed",)),
    Term("sla", "SLA", "Service level agreement: a figure one side has agreed to hold."),
    Term("sponsor", "Sponsor",
         "The executive of a side who stands for the partnership, and is told when it is stuck.",
         ("sponsor", "sponsors")),
    Term("standing-promise", "Standing promise",
         "What one side owes the other again and again, agreed once by both. Each time is a promise of its own.",
         ("standing promise", "standing promises")),
    Term("waiting", "Waiting on",
         "An action cannot go on before somebody else moves: those days count for whoever it waits on.",
         ("waiting on", "waits on", "wait on")),
    Term("xla", "XLA", "Experience level agreement: a figure of how the people served find it."),
)  # fmt: skip
"""In the order of the alphabet."""

TERM_OF = {term.slug: term for term in TERMS}
_OF_FORM = {form.casefold(): term for term in TERMS for form in term.forms}
_FORMS = re.compile(rf"\b(?:{'|'.join(map(re.escape, _OF_FORM))})\b", re.IGNORECASE)


def in_pieces(text: str) -> Iterator[tuple[str, Term | None]]:
    """A text in its pieces, in their order: each term of art with what it is, and what stands between them."""
    end = 0
    for found in _FORMS.finditer(text):
        yield text[end : found.start()], None
        yield found[0], _OF_FORM[found[0].casefold()]
        end = found.end()
    yield text[end:], None
