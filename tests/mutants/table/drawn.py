"""Faults of a later random set, and others of their kinds, that nothing noticed at first."""

from tests.mutants.planting import Mutant

MUTANTS = (
    Mutant(
        "Whoever steps in reads until when somebody else is away.",
        "governance/by_mail/page/thing.py",
        ".filter(person=self.reminder.person_id)",
        "",
        ("tests/governance/by_mail/page/test_bounds.py",),
    ),
    Mutant(
        "While everybody sleeps all matters are read.",
        "governance/reminders/sending.py",
        "if not any(is_awake(person, now) for person in people):",
        "if False:",
        ("tests/governance/reminders/test_reminding.py",),
    ),
    Mutant(
        "A seal gathers the agenda of every review.",
        "reviews/record/meeting.py",
        "AgendaItem.objects.filter(review=review).prefetch",
        "AgendaItem.objects.prefetch",
        ("tests/reviews/record/test_agenda_in_snapshot.py",),
    ),
    Mutant(
        "A workbook of as many parts as it may have is refused.",
        "governance/sheets/bounds.py",
        "if content.count(_ENTRY) > MOST_PARTS:",
        "if content.count(_ENTRY) >= MOST_PARTS:",
        ("tests/governance/sheets/test_sheet_bounds.py",),
    ),
    Mutant(
        "A workbook packed as none is opened.",
        "governance/sheets/bounds.py",
        "if any(part.compress_type not in _PACKED for part in parts):",
        "if False:",
        ("tests/governance/sheets/test_sheet_bounds.py",),
    ),
    Mutant(
        "A mail quoted under our address for replies is not known.",
        "governance/by_mail/reply_sources.py",
        '        f"Tandem <{settings.REPLY_ADDRESS}>",\n',
        "",
        ("tests/governance/replies/test_reply_marks.py",),
    ),
    Mutant(
        "A month of the year counts what later months count.",
        "dashboards/queries/kept.py",
        "min(_last_of(first), today)",
        "max(_last_of(first), today)",
        ("tests/dashboards/queries/test_kept.py",),
    ),
    Mutant(
        "Behind a slow mail nobody asks anew who may have the next.",
        "partners/mail/delivery.py",
        "if clock() > fresh_until:",
        "if False:",
        ("tests/partners/mail/test_delivery.py",),
    ),
    Mutant(
        "What is done long before its day keeps the books open.",
        "governance/ledger/facts.py",
        ", first_due_on__lt=due_before",
        "",
        (
            "tests/governance/ledger/closed_books/test_against_the_ledger.py::test_what_is_done_long_before_its_day_keeps_no_books_open",
        ),
    ),
    Mutant(
        "The first to look at is named twice, as who waits for us.",
        "dashboards/queries/summary_sentence.py",
        "row[3] and row[1] != slug",
        "row[3]",
        ("tests/dashboards/queries/test_summary_sentence.py",),
    ),
    Mutant(
        "An indicator is edited from idle zeros.",
        "dashboards/marks.py",
        "{value.normalize():f}",
        "{value:f}",
        ("tests/dashboards/views/test_performance_pages.py",),
    ),
    Mutant(
        "A file that is over breaks the preview.",
        "dashboards/views/tracker_import.py",
        'return gone(request, GONE, "tracker_import", partner.slug)\n    if draft.started_at',
        "pass\n    if draft.started_at",
        ("tests/dashboards/views/test_tracker_import.py",),
    ),
    Mutant(
        "Who never gave a number is offered None.",
        "governance/cover/queries.py",
        '.first() or ""',
        ".first()",
        ("tests/governance/cover/test_cover_pages.py",),
    ),
    Mutant(
        "The number another gave is offered.",
        "governance/cover/queries.py",
        "visible_to(person).filter(given_by=person)",
        "visible_to(person)",
        ("tests/governance/cover/test_cover_pages.py",),
    ),
    Mutant(
        "One's own name is offered where it may not stand.",
        "governance/asks/steps.py",
        "if named.can_take_in_hand:",
        "if True:",
        ("tests/governance/by_mail/page/test_choices.py",),
    ),
)
