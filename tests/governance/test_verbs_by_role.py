"""Every verb about what was agreed × every part on both sides, asked of the verb itself; and what each locks.

Behind the stroke stands whose it is: the side that owes the action, was asked, gave the cover.
"""

import inspect

import pytest

from governance import verbs as actions
from partners.models import User
from tests.cast import Cast
from tests.governance.verb_calls import Deeds
from tests.ground import laid
from tests.verb_table import Row, everybody, rows, tried

_TABLE = """
accept/ours             k               ·        actionitem
accept/theirs           K               ·        actionitem
accept_all/ours         k               ·        actionitem
accept_all/theirs       K               ·        actionitem
accept_date/ours        cmsk            ·        actionitem
accept_date/theirs      MSK             ·        actionitem
add_evidence            cmskMSK         ·        actionitem
add_forum_member        cmsMS           ·        forummember
edit_forum              cmsMS           ·        forum
end_forum               cmsMS           ·        forum
end_function/ours       cms             ·        ·
end_function/theirs     MS              ·        ·
rename_function/ours    cms             ·        ·
rename_function/theirs  MS              ·        ·
add_note                cmskMSK         ·        actionitem
add_to_cover/ours       cs              ·        cover
add_to_cover/theirs     S               ·        cover
agree_change/ours       MS              ·        outcomeintent,outgoingmail
agree_change/theirs     cms             ·        outcomeintent,outgoingmail
agree_charter           cmsMS           ·        partner
agree_matrix/ours       MS              ·        outgoingmail,racimatrix
agree_matrix/theirs     cms             ·        outgoingmail,racimatrix
record_matrix           cmsMS           ·        racimatrix
send_back_matrix/ours   MS              ·        outgoingmail,racimatrix
send_back_matrix/theirs cms             ·        outgoingmail,racimatrix
take_back_matrix/ours   cms             ·        outgoingmail,racimatrix
take_back_matrix/theirs MS              ·        outgoingmail,racimatrix
agree_outcome           cmsMS           ·        outcomeintent,outgoingmail
answer_pulse            mskorMSKOR      ·        sidepulse
ask_for_date/ours       MSK             ·        actionitem
ask_for_date/theirs     cmsk            ·        actionitem
ask_how_it_stands/ours  MSK             ·        actionitem
ask_how_it_stands/theirs cmsk           ·        actionitem
ask_to_conclude         cmsMS           ·        outcomeintent,outgoingmail
agree_standing/ours     cmsk            ·        outgoingmail,standingpromise
agree_standing/theirs   MSK             ·        outgoingmail,standingpromise
agree_standing_change/ours cmsk         ·        outgoingmail,standingpromise
agree_standing_change/theirs MSK        ·        outgoingmail,standingpromise
ask_for_standing/ours   cmsMS           ·        outgoingmail,partner
ask_for_standing/theirs cmsMS           ·        outgoingmail,partner
ask_to_end_standing/ours cmsk           ·        outgoingmail,standingpromise
ask_to_end_standing/theirs MSK          ·        outgoingmail,standingpromise
change_standing/ours    cmskMS          ·        outgoingmail,standingpromise
change_standing/theirs  cmsMSK          ·        outgoingmail,standingpromise
decline_standing/ours   cmsk            ·        outgoingmail,standingpromise
decline_standing/theirs MSK             ·        outgoingmail,standingpromise
decline_standing_change/ours cmsk       ·        outgoingmail,standingpromise
decline_standing_change/theirs MSK      ·        outgoingmail,standingpromise
hand_over_standing/ours cmsk            ·        standingpromise
hand_over_standing/theirs MSK           ·        standingpromise
release_standing/ours   MS              ·        actionitem,standingpromise,waitingperiod
release_standing/theirs cms             ·        actionitem,standingpromise,waitingperiod
take_back_standing/ours MS              ·        outgoingmail,standingpromise
take_back_standing/theirs cms           ·        outgoingmail,standingpromise
take_back_standing_change/ours MS       ·        outgoingmail,standingpromise
take_back_standing_change/theirs cms    ·        outgoingmail,standingpromise
back/ours               cmsr            ·        ask
back/theirs             MSR             ·        ask
begin_initiative        cmsMS           ·        outcomeintent
be_away                 acmskorMSKORxng ·        ·
bring_in/ours           cmsMS           ·        ·
bring_in/theirs         cmsMS           ·        ·
check_in                cmsMS           ·        outcomeintent
clear/ours              cmskrMSKR       ·        ask
clear/theirs            cmskrMSKR       ·        ask
come_back               K               ·        ·
confirm/ours            MS              ·        actionitem
confirm/theirs          cms             ·        actionitem
confirm_all/ours        MS              ·        actionitem
confirm_all/theirs      cms             ·        actionitem
decide/ours             cmsr            ·        ask
decide/theirs           MSR             ·        ask
decline_date/ours       cmsk            ·        actionitem
decline_date/theirs     MSK             ·        actionitem
decline_change/ours     MS              ·        outcomeintent,outgoingmail
decline_change/theirs   cms             ·        outcomeintent,outgoingmail
dispute_wait/ours       MS              ·        waitingperiod
dispute_wait/theirs     cms             ·        waitingperiod
draft_matrix            cmsMS           ·        ·
draft_outcome           cmsMS           ·        outgoingmail
edit_outcome            cmsMS           ·        outcomeintent
edit_business_outcome   cm              ·        businessoutcome
end_business_outcome    cm              ·        businessoutcome
resume_business_outcome cm              ·        businessoutcome
serve                   cm              ·        businessoutcome,outcomeintent
want_business_outcome   cm              ·        ·
end_cover/ours          cs              ·        cover
end_cover/theirs        S               ·        cover
end_initiative          cmsMS           ·        initiative
follow_action           cmskorMSKOR     ·        ·
give_back/ours          MS              ·        actionitem
give_back/theirs        cms             ·        actionitem
give_cover              csS             ·        partner
give_free_hand          cms             ·        outcomeintent
hand_over_all/ours      cms             ·        actionitem,ask
hand_over_all/theirs    MS              ·        actionitem,ask
carry_out               cmsMS           ·        partner
import_actions          cmsMS           ·        partner
take_back_actions       cmsMS           ·        ·
await_owner             cmsMS           ·        ·
propose_awaited/ours    cmsMS           ·        awaitedaction
propose_awaited/theirs  cmsMS           ·        awaitedaction
take_out_awaited        cmsMS           ·        awaitedaction
keep_view               cmskorMSKOR     ·        savedview
live_with/ours          cmskrMSKR       ·        ask
live_with/theirs        cmskrMSKR       ·        ask
move_date/ours          cmsk            ·        actionitem
move_date/theirs        MSK             ·        actionitem
move_needed_by/ours     cmsrMSKR        ·        ask
move_needed_by/theirs   cmskrMSR        ·        ask
not_now/ours            cmsr            ·        ask
not_now/theirs          MSR             ·        ask
note_privately          cmsMS           ·        ·
own/ours                cmskr           ·        ask
own/theirs              MSKR            ·        ask
promise/ours            cms             ·        ·
promise/theirs          MS              ·        ·
propose                 cmskMSK         ·        ·
put_in_place/ours       cmsrMSR         ·        ask
put_in_place/theirs     cmsrMSR         ·        ask
raise_decision          cmskMSK         ·        ·
raise_impediment        cmskMSK         ·        ·
raise_recommendation    cmskMSK         ·        ·
raise_risk/ours         cmskMSK         ·        ·
raise_risk/theirs       cmskMSK         ·        ·
write_brief/ours        cmsr            ·        ask
write_brief/theirs      MSR             ·        ask
send_brief/ours         cmsr            ·        ask
send_brief/theirs       MSR             ·        ask
record_advocacy/ours    cmskMSK         ·        ask
record_advocacy/theirs  cmskMSK         ·        ask
look_back/ours          cmsr            ·        ask
look_back/theirs        MSR             ·        ask
look_at_risk/ours       cmskr           ·        ask
look_at_risk/theirs     MSKR            ·        ask
treat_risk/ours         cmskr           ·        ask
treat_risk/theirs       MSKR            ·        ask
risk_happened/ours      cmskrMSR        ·        ask
risk_happened/theirs    cmsrMSKR        ·        ask
ask_to_live_with/ours   cmsrMSR         ·        ask,outgoingmail
ask_to_live_with/theirs cmsrMSR         ·        ask,outgoingmail
agree_to_live_with/ours MSR             ·        ask,outgoingmail
agree_to_live_with/theirs cmsr          ·        ask,outgoingmail
decline_to_live_with/ours cmsrMSR       ·        ask,outgoingmail
decline_to_live_with/theirs cmsrMSR     ·        ask,outgoingmail
reassign/ours           cmsk            ·        actionitem
reassign/theirs         MSK             ·        actionitem
reword/ours             cmsk            ·        actionitem
reword/theirs           MSK             ·        actionitem
reassign_all/ours       cmsk            ·        actionitem
reassign_all/theirs     MSK             ·        actionitem
remove_forum_member/ours cms             ·        ·
remove_forum_member/theirs MS             ·        ·
remove_view             K               ·        ·
rename_initiative       cmsMS           ·        initiative
resume_initiative       cmsMS           ·        initiative
report_done/ours        cmsk            ·        actionitem,waitingperiod
report_done/theirs      MSK             ·        actionitem,waitingperiod
promise_role            cmsMS           ·        ·
correct_promised/ours   cms             ·        promisedrole
correct_promised/theirs MS              ·        promisedrole
say_who_came/ours       cms             ·        promisedrole
say_who_came/theirs     MS              ·        promisedrole
end_promised/ours       cms             ·        promisedrole
end_promised/theirs     MS              ·        promisedrole
claim_value             cmsMS           ·        outcomeintent,outgoingmail
answer_value            r               ·        outcomeintent,outgoingmail
take_back_value/ours    cms             ·        outcomeintent,outgoingmail
take_back_value/theirs  MS              ·        outcomeintent,outgoingmail
say_on_hand_over        cmsMS           ·        outcomeintent,outgoingmail
set_milestone           cmsMS           ·        actionitem
set_reminders           cmsMS           ·        ·
set_up_forum            cmsMS           ·        ·
stop_following          cmskorMSKOR     ·        ·
stop_waiting/ours       cmsk            ·        actionitem,waitingperiod
stop_waiting/theirs     MSK             ·        actionitem,waitingperiod
take_back/ours          m               ·        actionitem,waitingperiod
take_back/theirs        M               ·        actionitem,waitingperiod
take_back_answer/ours   m               ·        ask
take_back_answer/theirs M               ·        ask
take_back_change/ours   cms             ·        outcomeintent,outgoingmail
take_back_change/theirs MS              ·        outcomeintent,outgoingmail
take_back_request/ours  MSK             ·        actionitem
take_back_request/theirs cmsk            ·        actionitem
take_out_evidence/ours  cmsk            ·        evidence
take_out_evidence/theirs MSK             ·        evidence
thank                   cmskMSK         ·        ·
decide_mandate          cs              ·        partner
correct_mandate         cs              ·        mandatestep
correct_opening         cs              ·        ·
open_up                 cs              ·        mandatestep
put_off_widening        cs              ·        ·
place_bet               cmsMS           ·        ·
correct_bet/ours        cms             ·        capabilitybet
correct_bet/theirs      MS              ·        capabilitybet
say_what_became         cmsMS           ·        capabilitybet
wait_on/ours            cmsk            ·        actionitem,waitingperiod
wait_on/theirs          MSK             ·        actionitem,waitingperiod
withdraw/ours           cmskMS          ·        actionitem,waitingperiod
withdraw/theirs         cmsMSK          ·        actionitem,waitingperiod
"""
TABLE = {row.verb: row for row in rows(_TABLE)}
NOBODY_S = {
    "colleagues_of", "holdings_of", "may_take_out", "send_reminders", "make_standing_promises", "make_due",
}  # fmt: skip
"""Questions, and what Tandem does by itself with mails and when something falls due."""


def test_every_verb_stands_in_the_table() -> None:
    verbs = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    assert {verb.partition("/")[0] for verb in TABLE} == verbs - NOBODY_S


@laid
def people(cast: Cast) -> dict[str, User]:
    return everybody(cast)


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_the_verb_itself_lets_through_whom_the_table_names_and_nobody_else(
    cast: Cast, people: dict[str, User], row: Row
) -> None:
    assert tried(row.verb, people, Deeds(cast).of(row.verb)) == row
