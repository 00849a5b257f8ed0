"""Addresses for the look alone: the style guide, a still of the room, and the real sign-in pages."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from partners.models import Side


@dataclass
class Person:
    full_name: str
    side: Side
    email: str = "someone@northgate.example"
    is_authenticated: bool = True
    is_active: bool = True
    internal_role: str = ""
    roles: dict[int, str] = field(default_factory=dict)
    pk: int = 1

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.full_name.split())


PEOPLE = {
    person.full_name.split()[0].lower(): person
    for person in (
        Person("Anand Kulkarni", Side.OURS),
        Person("Priya Raman", Side.OURS),
        Person("Tom Okafor", Side.OURS),
        Person("Lena Moser", Side.OURS),
        Person("Jonas Stein", Side.THEIRS),
        Person("Mei Chen", Side.THEIRS),
        Person("Ravi Desai", Side.THEIRS),
    )
}
PLACES = ["My desk", "Portfolio", "Partnerships", "Tracker", "Performance", "Reviews"]


class PromiseForm(forms.Form):
    title = forms.CharField(label="What is promised", help_text="One sentence: who will have what.")
    due = forms.DateField(label="By when", help_text="The date the owner accepts is kept as the first date.")
    owner = forms.ChoiceField(choices=[("p", "Priya Raman"), ("j", "Jonas Stein")])
    word = forms.CharField(label="A word", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    tell = forms.BooleanField(label="Tell the owner by mail", required=False)
    health = forms.ChoiceField(
        label="How does it stand?",
        widget=forms.RadioSelect,
        choices=[("good", "on track"), ("bad", "off track")],
    )


def _context() -> dict[str, Any]:
    return {
        **PEOPLE,
        "user": PEOPLE["anand"],
        "today": date(2026, 11, 23),
        "navigation": [{"label": place, "url": "#", "current": place == "Partnerships"} for place in PLACES],
        "form": PromiseForm(),
        "bad_form": PromiseForm({"title": "Run the purge", "due": "31.02.", "owner": "p"}),
    }


def style_guide(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Kept: Priya Raman promised the archiving paper for 27 November.")
    messages.error(request, "Tom Okafor is not in this partnership. Invite him first.")
    return render(request, "style_guide.html", _context())


def room(request: HttpRequest) -> HttpResponse:
    return render(request, "style_guide/room.html", _context())


urlpatterns = [
    path("", style_guide),
    path("room/", room),
    *(path(f"{name}/", style_guide, name=name) for name in ("search", "settings", "theme")),
    path("accounts/", include("allauth.account.urls")),
]
