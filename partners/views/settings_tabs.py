from django.urls import reverse

from partners.access import Permission, can
from partners.models import User

SETTINGS = (
    ("Overview", "settings", None),
    ("Your account", "settings_account", None),
    ("Signing in", "settings_sign_in", None),
    ("Away", "settings_away", None),
    ("People", "settings_people", Permission.INVITE),
    ("Business functions", "settings_functions", Permission.KEEP_HOUSE),
    ("Our people", "settings_colleagues", Permission.ADMINISTER),
    ("Enterprise", "settings_enterprise", Permission.ADMINISTER),
    ("Sign-in log", "settings_sign_ins", Permission.ADMINISTER),
    ("Mail", "settings_mail", None),
    ("Operation", "settings_operation", Permission.ADMINISTER),
    ("History", "settings_audit", Permission.SEE_AUDIT),
)


def settings_tabs(user: User, current: str) -> list[dict[str, object]]:
    """The pages of the settings that this person may open."""
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for label, name, permission in SETTINGS
        if permission is None or can(user, permission)
    ]
