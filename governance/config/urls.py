from allauth.account.urls import urlpatterns as account_pages
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
}

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include([page for page in account_pages if page.name in _WANTED])),
    path("", include("partners.urls")),
    path("", include("governance.urls")),
    path("", include("reviews.urls")),
    path("", include("dashboards.urls")),
]
