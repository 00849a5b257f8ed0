"""The business brief as it is typed, and whom it is sent to."""

from typing import Any

from governance.forms.fields import PersonField, RowField, words
from governance.forms.verb_form import VerbForm
from governance.models import AdvocacyEntry, Ask, BusinessBrief, Forum
from governance.verbs import send_brief, write_brief
from partners.access import Permission
from partners.mail.outbox import Attachment


class BriefForm(VerbForm):
    success_message = "Saved. Your side reads it, and nobody else."
    what = words("What", missing="Say in a sentence or two what is to be done.", rows=2)
    why = words("Why", missing="Say why.", rows=2)
    benefit = words("Benefit", missing="Say what it brings.", rows=2)
    objection = words("Objection", rows=2)
    objection_answer = words("Our answer to it", rows=2)
    we_ask = words("What we ask, of whom and by when", missing="Say what you ask for, and by when.", rows=2)

    def __init__(self, *args: Any, ask: Ask, brief: BusinessBrief | None, **options: Any) -> None:
        self.ask = ask
        begins: dict[str, Any] = {"what": ask.title, "why": ask.detail[:1_000]}
        if brief is not None:
            begins = {
                **{name: getattr(brief, name) for name in BusinessBrief.PARTS},
                "version": brief.version,
            }
        super().__init__(*args, partner=ask.partner, initial=begins, **options)

    def act(self) -> BusinessBrief:
        return write_brief(
            self.ask, **self.typed_values(), version=self.cleaned_data["version"], **self.who_and_when
        )


class ForumField(RowField):
    rows = Forum.objects.standing()
    called = "Those of our side in a forum"


class SendingForm(VerbForm):
    success_message = "On its way. That it was sent stands on the advocacy record, for both sides to read."
    forum = ForumField()
    person = PersonField(
        permission=Permission.SEE_PARTNERSHIP, label="Or one person of our side", required=False
    )

    def __init__(self, *args: Any, brief: BusinessBrief, pdf: Any, **options: Any) -> None:
        self.brief, self.pdf = brief, pdf
        options["initial"] = {"version": brief.version}
        super().__init__(*args, partner=brief.ask.partner, **options)

    @property
    def side_offered(self) -> str:
        return self.by.side

    def act(self) -> AdvocacyEntry:
        pdf: Attachment = self.pdf()
        said = self.typed_values("forum", "person")
        return send_brief(
            self.brief.ask, **said, pdf=pdf, version=self.cleaned_data["version"], **self.who_and_when
        )
