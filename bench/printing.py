"""A pack against WeasyPrint alone on the same HTML, in one process. Prints a Figure as JSON."""

import json
import logging
import os
import time
from dataclasses import asdict

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from weasyprint import HTML

from bench.measuring import compare
from partners.isolation.scope import SYSTEM, entered
from reviews.models import ReviewPack
from reviews.record.pack.assets import BASE, OwnAssets
from reviews.record.pack.making import sealed_of
from reviews.record.pack.rendering import html_of, printed

logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)

if __name__ == "__main__":
    with entered(SYSTEM):
        sealed = sealed_of(ReviewPack.objects.order_by("-asked_at", "id")[0])
    html = html_of(sealed)
    figure = compare(
        "pack, against WeasyPrint for its HTML",
        lambda: printed(sealed),
        lambda: HTML(string=html, base_url=BASE, url_fetcher=OwnAssets()).write_pdf(pdf_variant="pdf/ua-1"),
        bar=1.2,
        runs=5,
        warm=1,
        clock=time.process_time,
    )
    print(json.dumps(asdict(figure)))
