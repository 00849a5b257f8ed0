import gc
import os
from contextlib import suppress

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import Resolver404, get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Every view is read now, and every address, and not while the first person waits; none of it needs the database. It is
# read once for all processes (launch/parts.py), so that nothing here may open a connection: it would be shared.
with suppress(Resolver404):
    get_resolver(settings.ROOT_URLCONF).resolve("/nowhere/")
get_resolver(settings.ROOT_URLCONF).reverse("desk")
# What has been made by now stays as long as the process: looking through it again and again for what can go took a
# fourteenth of every page, and would make each process a copy of it.
gc.collect()
gc.freeze()
