from django.urls import path
from django.urls.resolvers import URLPattern

from partners.views import (
    account,
    audit,
    colleagues,
    invitations,
    mail,
    memberships,
    overview,
    partnerships,
    people,
)

urlpatterns: list[URLPattern] = [
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("theme/", account.theme, name="theme"),
    path("settings/", overview.overview, name="settings"),
    path("settings/account/", account.account, name="settings_account"),
    path("settings/account/second-factor/", account.second_factor, name="mfa_index"),
    path("settings/account/sessions/end/", account.end_sessions, name="settings_end_sessions"),
    path("settings/people/", people.people, name="settings_people"),
    path("settings/people/invitations/", people.invite, name="settings_invite"),
    path("settings/invitations/<int:invitation>/withdrawal/", memberships.withdrawal, name="settings_withdrawal"),
    path("settings/memberships/<int:membership>/role/", memberships.role, name="settings_role"),
    path("settings/memberships/<int:membership>/end/", memberships.end, name="settings_end"),
    path("settings/our-people/", colleagues.colleagues, name="settings_colleagues"),
    path("settings/our-people/<int:person>/role/", colleagues.internal_role, name="settings_internal_role"),
    path("settings/our-people/<int:person>/second-factor/removal/", colleagues.second_factor, name="settings_factor"),
    path("settings/our-people/<int:person>/deactivation/", colleagues.deactivation, name="settings_deactivation"),
    path("settings/our-people/<int:person>/reactivation/", colleagues.reactivation, name="settings_reactivation"),
    path("settings/partnerships/new/", partnerships.start, name="settings_partnership_new"),
    path("settings/mail/", mail.mails, name="settings_mail"),
    path("settings/mail/<int:mail>/", mail.one_mail, name="settings_mail_opened"),
    path("settings/mail/<int:mail>/body/", mail.body, name="settings_mail_body"),
    path("settings/mail/<int:mail>/attachments/<int:attachment>/", mail.attachment, name="settings_mail_attachment"),
    path("settings/history/", audit.audit, name="settings_audit"),
    path("settings/history/<int:sequence>/", audit.deed, name="settings_deed"),
    path("partnerships/<slug:partner>/history/<slug:kind>/<int:pk>/", audit.record, name="record_history"),
]  # fmt: skip
