from django.urls import include, path

from governance.config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("partners.entrance.urls")),
    path("", include("partners.urls")),
    path("", include("governance.urls")),
    path("", include("reviews.urls")),
    path("", include("dashboards.urls")),
]
