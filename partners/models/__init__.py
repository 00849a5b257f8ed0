from partners.models.entrance import AccountEvent
from partners.models.functions import BusinessFunction
from partners.models.history import AuditEvent, EventShape, Heartbeat
from partners.models.incoming import IncomingMail
from partners.models.mail import MailAttachment, MailContent, MailLink, OutgoingMail
from partners.models.operation import Backup
from partners.models.partnerships import Engagement, Invitation, Membership, Partner
from partners.models.people import Side, User
from partners.models.private import EngagementTerms, PartnerNote, PartnerStanding
from partners.models.requests import SideRequest
from partners.models.sent_forms import SentForm

__all__ = [
    "AccountEvent",
    "AuditEvent",
    "Backup",
    "BusinessFunction",
    "Engagement",
    "EngagementTerms",
    "EventShape",
    "Heartbeat",
    "IncomingMail",
    "Invitation",
    "MailAttachment",
    "MailContent",
    "MailLink",
    "Membership",
    "OutgoingMail",
    "Partner",
    "PartnerNote",
    "PartnerStanding",
    "SentForm",
    "Side",
    "SideRequest",
    "User",
]
