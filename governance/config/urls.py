from typing import Any

from allauth.account.urls import urlpatterns as account_pages
from allauth.mfa.base.urls import urlpatterns as factor_pages
from allauth.mfa.recovery_codes.urls import urlpatterns as recovery_pages
from allauth.mfa.totp.urls import urlpatterns as code_pages
from django.urls import include, path

from governance.config import views

# Sign-up, further addresses and the like are left out: they answer 404.
_WANTED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}


def _wanted(pages: list[Any]) -> list[Any]:
    return [page for page in pages if page.name in _WANTED]


urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include(_wanted(account_pages))),
    path("accounts/second-factor/", include(_wanted(factor_pages))),
    path("accounts/second-factor/code/", include(_wanted(code_pages))),
    path("accounts/second-factor/recovery/", include(_wanted(recovery_pages))),
    path("", include("partners.urls")),
    path("", include("governance.urls")),
    path("", include("reviews.urls")),
    path("", include("dashboards.urls")),
]
