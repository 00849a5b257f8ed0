"""What each step of an action and of an ask says once it is done, and where it lacks something, as both sides try it.

Each is tried with nothing typed and with everything, on every thing of the story it is offered for; nothing stays done.
"""

from collections.abc import Iterator
from html import escape

from django.db import transaction
from django.test import Client

from governance.asks.steps import ASK_STEPS
from governance.local_day import day_of
from governance.models import ActionItem, Ask
from governance.step import Step
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.governance.scene import at
from tests.reading import lines_of
from tests.said.further import HERE
from tests.said.further import Reading as Pages
from tests.said.story import on

TYPED = {
    "word": "It is on its way", "words": "It is on its way", "reason": "The feed was late", "text": "It is on its way",
    "answer": "Two weeks, from Monday", "due_on": "20 Dec 2026", "needed_by": "20 Dec 2026", "what_for": "The window",
    "on_side": "ours", "cause": "access", "title": "In other words", "detail": "All of it", "kind": "argued",
    "whom": "The board", "link": "https://files.example/one.txt", "worked": "yes", "all_the_same": "on",
}  # fmt: skip


def what_steps_say(pages: Pages) -> Iterator[tuple[str, str]]:
    """One page for each step: a line for whoever tries it on what."""
    cast = pages.told.cast
    for noun, model, steps in (("actions", ActionItem, ACTION_STEPS), ("asks", Ask, ASK_STEPS)):
        with entered(SYSTEM):
            things = list(model.objects.filter(partner=cast.partner).order_by("title", "pk"))
        for step in steps:
            said = []
            for reader in (cast.manager, cast.lead):
                for thing in things:
                    if _is_offered(step, thing, reader):
                        said += _tried(
                            pages.browser(reader), f"{HERE}{noun}/{thing.pk}/{step.slug}/", thing, reader
                        )
                        break
            if said:
                yield (
                    f"step {noun} {step.slug}",
                    f"<main>{''.join(f'<p>{escape(line)}</p>' for line in said)}</main>",
                )


def _is_offered(step: Step, thing: ActionItem | Ask, reader: User) -> bool:
    with acting_as(reader):
        return step.offered_to(thing, reader, day_of(reader, at(on(9))))


def _tried(client: Client, address: str, thing: ActionItem | Ask, reader: User) -> Iterator[str]:
    yield f"{reader.full_name}: {thing.title}"
    colleague = {"to": reader.pk, "owner": reader.pk, "version": thing.version}
    for name, form in (("nothing", {"version": thing.version}), ("everything", {**TYPED, **colleague})):
        with transaction.atomic():
            answer = client.post(address, form, follow=True)
            html = answer.content.decode()
            transaction.set_rollback(True)
        yield f"with {name} typed, {answer.status_code}:"
        if 'class="messages"' in html:
            yield from lines_of(html, '<ul class="messages"', "</ul>")
        if 'class="error-summary"' in html:
            yield from lines_of(html, '<div class="error-summary"', "</div>")
        for part in html.split("<ul")[1:]:
            if part.startswith(' class="errorlist'):
                yield from lines_of(f"<ul{part}", "<ul", "</ul>")
