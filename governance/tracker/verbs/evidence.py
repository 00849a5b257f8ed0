"""What shows how far an action is: a file or a link, brought by either side and read by both."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from governance.files import MOST_BYTES, made_harmless
from governance.locking import lock
from governance.models import ActionItem, Evidence
from governance.wording import web_address
from partners.access import Permission, can, require
from partners.models import User
from partners.verb import Refused, verb


@verb(did="brought evidence")
def add_evidence(
    item: ActionItem, *, by: User, now: datetime, file: UploadedFile | None = None, link: str = ""
) -> Evidence:
    """Puts a file or a link on the action. Anybody who takes part may; the file is made harmless first."""
    require(by, Permission.KEEP_PROMISES, item.partner)
    if bool(file) == bool(link.strip()):
        raise Refused("Bring a file, or give a link: one of the two.", field="file")
    lock(item)  # of two clicks at once the second one finds what the first has brought
    evidence = Evidence(partner=item.partner, item=item, added_by=by, added_at=now)
    return _with_file(evidence, file) if file else _with_link(evidence, link)


@verb(did="took evidence out")
def take_out_evidence(evidence: Evidence, *, by: User, now: datetime) -> None:
    """Takes it off again and removes the file. That it was there, and who took it out, stays on record."""
    if not may_take_out(evidence, by):
        raise Refused("Whoever brought it takes it out, or who leads their side here.")
    evidence.refresh_from_db(from_queryset=Evidence.objects.select_for_update())
    if evidence.taken_out_at:
        raise Refused("It is taken out already.")
    kept = evidence.file.name
    evidence.file, evidence.link = "", ""
    evidence.taken_out_by, evidence.taken_out_at = by, now
    evidence.save()
    if kept:
        transaction.on_commit(lambda: evidence.file.storage.delete(kept))


def may_take_out(evidence: Evidence, by: User) -> bool:
    """Whether `by` brought it, or records promises for the side that did."""
    if not can(by, Permission.KEEP_PROMISES, evidence.partner):
        return False
    leads = by.side == evidence.added_by.side and can(by, Permission.PROMISE, evidence.partner)
    return leads or evidence.added_by_id == by.pk


def _with_file(evidence: Evidence, file: UploadedFile) -> Evidence:
    # One byte more than may be: whoever claims less than they send is found out as well.
    harmless = made_harmless(file.name or "", file.read(MOST_BYTES + 1))
    evidence.name, evidence.content_type = harmless.name, harmless.content_type
    evidence.size = len(harmless.content)
    evidence.sha256 = hashlib.sha256(harmless.content).hexdigest()
    _require_new(evidence, "file", sha256=evidence.sha256)
    evidence.file.save(harmless.name, ContentFile(harmless.content), save=False)
    evidence.save()
    return evidence


def _with_link(evidence: Evidence, link: str) -> Evidence:
    address = web_address(link, field="link")
    evidence.link, evidence.name = address.whole, address.name
    _require_new(evidence, "link", link=evidence.link)
    evidence.save()
    return evidence


def _require_new(evidence: Evidence, field: str, **same: str) -> None:
    if Evidence.objects.filter(item=evidence.item, taken_out_at=None, **same).exists():
        raise Refused("This is on the action already.", field=field)
