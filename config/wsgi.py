import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Every view is read now and not while the first person waits. What has been made by now stays as long as the process:
# looking through it again and again for what can go took a fourteenth of every page.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
