"""What a release is asked to do before its database is kept: a little of everything, by its own verbs.

Run in the tree of that release, against a database it has migrated; README.md says how. It knows only names that every
release has, and takes what only some have where it is there.
"""

from datetime import date, timedelta

from governance import verbs as governance
from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, Partner, User
from partners.verbs import change_role, invite, start_partnership, write_note
from reviews import verbs as room
from reviews.record.verbs.sealing import reply, seal_review
from tests.cast import Cast, assemble
from tests.reviews.scene import EARLIER, Scene, set_the_scene

LATER = date(2026, 12, 4)


def tell() -> None:
    """Promises of both sides and what became of them, notes, mails, a sealed review and a reply to it."""
    _make_room()
    cast = assemble()
    scene = set_the_scene(cast)
    with entered(SYSTEM):
        _partnership(cast)
        _promises(cast)
        governance.remove_forum_member(scene.forum, person=cast.contributor, by=cast.manager, now=EARLIER)
    _review(scene)
    with entered(SYSTEM):
        _what_only_some_have(cast)


def _make_room() -> None:
    """Whoever told before steps aside: a database that lives through all releases is told to by each."""
    with entered(SYSTEM):
        before = Partner.objects.count()
        for partner in Partner.objects.filter(kind__in=("databases", "integrator", "")):
            Partner.objects.filter(pk=partner.pk).update(
                name=f"{partner.name} {before}", slug=f"{partner.slug}-{before}", kind="told before"
            )
        for person in User.objects.filter(email__endswith="@example.com"):
            address = person.email.replace("@example.com", f"@{before}.example.org")
            User.objects.filter(pk=person.pk).update(email=address)


def _partnership(cast: Cast) -> None:
    start_partnership("Öresund Data", by=cast.cio, now=EARLIER)
    write_note(cast.partner, text="Between us: they are short of people.", by=cast.manager, now=EARLIER)
    invite(
        cast.partner,
        email="new@example.com",
        full_name="Nadia New",
        role="contributor",
        theirs=True,
        by=cast.lead,
        now=EARLIER,
    )
    teammate = Membership.objects.get(person=cast.teammate)
    change_role(teammate, role="observer", by=cast.manager, now=EARLIER)


def _promises(cast: Cast) -> None:
    now, partner, us, them = EARLIER, cast.partner, cast.manager, cast.lead
    ours = governance.promise(partner, title="Archiving policy", owner=us, due_on=LATER, by=us, now=now)
    theirs = governance.promise(partner, title="Index rebuild", owner=them, due_on=LATER, by=them, now=now)
    governance.propose(partner, title="Access for the monitor", owner=us, due_on=LATER, by=them, now=now)
    moved = LATER + timedelta(days=7)
    governance.move_date(theirs, due_on=moved, reason="The disks came late.", by=them, now=now)
    governance.add_note(ours, text="Half of it is written; “Zürich” is not.", by=us, now=now)
    governance.wait_on(ours, on_side="theirs", what_for="The list of tables", by=us, now=now)
    governance.report_done(theirs, by=them, now=now + timedelta(days=2))
    governance.confirm(theirs, by=us, now=now + timedelta(days=3))
    governance.raise_decision(
        partner, title="Weekly change window", on_side="ours", needed_by=LATER, by=them, now=now
    )


def _review(scene: Scene) -> None:
    chair = scene.cast.cio
    with entered(SYSTEM):
        room.open_review(scene.review, by=chair, now=scene.at())
        seal_review(scene.review, by=chair, now=scene.at(80))
        reply(scene.fresh(), text="The list was with you on Monday.", by=scene.cast.lead, now=scene.at(100))


def _what_only_some_have(cast: Cast) -> None:
    item = ActionItem.objects.get(partner=cast.partner, title="Archiving policy")
    if hasattr(governance, "follow_action"):
        governance.follow_action(item, by=cast.lead, now=EARLIER)
    if hasattr(governance, "give_cover"):
        sponsor = cast.partner_sponsor
        governance.give_cover(
            cast.partner,
            words="Give them my number.",
            until=LATER,
            by=sponsor,
            now=EARLIER + timedelta(days=10),
        )
