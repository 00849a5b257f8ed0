import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Every view is read now and not while the first person waits. What has been made by now stays as long as the process:
# looking through it again and again for what can go took a fourteenth of every page.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
