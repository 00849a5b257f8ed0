"""Faults of a random set planted by an outsider, who had read the code and not the tests: those nothing noticed."""

from tests.mutants.planting import Mutant

HISTORY = ("tests/partners/history/test_history_pages.py",)
AS_THEY_COME = ("tests/dashboards/importing/test_readings_as_they_come.py",)
SETTINGS = ("tests/partners/test_settings_rows.py",)
SAID = ("tests/said/test_pages.py",)
HERE_AND_THERE = ("tests/partners/test_here_and_there.py",)
REMEMBERED = ("tests/dashboards/importing/test_remembered.py",)
CAPTURE = ("tests/governance/capture/test_capture.py",)
REPLIES = ("tests/governance/replies/test_reply_edges.py",)
ROOM_MOVES = ("tests/reviews/room/screen/test_moves.py",)
BOUNDS = ("tests/governance/sheets/test_sheet_bounds.py",)
EDGES = ("tests/governance/sheets/test_sheet_edges.py",)
FORUMS = ("tests/reviews/agenda/test_forum_changes.py",)
PACKS = ("tests/said/test_packs.py",)
DATES = ("tests/governance/calendar/test_dates.py",)
MEETING_MOVES = ("tests/reviews/room/meeting/test_moves.py",)
HEALTH = ("tests/config/test_health.py",)

