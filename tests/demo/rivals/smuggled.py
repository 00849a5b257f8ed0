"""The table of numbers that can be smuggled in: wherever a form or an address takes the number or the name of a row.

`?` is where it is typed; `holds` names it in World. `{…}` is one of one's own. With a number of one's own the form
is taken: what is refused is the number, and not the rest. Who types it: the letters of places.LETTERS.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

_TABLE = """
read by                              holds    who route
governance.NewAction.owner           person   cml post tracker_new title=Plan&due_on=4+Dec&owner=?
governance.NewAction.outcome         outcome  cml post tracker_new title=Plan&due_on=4+Dec&owner={person}&outcome=?
governance.NewAction.initiative      initiative cml post tracker_new title=Plan&due_on=4+Dec&owner={person}&initiative=?
governance.Milestone.item            action   cml post initiative_milestone item=?
governance.NewAction.ask             ask      cml post tracker_new title=Plan&due_on=4+Dec&owner={person}&ask=?
governance.NewAction.activity        activity cml post tracker_new title=Plan&due_on=4+Dec&owner={person}&activity=?
governance.NewOwner.to               person   l   post tracker_assignment to=?
governance.HandOverSelected.to       person   l   post tracker_selected_hand_over item={action}&to=?
selected.hand_over.item              action   ml  get  tracker_selected_hand_over item=?
selected.hand_over.item              action   l   post tracker_selected_hand_over to={person}&item=?
selected.confirmation.item           reported m   post tracker_selected_confirm item=?
governance.Away.deputy               person   l   post settings_away first_on=4+Dec&last_on=8+Dec&deputy=?
governance.Waiting.on_person         manager  l   post tracker_waiting on_side=ours&what_for=A+word&on_person=?
governance.NewDecision.owner         person   cml post ask_new title=Which&on_side=theirs&needed_by=4+Dec&owner=?
governance.NewDecision.outcome       outcome  cml post ask_new title=Which&on_side=theirs&needed_by=4+Dec&outcome=?
governance.NewImpediment.owner       person   cml post ask_new/impediment title=X&on_side=theirs&cause=raci&owner=?
governance.NewImpediment.outcome     outcome  cml post ask_new/impediment title=X&on_side=theirs&cause=raci&outcome=?
governance.NewRecommendation.outcome outcome  cml post ask_new/recommendation title=Try+it&outcome=?
governance.NewRisk.owner             person   cml post ask_new/risk title=X&on_side=theirs&risk_cause=X&risk_consequence=Y&needed_by=4+Dec&owner=?
governance.NewRisk.outcome           outcome  l   post ask_new/risk title=X&on_side=theirs&risk_cause=X&risk_consequence=Y&needed_by=4+Dec&owner={person}&outcome=?
governance.Waiting.ask               ask      l   post tracker_waiting on_side=theirs&what_for=X&ask=?
governance.InHand.owner              person   l   post ask_assignment owner=?
governance.Charter.business_owner    person   cml post outcome_new statement=Go&target=On&business_owner=?
governance.Charter.sponsor           person   cml post outcome_new statement=Go&target=On&sponsor=?
governance.Charter.owner_ours        manager  cml post outcome_new statement=Go&target=On&owner_ours=?
governance.Charter.owner_theirs      lead     cml post outcome_new statement=Go&target=On&owner_theirs=?
governance.Promised.outcome          outcome  cml post promised_new role=X&name=Y&starts_on=4+Dec&outcome=?
governance.OtherWords.outcome        outcome  m   post promised_wording role=X&name=Y&starts_on=4+Dec&outcome=?
governance.WhoCame.person            manager  m   post promised_arrival on=1+Oct+2026&person=?
dashboards.PartingForm.owner         person   cml post partnerships_parting plan=X&owner=?
governance.NewStanding.owner         person   cml post standing_new title=Plan&every=1&kind=day&number=5&owner=?
governance.NewStanding.outcome       outcome  cml post standing_new title=Plan&every=1&kind=day&number=5&owner={person}&outcome=?
governance.NewStandingOwner.to       person   l   post standing_assignment to=?
governance.MandateDecision.owner         manager  c   post mandate_decide step=at_the_table&trusted_with=X&reason=X&kind=seat&title=S&due_on=4+Dec&owner=?
governance.OneMoreOpening.owner      manager  c   post mandate_open kind=seat&title=S&due_on=4+Dec&owner=?
read_cells.person                    person   cml post raci_edit do=propose&title-n1=Plan&cell-n1-?=A&cell-n1-{manager}=R
governance.Recording.seen            version  cml post raci_edit do=propose&title-n1=Plan&cell-n1-{person}=A&cell-n1-{manager}=R&seen=?
governance.NewMatrix.copy_of         matrix   cml post raci_new title=Nights&copy_of=?
reviews.Schedule.chair               manager  cml post reviews_schedule on=12+Jan&at=10:00&chair=?
reviews.Chair.chair                  manager  cm  post reviews_chair chair=?
reviews.SetUpForum.chair             manager  cml post reviews_forum name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&chair=?
reviews.ChangeForum.chair            manager  cml post reviews_forum_change name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&version=1&chair=?
reviews.SetUpForum.deputy_chair      manager  cml post reviews_forum name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&deputy_chair=?
reviews.ChangeForum.deputy_chair     manager  cml post reviews_forum_change name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&version=1&deputy_chair=?
reviews.SetUpForum.attends           person   cml post reviews_forum name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&attends=?
reviews.ChangeForum.attends          person   cml post reviews_forum_change name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&version=1&attends=?
reviews.SetUpForum.gets_pack         person   cml post reviews_forum name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&gets_pack=?
reviews.ChangeForum.gets_pack        person   cml post reviews_forum_change name=B&cadence=monthly&minutes=60&at=10:00&papers_ahead=2&version=1&gets_pack=?
governance.WaitingInRoom.on_person   manager  cm  post reviews_room_promise/waiting what_for=A+word&on_person=?
governance.NewOwner.to               person   cm  post reviews_room_promise/assignment to=?
dashboards.IndicatorForm.outcome     outcome  cml post performance_define name=Runs&direction=higher&kind=kpi&outcome=?
dashboards.Responsible.person        person   l   post our_house_responsible function=IT&person=?
partners.Invite.partner              slug     ml  post settings_invite full_name=N&email=n@a.example&theirs=yes&role=observer&partner=?
people.invite.partner                slug     ml  get  settings_invite partner=?
people.people.partner                slug     ml  get  settings_people partner=?
people_export.export.partner         slug     ml  get  people_export partner=?
search._within.partner               slug     ml  get  search q=data&partner=?
lists.across.partner                 slug     ml  get  reviews partner=?
partners.HistoryFilter.partner       slug     ml  get  settings_audit partner=?
partners.HistoryFilter.person        person   ml  get  settings_audit person=?
action.new.owner                     person   cml get  tracker_new owner=?
action.new.outcome                   outcome  cml get  tracker_new outcome=?
action.new.ask                       ask      cml get  tracker_new ask=?
action.new.activity                  activity cml get  tracker_new activity=?
action.new.initiative                initiative cml get  tracker_new initiative=?
Filters.read.owner                   person   ml  get  tracker owner=?
Filters.read.owner                   person   cml get  tracker_partnership owner=?
Filters.read.owner                   person   ml  get  tracker_export owner=?
Filters.read.owner                   person   cml get  tracker_partnership_export owner=?
Filters.read.outcome                 outcome  ml  get  tracker_export show=open&outcome=?
Filters.read.outcome                 outcome  ml  get  tracker outcome=?
Filters.read.outcome                 outcome  cml get  tracker_partnership outcome=?
scheduling.schedule.forum            forum    cml get  reviews_schedule forum=?
scheduling.schedule.forum            forum    cml post reviews_schedule on=12+Jan&at=10:00&forum=?
Place.read.item                      item     cml get  reviews_room_state item=?
Place.read.at                        reported cm  get  reviews_room_state item={promised}&at=action-?
moves.consent.confirm                reported cm  post reviews_room_consent confirm=?
moves.undo.latest                    last_move cm post reviews_room_undo latest=?
moves.attendance.seat                person   cm  post reviews_room_attendance seat=?:present
moves._chosen.person                 lead     cm  post reviews_room_presenting person=?
moves._chosen.person                 lead     cm  post reviews_room_scribe person=?
moves.say.voice                      lead     cm  post reviews_room_say voice=?&stance=agree&sentence=Well+done
capturing.understand.owner           person   cm  post reviews_room_keep line=Send+the+plan+by+4+Dec&owner=?
"""  # noqa: E501  # one line for each place

_NO_ROW = """
plan expires_on rehearsed_on value_expected trust free_hand responsiveness clear_roles change
all_the_same amber answer answered benefit objection objection_answer options risk_cause risk_consequence
risk_treatment we_ask whom why worked worked_due_on as asked_months becomes check_in_every confidence date_order figure
figure_direction figure_here fraction fraction_means header_was instead mark seen sheet sheet_was shown take year at
baseline benchmark benchmark_on benchmark_source business_function cause cadence clock code column_* concession
country credential currency detail differs_on direction do does due due_on edition email ended ends_on escalates
expertise file first_on fixed_line follow forecast forum_words full_name function granted_months guardrails header
health how internal_role itself job_title kind last_on line link login minutes month months name needed_by notice_by
number on on_side owner_name password passwordless pasted place progress promised provisional q quick reason remember
reminds_when_due role scope segment sentence show side since source stance starts_on state take_out statement status
status_means status_words target text theirs theme time_zone title unit until v value verdict version although_silent
separator csrfmiddlewaretoken once sealed unheard vision weekly_list_on what what_for who word words logo without_logo
row_line row_title row_due another here writes remove speaker tough fair better role_words role_means
papers_ahead sha256 rest stands step trusted_with look_back_on value_expected
after *_after before begins_on every from next template back
"""
NO_ROW = set(_NO_ROW.split())
"""Names that carry words, days, quantities or one of a few choices. Those of the last line say where to go on: the key
of the last row shown, which is compared and not looked up, or an address of ours, which has a door of its own."""

READ_OTHERWISE = {
    "governance.Decision.option": "one of this decision's own: tests/governance/asks/test_options.py",
    "reviews.AskToItem.person": "one of the partnership: tests/reviews/agenda/test_one_item.py",
    "reviews.SendingForm.forum": "a forum of the partnership, or none: tests/governance/asks/test_advocacy.py",
    "reviews.SendingForm.person": "one of one's own side: tests/governance/asks/test_advocacy.py",
    **{
        f"reviews.ForumForm.{name}": "the base of SetUpForum and ChangeForum, which are tried"
        for name in ("chair", "deputy_chair", "attends", "gets_pack")
    },
    **{
        f"governance.{name}": "of our own house, which has no rival in it: tests/governance/outcomes/test_business.py"
        for name in ("WhatIsWanted.owner", "WhatIsWanted.serves", "Serves.wanted")
    },
    "decisions.across.*": "read by Register",
    "decisions.of_partnership.*": "read by Register",
    "decisions.superseding.new": "a decision of the same partnership, or none: tests/reviews/test_decisions.py",
    "capturing.understand.other_than": "compared with what says the same in this review, and not looked up",
    "capturing._promise.same_as": "the same",
    "awaited.awaited.to": "sought among who takes part; a rival's: tests/governance/tracker/test_awaiting.py",
    "memberships._back_to_invited.back": "compared with one word",
    "dashboards._seen.data": "what the page said before: compared with the row, and not looked up",
    "dashboards.having_seen.data": "the same",
    "governance.HandOverEverything.to": "tried in tests/governance/tracker/test_handing_over.py, with all one holds",
    "page._saved.saved": "sought among the things of the mail alone; tried in tests/governance/by_mail/page",
    "partners.__init__.data": "HistoryFilter: the name of whom `person` names is written into its field",
    "audit.audit.*": "what its form asks for, and nothing else, goes into the address of the next page",
    "sign_ins.sign_ins.*": "what its form asks for, and nothing else, goes into the address of the next page",
    "tracker.tracker_page.*": "read by Filters",
    "ledger.of_partnership.*": "read by Asked",
    "ledger.across.*": "read by Asked",
    "saved_views._keep.*": "read by Filters; tried in tests/governance/tracker/test_saved_views.py",
    "tracker._column.*": "read by Filters",
    "export._export.*": "read by Filters",
    "asks.asks.*": "read by AskFilters",
    "export.export.*": "read by AskFilters",
    "export.ledgers.*": "read by Asked",
    "export.ledger_of_partnership.*": "read by Asked",
    "selected.acceptance.item": "read as selected.confirmation.item; others: tracker/test_selected.py",
    "selected.hand_over.to": "whether a colleague is named at all; the form looks them up",
    "unsent_forms._words.*": "shown and sent on as they came, to a door that looks them up: test_unsent_forms.py",
    "once._parts.*": "all that is sent goes into one hash",
    "tracker_import._said.owner_person": "tried in two steps, in test_smuggled.py",
    "tracker_import.typed_beside.row_owner": "tried in two steps, in test_smuggled.py",
    "tracker_import._said.owner_of_the_rest": "tried in two steps, in test_smuggled.py",
    "readings_import._said.partner": "tried in two steps, in test_smuggled.py",
    "inbound._body_of.*": "a provider's form: tests/governance/by_mail/test_inbound_webhook.py",
    "inbound.parse_events.body-mime": "the bytes of a mail, for the reader of mails",
    "inbound.parse_events.recipient": "an address of ours, whose secret tells the mail replied to",
    "markup.start.data": "a tag of a mail's HTML, and no form's",
    "raci._page.row": "compared with the rows of the grid, and not looked up",
    "read_cells.row": "counted within its grid alone: tests/governance/raci",
    "raci.typed.data": "read by read_cells, and the version seen by the field of its form",
    "verb_form.having_seen.data": "typed words are shown once more",
}
"""Names read in a way of their own, and what comes of them."""


@dataclass(frozen=True)
class Smuggled:
    """One place of the table."""

    read_by: str
    holds: str
    who: str
    method: str
    route: str
    part: str
    """What else the address names: which kind of ask, which move."""
    typed: str

    def form(self, number: object, own: dict[str, object]) -> dict[str, list[str]]:
        """What is sent, with `number` smuggled in."""
        sent: dict[str, list[str]] = {}
        for pair in parse_qsl(self.typed):
            name, value = (said.replace("?", str(number)).format_map(own) for said in pair)
            sent.setdefault(name, []).append(value)
        return sent


def _read(line: str) -> Smuggled:
    read_by, holds, who, method, address, typed = line.split()
    route, _, part = address.partition("/")
    return Smuggled(read_by, holds, who, method, route, part, typed)


SMUGGLED = [_read(line) for line in _TABLE.strip().splitlines()[1:]]
