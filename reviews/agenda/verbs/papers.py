"""Papers to read before a line of the agenda: a file or a link, brought by either side and read by both."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from governance.files import MOST_BYTES, made_harmless
from governance.wording import web_address
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.verbs.preparing import before_the_meeting
from reviews.models import AgendaItem, AgendaPaper

MOST_PAPERS = 5
"""More than that nobody reads before a meeting."""


@verb(did="brought a paper for the agenda")
def bring_paper(
    item: AgendaItem, *, by: User, now: datetime, file: UploadedFile | None = None, link: str = ""
) -> AgendaPaper:
    """Hangs a file or a link on the line, until the meeting begins. The file is made harmless first."""
    require(by, Permission.RAISE, item.partner)
    before_the_meeting(item.review)
    if item.is_heading:
        raise Refused("A paper belongs to one line of a section.")
    if bool(file) == bool(link.strip()):
        raise Refused("Bring a file, or give a link: one of the two.", field="file")
    if item.papers.count() >= MOST_PAPERS:
        raise Refused(f"This line has {MOST_PAPERS} papers already: take one out first.")
    paper = AgendaPaper(partner=item.partner, item=item, side=by.side, added_by=by, added_at=now)
    if file:
        # One byte more than may be: whoever claims less than they send is found out as well.
        harmless = made_harmless(file.name or "", file.read(MOST_BYTES + 1))
        paper.name, paper.content_type = harmless.name, harmless.content_type
        paper.file.save(harmless.name, ContentFile(harmless.content), save=False)
    else:
        address = web_address(link, field="link")
        paper.link, paper.name = address.whole, address.name
    paper.save()
    return paper


@verb(did="took a paper off the agenda")
def remove_paper(paper: AgendaPaper, *, by: User, now: datetime) -> None:
    """The side that brought it takes it out, until the meeting begins; the file is gone with it."""
    require(by, Permission.RAISE, paper.partner)
    before_the_meeting(paper.item.review)
    if by.side != paper.side:
        raise Refused(f"{paper.partner.side_names[paper.side]} brought it: that side takes it out.")
    kept, storage = paper.file.name, paper.file.storage
    paper.delete()
    if kept:
        transaction.on_commit(lambda: storage.delete(kept))
