"""Faults drawn at random that nothing noticed at first: in the verbs, the words and the edges of what is read."""

from tests.mutants.planting import Mutant

ROLES = ("tests/governance/test_verbs_by_role.py",)
STATES = ("tests/governance/test_verbs_by_state.py",)
PARTNERS = ("tests/partners/verbs/test_verbs_by_role.py",)
REFUSED = ("tests/partners/verbs/test_verbs_refuse.py",)
SETTINGS = ("tests/partners/test_settings_rows.py",)
FIRST_STEP = ("tests/dashboards/queries/test_first_step.py",)
LETTER = ("tests/governance/reminders/test_reminder_letter.py",)
ESCALATIONS = ("tests/governance/reminders/test_escalations.py",)
SHEETS = ("tests/governance/sheets/test_sheet_edges.py",)
REPLIES = ("tests/governance/replies/test_reply_edges.py",)
DEEDS = ("tests/governance/by_mail/replying/test_steps_by_reply.py",)
PAGE_ONE = ("tests/reviews/record/test_page_one.py",)

MUTANTS = (
    Mutant(
        "Of two imports at once each adds every row.",
        "governance/tracker/importing/verbs.py",
        "require_to_begin(by, Permission.PROMISE, partner, alone=True)\n    plan",
        "require_to_begin(by, Permission.PROMISE, partner)\n    plan",
        ROLES,
    ),
    Mutant(
        "Of two who bring the same file each brings it.",
        "governance/tracker/verbs/evidence.py",
        "    lock(item)  # of two",
        "    # of two",
        ROLES,
    ),
    Mutant(
        "A contributor takes another's promise off the record.",
        "governance/tracker/verbs/evidence.py",
        "return leads or evidence.added_by_id == by.pk",
        "return True",
        ROLES,
    ),
    Mutant(
        "Whoever reads along begins a grid.",
        "governance/raci/verbs/recording.py",
        "    require_to_begin(by, Permission.KEEP_CHARTER, partner)\n",
        "",
        ROLES,
    ),
    Mutant(
        "A wait that ended while its page was open runs again.",
        "governance/tracker/verbs/waiting.py",
        "    _lock(wait)\n",
        "",
        ("tests/governance/tracker/test_waiting.py",),
    ),
    Mutant(
        "Two who edit a charter at once overwrite each other.",
        "partners/verbs/charter.py",
        "    partner = Partner.objects.select_for_update().get(pk=partner.pk)\n    if name",
        "    partner = Partner.objects.get(pk=partner.pk)\n    if name",
        PARTNERS,
    ),
    Mutant(
        "The time zone somebody chose is forgotten.",
        "partners/verbs/accounts.py",
        '"job_title", "country", "time_zone", "business_function"])',
        '"job_title", "country", "business_function"])',
        PARTNERS,
    ),
    Mutant(
        "Somebody without a name is invited.",
        "partners/verbs/invitations.py",
        "    if not full_name:\n        raise Refused(\"Give the person's name",
        "    if full_name is None:\n        raise Refused(\"Give the person's name",
        REFUSED,
    ),
    Mutant(
        "A rival withdraws an invitation of another partnership.",
        "partners/views/memberships.py",
        "if found.partner and found.partner not in partners:",
        "if found.partner is None:",
        SETTINGS,
    ),
    Mutant(
        "A page of mails holds fifty-one.",
        "partners/paging.py",
        "return found[:size], ",
        "return found, ",
        SETTINGS,
    ),
    Mutant(
        "An expired invitation counts as a lead who is here.",
        "dashboards/queries/first_step.py",
        'invited = Invitation.objects.open(now).filter(partner=OuterRef("pk"))',
        'invited = Invitation.objects.filter(partner=OuterRef("pk"))',
        FIRST_STEP,
    ),
    Mutant(
        "What is only proposed is judged as a promise.",
        "governance/ledger/facts.py",
        "    if item.first_due_on is None:\n        return None\n",
        "",
        ESCALATIONS,
    ),
    Mutant(
        "What is done still climbs the ladder on its page.",
        "governance/reminders/escalations.py",
        "    if item.state != ActionItem.State.OPEN:\n        return None\n",
        "",
        ESCALATIONS,
    ),
    Mutant(
        "The sponsors are said to know of a date that no longer stands.",
        "governance/reminders/escalations.py",
        "if state == ActionItem.State.OPEN and due_on == on:",
        "if state == ActionItem.State.OPEN:",
        ESCALATIONS,
    ),
    Mutant(
        "The mail counts as theirs what one's own side owes.",
        "governance/reminders/mail/letter.py",
        "    other = reader.side.other\n",
        "    other = reader.side\n",
        LETTER,
    ),
    Mutant(
        "A date that was taken back is told in the mail.",
        "governance/reminders/mail/subjects.py",
        "[DateRequest.State.TAKEN_BACK, DateRequest.State.OVER]",
        "[DateRequest.State.OVER]",
        LETTER,
    ),
    Mutant(
        "What was done tomorrow is taken over from a sheet.",
        "governance/sheets/tracker.py",
        "        if day > self.today:\n",
        "        if day is None:\n",
        SHEETS,
    ),
    Mutant(
        "A header that names one of many columns is taken for one.",
        "governance/sheets/columns.py",
        "best[0] < min(vocabulary.fewest, table.width)",
        "best[0] < 1",
        SHEETS,
    ),
    Mutant(
        "A reply that ends in a header breaks its reader.",
        "governance/replies/quotation.py",
        "at + labels < len(lines) and _is_labelled",
        "at + labels <= len(lines) and _is_labelled",
        REPLIES,
    ),
    Mutant(
        "One wrong letter makes a Chinese mail illegible.",
        "governance/replies/parts.py",
        "if name and name == said and name.startswith(_MANY_LETTERS):",
        "if not name:",
        REPLIES,
    ),
    Mutant(
        "Whoever meant done is not told that it was kept as a comment.",
        "governance/by_mail/reply_steps.py",
        "    if parsed.kind is not Kind.WORD or",
        "    if parsed.kind is Kind.WORD or",
        ("tests/governance/by_mail/replying/test_replying.py",),
    ),
    Mutant(
        "Whoever writes words is told so every time.",
        "governance/by_mail/reply_letters.py",
        "mail__kind=KEPT_KIND, mail__queued_at__gte=link.issued_at",
        "mail__kind=KEPT_KIND, mail__queued_at__lt=link.issued_at",
        ("tests/governance/by_mail/replying/test_replying.py",),
    ),
    Mutant(
        "What somebody says under a mail of ours is taken for an absence.",
        "governance/replies/absence.py",
        "    if quotes or len",
        "    if len",
        ("tests/governance/replies/test_as_people_send.py",),
    ),
    Mutant(
        "What follows thanks is lost.",
        "governance/replies/quotation.py",
        "    if first is None or _is_sentence(lines[first]):",
        "    if first is None:",
        ("tests/governance/replies/test_as_people_send.py",),
    ),
    Mutant(
        "A quotation of three lines passes for typed.",
        "governance/replies/quotation.py",
        "        len(marked) > _MOST_TYPED\n        or (top",
        "        (top",
        ("tests/governance/replies/test_as_people_send.py",),
    ),
    Mutant(
        "Two labels in a row cut a reply off.",
        "governance/replies/quotation.py",
        "        return labels >= 3\n",
        "        return labels >= 2\n",
        REPLIES,
    ),
    Mutant(
        "A reply reaches a lead who has left the house.",
        "governance/by_mail/reply_passing_on.py",
        "role__in=_LEADS, person__is_active=True",
        "role__in=_LEADS",
        ("tests/governance/by_mail/replying/test_passed_on.py",),
    ),
    Mutant(
        "An executive's plain word about a pack is asked back and reaches nobody.",
        "governance/by_mail/reply_passing_on.py",
        "    return bool(said) and all(",
        "    return False and all(",
        ("tests/governance/by_mail/replying/test_passed_on.py",),
    ),
    Mutant(
        "A word about a pack goes to a chair of the other side.",
        "governance/by_mail/reply_passing_on.py",
        "    return chair if chair.side == person.side else None",
        "    return chair",
        ("tests/reviews/record/test_pack_answers.py",),
    ),
    Mutant(
        "A “no” to another date is kept as a word.",
        "governance/tracker/steps/dates.py",
        "frozenset({Kind.NO})",
        "frozenset({Kind.NOT_YET})",
        DEEDS,
    ),
    Mutant(
        "Whoever is not its owner promises by a reply.",
        "governance/tracker/steps/accepting.py",
        "thing.state == ActionItem.State.PROPOSED and writer.pk == thing.owner_id",
        "thing.state == ActionItem.State.PROPOSED",
        DEEDS,
    ),
    Mutant(
        "A decision is asked to come sooner by who waits for it.",
        "governance/asks/verbs/answering.py",
        "if by_who_asked and needed_by < replaced:",
        "if by_who_asked and needed_by > replaced:",
        STATES,
    ),
    Mutant(
        "A new grid's place is taken by an old one.",
        "governance/raci/verbs/recording.py",
        "    if matrix.state == State.SUPERSEDED:\n",
        "    if matrix.state is None:\n",
        STATES,
    ),
    Mutant(
        "A colleague ends somebody else's time away.",
        "governance/absence/verbs.py",
        "    if period.person_id != by.pk:\n",
        "    if period.person_id is None:\n",
        STATES,
    ),
    Mutant(
        "A partnership looks well whatever its outcomes.",
        "dashboards/queries/partnership.py",
        "                at_outcomes(agreed),\n",
        "",
        ("tests/dashboards/queries/test_partnership_rows.py",),
    ),
    Mutant(
        "One side's yes is both sides' on page one.",
        "reviews/sections/read_back.py",
        'if all(stances.get(side) == "agree" for side in Side.values):',
        'if any(stances.get(side) == "agree" for side in Side.values):',
        PAGE_ONE,
    ),
)
