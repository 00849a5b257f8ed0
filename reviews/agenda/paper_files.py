"""The file of a paper, always to be saved and never shown: a browser must not run what somebody brought."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from reviews.models import AgendaPaper


def as_file(paper: AgendaPaper) -> HttpResponse:
    """404 where the paper is a link, or its file is gone."""
    if not paper.file:
        raise Http404
    try:
        with paper.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=paper.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type=paper.content_type, headers=headers)
