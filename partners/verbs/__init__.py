"""The verbs about who takes part: partnerships begun, people invited, roles given and ended."""

from partners.verbs.accounts import (
    change_own_account,
    deactivate,
    give_internal_role,
    reactivate,
    take_off_second_factor,
    take_off_single_sign_on,
)
from partners.verbs.answering import answer_request
from partners.verbs.asking import withdraw_request
from partners.verbs.business_functions import name_responsible, set_business_function
from partners.verbs.charter import edit_charter
from partners.verbs.engagement_papers import (
    add_paper,
    agree_engagement_change,
    decline_engagement_change,
    end_paper,
    plan_parting,
    propose_change,
    take_back_engagement_change,
)
from partners.verbs.engagements import add_engagement, edit_engagement, end_engagement, renew_engagement
from partners.verbs.enterprise import name_enterprise
from partners.verbs.invitations import (
    accept_invitation,
    invitation_of,
    invite,
    invite_colleague,
    object_to_invitation,
    send_invitation_again,
    withdraw_invitation,
)
from partners.verbs.inviting_several import Invited, invite_several
from partners.verbs.mails import send_again, send_kept
from partners.verbs.memberships import change_role, end_part, take_part
from partners.verbs.partnerships import start_partnership, write_note

__all__ = [
    "Invited",
    "accept_invitation",
    "add_engagement",
    "add_paper",
    "agree_engagement_change",
    "answer_request",
    "change_own_account",
    "change_role",
    "deactivate",
    "decline_engagement_change",
    "edit_charter",
    "edit_engagement",
    "end_engagement",
    "end_paper",
    "end_part",
    "give_internal_role",
    "invitation_of",
    "invite",
    "invite_colleague",
    "invite_several",
    "name_enterprise",
    "name_responsible",
    "object_to_invitation",
    "plan_parting",
    "propose_change",
    "reactivate",
    "renew_engagement",
    "send_again",
    "send_invitation_again",
    "send_kept",
    "set_business_function",
    "start_partnership",
    "take_back_engagement_change",
    "take_off_second_factor",
    "take_off_single_sign_on",
    "take_part",
    "withdraw_invitation",
    "withdraw_request",
    "write_note",
]
