"""What it says: its words are put right, and what it was called stands in its history."""

from datetime import date
from typing import Any

from governance.forms.fields import line, words
from governance.models import ActionItem
from governance.step import ActionForm, Step
from governance.taking_part import may_update
from governance.tracker.verbs.changing import reword
from partners.access import Permission, can
from partners.models import User

State = ActionItem.State


class Rewording(ActionForm):
    verb = staticmethod(reword)
    success_message = "Its words are put right. What it was called stands below."
    title = line("What is to be done", missing="Say what is to be done.")
    detail = words("More about it", rows=3)


class Reword(Step[ActionItem]):
    slug, route, form = "wording", "tracker_wording", Rewording
    title, button = "Its words", "Save"
    is_answer = False

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state in (State.PROPOSED, State.OPEN)

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        """Of what is only asked for, whoever asked or leads their side; of a promise, whoever updates it."""
        if thing.state == State.OPEN:
            return may_update(reader, thing, today=today)
        asks = reader.pk == thing.created_by_id and can(reader, Permission.KEEP_PROMISES, thing.partner)
        return asks or (
            reader.side == thing.created_by.side and can(reader, Permission.PROMISE, thing.partner)
        )

    def initial(self, thing: ActionItem, today: date) -> dict[str, Any]:
        return {"title": thing.title, "detail": thing.detail}
