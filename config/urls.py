from django.urls import include, path

from config import operator, views

handler403 = "config.views.forbidden"
handler500 = "config.views.broken"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("settings/operation/", operator.operation, name="settings_operation"),
    path("settings/operation/backup/", operator.backup_now, name="settings_backup_now"),
    path("accounts/", include("partners.authentication.urls")),
    path("", include("partners.urls")),
    path("", include("governance.urls")),
    path("", include("reviews.urls")),
    path("", include("dashboards.urls")),
]
