"""What the words of this field mean, for whoever meets one first: said once, for the page of words and for every link
to it (`{% term %}`). How promises are counted, with its days, stands in the page "How it is counted".
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word and its meaning in a sentence or two; `slug` is its place on the page of words."""

    slug: str
    word: str
    means: str


TERMS = (
    Term("accountable", "Accountable",
         "The one person who answers for an activity: the A of a RACI. There is exactly one."),
    Term("advice", "Advice",
         "What one side recommends to the other: whoever backs it wins the decision for it in their own house."),
    Term("ask", "Ask", "What one side needs of the other: a decision, something out of the way, or to take advice."),
    Term("baseline", "Baseline",
         "Where a figure stood when an outcome was agreed. What was reached is measured from there."),
    Term("carried-over", "Carried over", "What a review did not come to. It stands on the next agenda by itself."),
    Term("check-in", "Check-in",
         "A few words by whoever owns an outcome: how well it goes, and how sure they are of it."),
    Term("cover", "Cover",
         "A leader stands in front of the other side for a while: what falls due then is counted apart."),
    Term("engagement", "Engagement", "A contract or statement of work within a partnership, with its dates."),
    Term("first-date", "First date",
         "The day a promise was accepted for. It never changes, whatever dates follow: it is judged by this one."),
    Term("forum", "Forum", "Who meets, how often, for how long, and who chairs: a review is one meeting of a forum."),
    Term("free-hand", "Free hand",
         "Until a day the partner chooses the way alone: it is asked for the result, and not for the how."),
    Term("frozen", "Frozen",
         "Shortly before a review its agenda stays as it is, so that nobody is surprised. Answers go on."),
    Term("guardrails", "Guardrails", "The few lines a free hand does not cross, in plain words."),
    Term("held-up", "Held up",
         "Late because it waited on the other side for as long as it is late: no fault of its owner."),
    Term("in-the-way", "In the way", "Something that keeps one side from delivering and that the other can clear."),
    Term("indicator", "Indicator", "A figure both sides watch, with its target and its readings, month by month."),
    Term("kept", "Kept", "Reported done on or before its first date."),
    Term("kpi", "KPI", "Key performance indicator: a figure that says how well something goes."),
    Term("missed", "Missed", "Not done by its first date, not moved with notice, and not held up by the other side."),
    Term("moved", "Moved with notice",
         "Given a later date early enough for the other side to plan, and not late by that date."),
    Term("outcome", "Outcome intent",
         "What is to be reached and why it matters, without the how. One person of each side owns it."),
    Term("pack", "Pack",
         "A review on paper: page one for whoever has a minute, then what was decided, promised and done."),
    Term("partnership", "Partnership",
         "What an enterprise and one partner do together: its people, outcomes, promises and reviews."),
    Term("promise", "Promise",
         "An action its owner has accepted for a day, or a decision that is needed by one. Both sides’ count alike."),
    Term("proposal", "Proposal",
         "A promise one side asks the other for. It counts for nothing until its owner accepts it."),
    Term("raci", "RACI",
         "Who is responsible for an activity, who answers for it, who is consulted and who is informed."),
    Term("read-back", "Read-back",
         "At the end of a review what was promised is read aloud, and each side says whether it agrees."),
    Term("seal", "Seal",
         "Closes a review: nobody changes what was said, and anybody can see by its number that nobody did."),
    Term("sla", "SLA", "Service level agreement: a figure one side has agreed to hold."),
    Term("sponsor", "Sponsor",
         "The executive of a side who stands for the partnership, and is told when it is stuck."),
    Term("standing-promise", "Standing promise",
         "What one side owes the other again and again, agreed once by both. Each time is a promise of its own."),
    Term("tabled", "Tabled", "Put on the agenda by one side: each has one item that nobody can take off."),
    Term("waiting", "Waiting on",
         "An action cannot go on before somebody else moves: those days count for whoever it waits on."),
    Term("xla", "XLA", "Experience level agreement: a figure of how the people served find it."),
)  # fmt: skip
"""In the order of the alphabet."""

TERM_OF = {term.slug: term for term in TERMS}
