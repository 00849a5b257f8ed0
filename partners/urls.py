from django.urls import path
from django.urls.resolvers import URLPattern

from partners.views import invitations

urlpatterns: list[URLPattern] = [
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
