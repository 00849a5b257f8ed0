from django.db import models

from partners.isolation.rowsecurity import RowAccess, RowRights


class SentForm(models.Model):
    """A form that made something, by its key and all that was sent with it: sent once more it makes nothing again.

    `act` is a SHA-256 (partners/once.py). `leads_to` is the page the person was led to; empty where they stayed.
    Kept for some days. Nothing is agreed by it, so it has no history.
    """

    row_access, row_rights = RowAccess.SENT, RowRights.DELETE

    person = models.ForeignKey("partners.User", models.CASCADE, related_name="+")
    act = models.CharField(max_length=64)
    leads_to = models.CharField(max_length=2_000, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "act"], name="form_sent_once")]
        indexes = [models.Index(fields=["sent_at"], name="form_sent_at")]
