"""The floor: what a signed-in page of 50 rows out of 100,000 and a one-row update cost with nothing else in the way."""

import csv
import io
import os
from datetime import date

import dj_database_url
import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        SECRET_KEY="measured-on-loopback-only-" + "f" * 40,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="bench.floor.page",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": dj_database_url.parse(os.environ["FLOOR_DATABASE_URL"], conn_max_age=600)},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "bench.floor",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [os.path.dirname(__file__)],
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
    )
    django.setup()

from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from bench.floor.models import Item


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    overdue = Item.objects.select_related("partner", "person").filter(status="open", due_on__lt=date.today())
    return render(request, "rows.html", {"rows": overdue.order_by("due_on")[:50]})


@login_required
def export(request: HttpRequest, count: int) -> HttpResponse:
    overdue = Item.objects.select_related("partner", "person").filter(status="open", due_on__lt=date.today())
    text = io.StringIO()
    writer = csv.writer(text)
    for item in overdue.order_by("due_on")[:count]:
        writer.writerow([item.pk, item.partner.name, item.title, item.status, item.due_on, item.person.name])
    return HttpResponse(text.getvalue(), content_type="text/csv")


@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    item = Item.objects.get(pk=pk)
    item.status = request.POST["status"]
    item.save(update_fields=["status"])
    return HttpResponseRedirect("/rows")


urlpatterns = [path("rows", rows), path("export/<int:count>", export), path("change/<int:pk>", change)]
application = get_wsgi_application()
