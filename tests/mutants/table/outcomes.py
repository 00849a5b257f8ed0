"""Faults planted in what both sides agree on."""

from tests.mutants.planting import Mutant

DRAFTING = "governance/outcomes/verbs/drafting.py"
CHANGING = "governance/outcomes/verbs/changing.py"
INITIATIVES = "governance/outcomes/verbs/initiatives.py"
AGREED = ("tests/governance/outcomes/test_agreed_by_both.py",)
CHANGES = ("tests/governance/outcomes/test_changes.py",)
WORK = ("tests/governance/outcomes/test_initiatives.py",)
STANDING = ("tests/governance/outcomes/test_standing.py",)
PRESCRIBING = ("tests/governance/outcomes/test_prescribing.py",)
FUNCTIONS = ("tests/governance/outcomes/test_functions.py",)
LETTERS = ("tests/governance/test_consent_letters.py",)
PROMISED = ("tests/governance/promised/test_promised.py",)
VACANCIES = ("tests/governance/raci/test_vacancies.py",)
VALUE = ("tests/governance/outcomes/test_value.py",)
PAGES = ("tests/governance/outcomes/test_outcome_pages.py",)

BUSINESS = "governance/outcomes/verbs/business.py"
CHAIN = ("tests/governance/outcomes/test_business.py",)
TOLD = ("tests/reviews/record/snapshot/test_outcomes_told.py",)

