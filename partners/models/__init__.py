from partners.models.account_events import AccountEvent
from partners.models.backups import Backup
from partners.models.business_functions import BusinessFunction
from partners.models.engagements import (
    EngagementChange,
    EngagementChangeAmount,
    EngagementPaper,
    PartingPlan,
)
from partners.models.enterprise import Enterprise, enterprise_name, our_enterprise, our_logo
from partners.models.history import AuditEvent, EventShape, Heartbeat
from partners.models.incoming_mail import IncomingMail
from partners.models.mail import MailAttachment, MailContent, MailLink, OutgoingMail
from partners.models.partnerships import Engagement, Invitation, Membership, Partner
from partners.models.people import Side, User
from partners.models.private import EngagementTerms, PartnerNote, PartnerStanding
from partners.models.sent_forms import SentForm
from partners.models.side_requests import SideRequest

__all__ = [
    "AccountEvent",
    "AuditEvent",
    "Backup",
    "BusinessFunction",
    "Engagement",
    "EngagementChange",
    "EngagementChangeAmount",
    "EngagementPaper",
    "EngagementTerms",
    "Enterprise",
    "EventShape",
    "Heartbeat",
    "IncomingMail",
    "Invitation",
    "MailAttachment",
    "MailContent",
    "MailLink",
    "Membership",
    "OutgoingMail",
    "PartingPlan",
    "Partner",
    "PartnerNote",
    "PartnerStanding",
    "SentForm",
    "Side",
    "SideRequest",
    "User",
    "enterprise_name",
    "our_enterprise",
    "our_logo",
]