MUTANTS = (
    Mutant(
        "The history tells an instant in Greenwich's time.",
        "partners/history/row_history.py",
        "date_format(timezone.localtime(value),",
        "date_format(value,",
        HISTORY,
    ),
    Mutant(
        "Of a deed of 41 rows one is passed over in silence.",
        "templates/history/deed.html",
        "{% if more > 0 %}",
        "{% if more > 1 %}",
        HISTORY,
    ),
    Mutant(
        "Values that lie exactly ten times apart are not asked about.",
        "dashboards/importing/readings_file.py",
        ">= value * APART}",
        "> value * APART}",
        AS_THEY_COME,
    ),
    Mutant(
        "Nobody of our people is found by their address.",
        "partners/views/colleagues.py",
        " | people.filter(email__icontains=words)",
        "",
        SETTINGS,
    ),
    Mutant(
        "The register does not say where something was decided.",
        "templates/decisions/list.html",
        "{% if decision.where %} · {{ decision.where }}{% endif %}",
        "",
        SAID,
    ),
    Mutant(
        "A scribe is offered to write down a decision, and is refused.",
        "reviews/room/views/capturing.py",
        "can(request.user, Permission.RUN_REVIEW, partner)",
        "can(request.user, Permission.SEE_PARTNERSHIP, partner)",
        SAID,
    ),
    Mutant(
        "The partnerships to choose from stand as they came.",
        "dashboards/views/beginnings.py",
        '.order_by(in_order("name"), "pk")',
        '.order_by("pk")',
        HERE_AND_THERE,
    ),
    Mutant(
        "Whoever only looks on at a partnership reads its history.",
        "partners/views/audit.py",
        ".filter(partner_id__in=partners)",
        "",
        HERE_AND_THERE,
    ),
    Mutant(
        "What somebody else said of their file is said of mine.",
        "dashboards/importing/records.py",
        "else earlier.filter(imported_by=by)",
        "else earlier",
        REMEMBERED,
    ),
    Mutant(
        "A day given with notice is called late notice.",
        "templates/asks/_dates.html",
        "{% elif given.with_notice %}",
        "{% elif not given.with_notice %}",
        SAID,
    ),
    Mutant(
        "What is handed over does not say by when it is needed.",
        "templates/tracker/hand_over.html",
        "{% if ask.needed_by %} · {{ ask.day_says }} {% day ask.needed_by today %}{% endif %}",
        "",
        SAID,
    ),
    Mutant(
        "An arrow before a figure stays in the title.",
        "governance/capture/title.py",
        'if belongs and before[-2:-1] in ("", " ") else bare',
        "if belongs else bare",
        CAPTURE,
    ),
    Mutant(
        "The last day asked for is left out of the history.",
        "partners/forms.py",
        "events.filter(happened_at__date__lte=until)",
        "events.filter(happened_at__date__lt=until)",
        HISTORY,
    ),
    Mutant(
        "Hidden words of a mail are read as somebody's reply.",
        "governance/replies/markup.py",
        " or _is_hidden(attributes)\n",
        "\n",
        REPLIES,
    ),
    Mutant(
        "Undo leaves the screen in another section than the row's.",
        "reviews/room/views/moves.py",
        "undone.item.state != AgendaItem.State.NOW",
        "undone.item.state == AgendaItem.State.NOW",
        ROOM_MOVES,
    ),
    Mutant(
        "Nothing says that a forum has no chair.",
        "templates/agenda/list.html",
        "{% else %} · no chair yet{% endif %}",
        "{% endif %}",
        SAID,
    ),
    Mutant(
        "A workbook whose cell points behind its last text breaks the page.",
        "governance/sheets/bounds.py",
        "int(place) < len(self.cost.shared)",
        "int(place) <= len(self.cost.shared)",
        BOUNDS,
    ),
    Mutant(
        "The days on which things were raised are taken for the days they are due.",
        "governance/sheets/columns.py",
        " and not _is_of_another_time(table, position)",
        "",
        EDGES,
    ),
    Mutant(
        "Whoever has no access any more stays invited.",
        "reviews/agenda/verbs/forums.py",
        "for person in attends if person.is_active}",
        "for person in attends}",
        FORUMS,
    ),
    Mutant(
        "“To @tom Tom” is asked about as two people.",
        "governance/capture/owner.py",
        " and other.id != person.id]",
        "]",
        CAPTURE,
    ),
    Mutant(
        "The mail of a pack does not say when the next review is.",
        "templates/record/mail/pack.html",
        '{% if page.next_on %} The next review is planned for {{ page.next_on|date:"j F Y" }}.{% endif %}',
        "",
        PACKS,
    ),
    Mutant(
        "A day exactly three months ago is read as next year's.",
        "governance/calendar/dates/reading.py",
        "same_month and day < today.day",
        "same_month and day <= today.day",
        DATES,
    ),
    Mutant(
        "A text of exactly as many rows as may be is refused.",
        "governance/sheets/text.py",
        "if filled > MOST_ROWS:",
        "if filled >= MOST_ROWS:",
        EDGES,
    ),
    Mutant(
        "What the chair owes is on the word of the chair.",
        "reviews/room/verbs/steps.py",
        "if place.said_by is SaidBy.WHO_OWES and voice.pk != by.pk:",
        "if place.said_by is SaidBy.WHO_OWES:",
        MEETING_MOVES,
    ),
    Mutant(
        "The keys of sent forms live longer than they say.",
        "partners/tasks.py",
        "SECONDS_BETWEEN_SWEEPS = 3590",
        "SECONDS_BETWEEN_SWEEPS = 3700",
        HEALTH,
    ),
    Mutant(
        "A cover is over on its last day.",
        "governance/cover/views.py",
        "self.cover.until >= self.today",
        "self.cover.until > self.today",
        ("tests/governance/cover/test_cover_pages.py",),
    ),
    Mutant(
        "Nothing of what was not kept stands above a column of standing promises.",
        "templates/standing/list.html",
        "{{ count }} {{ words }}{% if not forloop.last %} · {% endif %}",
        "",
        ("tests/said/test_pages.py",),
    ),
    Mutant(
        "The form of other terms makes a quarterly promise monthly.",
        "governance/standing/forms.py",
        'known = ("title", "detail", "kind", "number", "every", "version")',
        'known = ("title", "detail", "kind", "number", "version")',
        ("tests/governance/standing/test_changes.py",),
    ),
    Mutant(
        "A standing promise falls due before it begins.",
        "governance/models/standing_promises.py",
        "first = max(self.begins_on, from_day)",
        "first = from_day",
        ("tests/governance/standing/test_changes.py",),
    ),
    Mutant(
        "One side keeps the pack from people of the other.",
        "governance/forums.py",
        " or before.gets_pack > gets_pack):",
        "):",
        ("tests/governance/test_forums.py",),
    ),
    Mutant(
        "One person works in Finance, and is people.",
        "templates/settings/functions.html",
        '{{ function.people|pluralize:"person,people" }}',
        "people",
        ("tests/said/test_pages.py",),
    ),
    Mutant(
        "What falls due on the day a standing promise ends is withdrawn.",
        "governance/standing/verbs/changing.py",
        "first_due_on__gt=standing.ended_on",
        "first_due_on__gte=standing.ended_on",
        ("tests/governance/standing/test_changes.py",),
    ),
    Mutant(
        "What was due and what is on the weekly list stand under one reason.",
        "governance/reminders/views.py",
        "key=lambda each: (each.link_id, each.person_id, each.step))",
        "key=lambda each: (each.link_id, each.person_id))",
        ("tests/governance/reminders/test_reminder_pages.py",),
    ),
    Mutant(
        "Their people are offered to answer for an outcome at ours.",
        "governance/outcomes/forms.py",
        "field.offer(self.partner, by=self.by, side=side)",
        "field.offer(self.partner, by=self.by, side=side.other)",
        ("tests/governance/outcomes/test_outcome_pages.py",),
    ),
    Mutant(
        "The room does not say how a figure has changed.",
        "templates/room/_performance.html",
        "{% if measured.change %}<span>{{ measured.change }} since the month before</span>{% endif %}",
        "",
        ("tests/said/test_pages.py",),
    ),
    Mutant(
        "A time that is over can be ended once more.",
        "governance/absence/verbs.py",
        "if period.last_on <= yesterday:",
        "if period.last_on < yesterday:",
        ("tests/governance/absence/test_absence.py",),
    ),
    Mutant(
        "Nothing says who changed one's account.",
        "templates/settings/sign_in.html",
        "{% if event.by and event.by != user %} · by {{ event.by.full_name }}{% endif %}",
        "",
        ("tests/said/test_pages.py",),
    ),
    Mutant(
        "A change in the history has no hour.",
        "templates/history/record.html",
        '<small>{% day change.at %} {{ change.at|time:"H:i" }}</small>',
        "<small>{% day change.at %}</small>",
        ("tests/said/test_pages.py",),
    ),
    Mutant(
        "Nothing says until when something waits for a yes.",
        "templates/people/_request.html",
        "    until {% day asked.expires_at %}\n",
        "",
        ("tests/said/test_pages.py",),
    ),
    Mutant(
        "Nothing leads back from an earlier year.",
        "templates/ledger/_chart.html",
        '<a href="{{ year_after_url }}" rel="next">the twelve months after {% icon "arrow-right" %}</a>',
        "",
        ("tests/said/test_pages.py",),
    ),
    Mutant(
        "“1 things wait for you.”",
        "templates/by_mail/list.html",
        "{% if asked|length == 1 %}",
        "{% if asked|length == 0 %}",
        ("tests/said/test_pages.py",),
    ),
)