MUTANTS = (
    Mutant(
        "The other side says what becomes of somebody who was promised to it.",
        "governance/promised/verbs.py",
        "    if promised.side != by.side:\n",
        "    if False:\n",
        PROMISED,
    ),
    Mutant(
        "The day somebody leaves is filled still.",
        "governance/raci/vacancies.py",
        "min(part.until or tomorrow, ends)",
        "min(part.until + _A_DAY if part.until else tomorrow, ends)",
        VACANCIES,
    ),
    Mutant(
        "A role that has ended is missed.",
        "governance/promised/queries.py",
        "PromisedRole.objects.running().filter(partner=partner).exclude(outcome=None)",
        "PromisedRole.objects.filter(partner=partner).exclude(outcome=None)",
        PROMISED,
    ),
    Mutant(
        "Anybody who takes part answers for the business owner.",
        "governance/outcomes/verbs/value.py",
        "    owns = claim.outcome.business_owner_id == by.pk\n",
        "    owns = True\n",
        VALUE,
    ),
    Mutant(
        "What was taken back stands as what it has brought.",
        "governance/models/value_claims.py",
        "return self.exclude(state=ValueClaim.State.TAKEN_BACK).order_by",
        "return self.order_by",
        VALUE,
    ),
    Mutant(
        "A missed outcome is said to have brought what shows that it was missed.",
        "governance/outcomes/verbs/changing.py",
        "    if change.becomes != State.ACHIEVED or not",
        "    if not",
        VALUE,
    ),
    Mutant(
        "What a business owner says after the end stands in no record.",
        "reviews/facts/rows/outcomes.py",
        "goes_on | ended | valued",
        "goes_on | ended",
        TOLD,
    ),
    Mutant(
        "What serves another is served by a third.",
        BUSINESS,
        "    if above.serves_id:\n",
        "    if above.serves_id == wanted.pk:\n",
        CHAIN,
    ),
    Mutant(
        "Outcomes stay behind when what they serve serves another.",
        BUSINESS,
        "stale.update(serves_above=wanted.serves,",
        "stale.update(",
        CHAIN,
    ),
    Mutant(
        "A partner is shown what another partner's outcomes serve.",
        "governance/models/business_outcomes.py",
        "        if user.side == Side.OURS:\n",
        "        if user.side:\n",
        CHAIN,
    ),
    Mutant(
        "The database shows a partner every business outcome.",
        "partners/isolation/rowsecurity.py",
        """f"({SIDE} IN ('ours', 'system')"\n        " OR id IN (SELECT intent.serves_id""",
        """f"({SIDE} <> ''"\n        " OR id IN (SELECT intent.serves_id""",
        CHAIN,
    ),
    Mutant(
        "What was taken back is told in the review.",
        "governance/outcomes/queries.py",
        "        .exclude(state=OutcomeChange.State.TAKEN_BACK)\n",
        "",
        TOLD,
    ),
    Mutant(
        "The terms before the first change are told of every change.",
        "governance/outcomes/queries.py",
        "                found[each.pk] = earlier\n",
        "                found.setdefault(each.outcome_id, earlier)\n",
        TOLD,
    ),
    Mutant(
        "A check-in falls on a Saturday.",
        "governance/outcomes/verbs/following.py",
        "_working_day(outcome, months_ahead(after, every))",
        "months_ahead(after, every)",
        ("tests/governance/outcomes/test_hand_over_voices.py",),
    ),
    Mutant(
        "Whoever was given a free hand is told to ask for the result.",
        "governance/outcomes/standing.py",
        '    if outcome.sponsor is not None and outcome.sponsor.side != by.side:\n        return ""',
        "    if outcome.sponsor is not None and outcome.sponsor.side != by.side:\n        pass",
        PAGES,
    ),
    Mutant(
        "A draft that is changed keeps the other side's yes.",
        DRAFTING,
        "    outcome.agreements.all().delete()\n",
        "    outcome.agreements.filter(side=by.side).delete()\n",
        AGREED,
    ),
    Mutant(
        "One side's yes is enough.",
        DRAFTING,
        "if outcome.agreements.count() == len(Side):",
        "if outcome.agreements.exists():",
        AGREED,
    ),
    Mutant(
        "Months that are named later become the time asked for.",
        DRAFTING,
        "outcome.asked_months = outcome.asked_months or months",
        "outcome.asked_months = months",
        AGREED,
    ),
    Mutant(
        "Somebody of the other side answers for it on this one.",
        DRAFTING,
        "if owner is not None and owner.side != side:",
        "if False:",
        AGREED,
    ),
    Mutant(
        "The terms of an agreed outcome are whatever was written last.",
        DRAFTING,
        "        setattr(outcome, name, value)\n    keep(outcome)\n    if wanted",
        "        pass\n    keep(outcome)\n    if wanted",
        CHANGES,
    ),
    Mutant(
        "Whoever asks for a change agrees to it as well.",
        CHANGING,
        """    if by.side == change.side:
        raise Refused("The other side answers this: it is your side that asks for it.")
    for name in TERMS:""",
        "    for name in TERMS:",
        CHANGES,
    ),
    Mutant(
        "A change that was declined can be agreed to.",
        CHANGING,
        "if change.state != Answer.ASKED:",
        "if change.state == Answer.AGREED:",
        CHANGES,
    ),
    Mutant(
        "What is concluded says nothing of when.",
        CHANGING,
        "outcome.concluded_on = day_of(by, now)",
        "outcome.concluded_on = None",
        CHANGES,
    ),
    Mutant(
        "Work is done while a promise of it is open.",
        INITIATIVES,
        "if becomes == State.DONE and (still",
        "if False and (still",
        WORK,
    ),
    Mutant(
        "A promise that is late slips beneath a free hand.",
        INITIATIVES,
        "initiative.outcome.has_free_hand(day_of(by, now))",
        "False",
        WORK,
    ),
    Mutant(
        "A milestone serves another outcome than its work.",
        INITIATIVES,
        "item.initiative, item.outcome = initiative, initiative.outcome",
        "item.initiative = initiative",
        WORK,
    ),
    Mutant(
        "A check-in of before moves the day of the next one.",
        "governance/outcomes/verbs/following.py",
        "        plan_check_in(outcome, after=day)\n        keep(outcome)",
        "        keep(outcome)\n    plan_check_in(outcome, after=day)",
        AGREED,
    ),
    Mutant(
        "One's own side is told to keep its hands off.",
        "governance/outcomes/standing.py",
        "or owner.side == by.side or not",
        "or not",
        STANDING,
    ),
    Mutant(
        "A benchmark of twelve months is old.",
        "governance/outcomes/standing.py",
        "on < months_ahead(self.today, -BENCHMARK_LASTS)",
        "on <= months_ahead(self.today, -BENCHMARK_LASTS)",
        STANDING,
    ),
    Mutant(
        "A check-in waits on the desk before its day.",
        "governance/outcomes/queries.py",
        "next_check_in_on__lte=today",
        "next_check_in_on__isnull=False",
        PAGES,
    ),
    Mutant(
        "One's own draft waits for one's own yes.",
        "governance/outcomes/queries.py",
        "Q(state=State.DRAFT) & ~Exists(said) & speaks_in",
        "Q(state=State.DRAFT) & speaks_in",
        PAGES,
    ),
    Mutant(
        "Whoever asks is asked for their own yes.",
        "governance/consent_letters.py",
        "people = leads(by.side.other, asked.partner)",
        "people = leads(by.side, asked.partner)",
        LETTERS,
    ),
    Mutant(
        "What is answered before it leaves is asked for all the same.",
        "governance/outcomes/verbs/changing.py",
        "    no_longer_asked(change.outcome, by=by, now=now)\n",
        "",
        LETTERS,
    ),
    Mutant(
        "Each sentence of a hand-over leaves as a mail of its own.",
        "governance/consent_letters.py",
        "before = take_back(_about(asked), [person.pk for person in people], now=now)",
        "before: dict[int, dict[str, str]] = {}",
        LETTERS,
    ),
    Mutant(
        "A month is taken for the name of a product.",
        "governance/outcomes/prescribing/__init__.py",
        "match[2] in NO_NAMES",
        "match[2] in ()",
        PRESCRIBING,
    ),
    Mutant(
        "Six Java developers are told that Java is the fault.",
        "governance/outcomes/prescribing/__init__.py",
        "if length > longest else",
        "if length < longest else",
        PRESCRIBING,
    ),
    Mutant(
        "A text longer than any field is read for what prescribes to its end.",
        "governance/outcomes/prescribing/__init__.py",
        "text[:LONGEST]",
        "text",
        PRESCRIBING,
    ),
    Mutant(
        "What stands before a marked place is drawn as markup.",
        "governance/templatetags/prescribing.py",
        "yield text[at : place.start]",
        "yield SafeString(text[at : place.start])",
        ("tests/governance/outcomes/test_prescribing_marks.py",),
    ),
    Mutant(
        "A function has another name where whoever renames it takes part, and two names elsewhere.",
        "governance/outcomes/functions.py",
        "    with entered(SYSTEM):\n        _outcomes(by).filter(business_function__iexact=old).update(",
        "    if True:\n        _outcomes(by).filter(business_function__iexact=old).update(",
        FUNCTIONS,
    ),
    Mutant(
        "What the other house calls so is renamed as well.",
        "governance/outcomes/functions.py",
        "Q(business_owner=None) & ~Exists(others)",
        "Q(business_owner=None)",
        FUNCTIONS,
    ),
    Mutant(
        "A function ends while something is open in it.",
        "governance/outcomes/functions.py",
        "if open_there := _what_is_open(name, by):",
        "if open_there := _what_is_open('', by):",
        FUNCTIONS,
    ),
)
