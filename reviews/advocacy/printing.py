"""A business brief on paper: one page, laid out by what lays out the pack."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.text import slugify

from governance.models import BusinessBrief
from partners.mail.outbox import Attachment
from partners.models import Side, our_logo
from reviews.record.pack.rendering import printer

_TIGHTER = ("", "tight", "tightest")
"""Its type grows smaller until it stands on one page."""


def printed_brief(brief: BusinessBrief, today: date) -> Attachment:
    """The brief as a tagged PDF. Read in the scope of whoever may read it: no background job may."""
    laid_out = printer(our_logo() if brief.side == Side.OURS else b"")
    for size in _TIGHTER:
        page = laid_out(render_to_string("asks/print/brief.html", _facts(brief, today, size)))
        if len(page.pages) == 1:
            break
    return Attachment(_file_name(brief), "application/pdf", page.write_pdf(pdf_variant="pdf/ua-1"))


def _facts(brief: BusinessBrief, today: date, size: str) -> dict[str, object]:
    ask = brief.ask
    return {
        "brief": brief,
        "ask": ask,
        "partner": ask.partner,
        "house": ask.partner.name_of(brief.side),
        "adviser": ask.partner.name_of(ask.raised_by_side),
        "today": today,
        "size": size,
    }


def _file_name(brief: BusinessBrief) -> str:
    return f"{slugify(brief.ask.title)[:60] or 'brief'}-business-brief.pdf"
