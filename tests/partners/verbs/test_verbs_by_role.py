"""Every verb about people and partnerships × every part on both sides, asked of the verb itself."""

import inspect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from pytest_django.fixtures import Settings

from partners import verbs as actions
from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, entered
from partners.mail.outbox import Letter, queue
from partners.models import (
    BusinessFunction,
    Engagement,
    EngagementChange,
    EngagementPaper,
    Invitation,
    Membership,
    OutgoingMail,
    SideRequest,
    User,
)
from tests.cast import Cast
from tests.verb_table import Row, everybody, rows, tried

_TABLE = """
invite/ours                     cms             aMS      invitation,partner
invite/theirs                   MS              acms     invitation,partner
invite_several                  cmsMS           ·        invitation,partner
take_part/ours                  cms             aMS      partner
take_part/theirs                MS              acms     partner
change_role/ours                cms             aMS      membership,partner
change_role/theirs              MS              acms     membership,partner
end_part/ours                   cms             aMS      membership,partner
end_part/theirs                 MS              acms     membership,partner
withdraw_invitation/ours        acms            ·        invitation
withdraw_invitation/theirs      aMS             ·        invitation
object_to_invitation/ours       MS              ·        invitation
object_to_invitation/theirs     cms             ·        invitation
send_invitation_again/ours      cms             ·        invitation,partner
send_invitation_again/theirs    MS              ·        invitation,partner
answer_request/ours             cms             ·        invitation,partner,siderequest
answer_request/theirs           MS              ·        invitation,partner,siderequest
withdraw_request/ours           cms             ·        siderequest
withdraw_request/theirs         MS              ·        siderequest
invite_colleague/cio            ·               a        ·
invite_colleague/administrator  a               ·        invitation
give_internal_role/cio          ·               a        ·
give_internal_role/none         a               ·        ·
deactivate                      a               ·        ·
reactivate                      a               ·        ·
take_off_second_factor          a               ·        ·
take_off_single_sign_on         a               ·        ·
start_partnership               ac              ·        ·
edit_charter                    cmsMS           ·        partner
edit_charter/name               cm              ·        partner
edit_charter/code               cm              ·        partner
edit_charter/segment            cm              ·        partner,partnerstanding
add_engagement                  cmsMS           ·        ·
add_engagement/terms            cm              ·        ·
send_again                      a               ·        outgoingmail
send_kept                       a               ·        outgoingmail
edit_engagement                 cmsMS           ·        engagement
edit_engagement/terms           cm              ·        engagement,engagementterms
end_engagement                  cmsMS           ·        engagement
renew_engagement                cmsMS           ·        engagement
renew_engagement/terms          cm              ·        engagement
propose_change                  cmsMS           ·        ·
propose_change/terms            cm              ·        ·
agree_engagement_change/ours    MS              ·        engagementchange
agree_engagement_change/theirs  cms             ·        engagementchange
decline_engagement_change/ours  MS              ·        engagementchange
decline_engagement_change/theirs cms            ·        engagementchange
take_back_engagement_change/ours cms            ·        engagementchange
take_back_engagement_change/theirs MS           ·        engagementchange
add_paper                       cmsMS           ·        ·
end_paper                       cmsMS           ·        engagementpaper
plan_parting                    cmsMS           ·        partingplan,partner
write_note                      cmsMS           ·        ·
name_responsible                cmsMSx          ·        ·
name_enterprise                 a               ·        enterprise
set_business_function/ours      acms            ·        user
set_business_function/theirs    MS              ·        user
change_own_account              acmskorMSKORxng ·        ·
"""  # name_responsible: of one's own house, a rival's lead for theirs. change_own_account: of oneself alone.
TABLE = {row.verb: row for row in rows(_TABLE)}
WITHOUT_A_PERSON = {"accept_invitation", "invitation_of"}
"""Whoever holds the secret of the link: tests/partners/verbs/test_invitations.py."""


def test_every_verb_stands_in_the_table() -> None:
    verbs = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    assert {verb.partition("/")[0] for verb in TABLE} == verbs - WITHOUT_A_PERSON


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_the_verb_itself_lets_through_whom_the_table_names_and_nobody_else(
    cast: Cast, now: datetime, settings: Settings, row: Row
) -> None:
    people = everybody(cast)
    act = Deeds(cast, people, now, settings).of(row.verb)
    assert tried(row.verb, people, act) == row


class Deeds:
    """How each row of the table is tried by `by`."""

    def __init__(self, cast: Cast, people: dict[str, User], now: datetime, settings: Settings) -> None:
        self.cast, self.people, self.now, self.settings = cast, people, now, settings

    def of(self, written: str) -> Callable[[User], object]:
        verb, _, about = written.partition("/")
        prepare = getattr(self, f"_{verb}", None)
        subject, said = prepare(about) if prepare else ((), {})
        return lambda by: getattr(actions, verb)(*self._fresh(subject), **said, by=by, now=self.now)

    @staticmethod
    def _fresh(subject: Any) -> Any:
        return tuple(each() if callable(each) else each for each in subject)

    def _spare(self, theirs: bool) -> User:
        """Somebody of that side whose part is touched, and who is not in the table."""
        employer = self.cast.partner if theirs else None
        with entered(SYSTEM):
            return User.objects.create(
                email=f"spare{theirs}@example.com".lower(), full_name="Sam Spare", employer=employer
            )

    def _part(self, about: str) -> Any:
        with entered(SYSTEM):
            person = self._spare(about == "theirs")
            return Membership.objects.create(
                partner=self.cast.partner, person=person, role=Role.CONTRIBUTOR, since=date(2026, 1, 1)
            )

    def _invite(self, about: str) -> Any:
        said = {"email": "noor@example.com", "full_name": "Noor Haddad", "role": "observer"}
        return (self.cast.partner,), {**said, "theirs": about == "theirs"}

    def _invite_several(self, about: str) -> Any:
        return (self.cast.partner, [actions.Invited("noor@example.com", "Noor Haddad", "observer")]), {}

    def _take_part(self, about: str) -> Any:
        return (self.cast.partner,), {"person": self._spare(about == "theirs"), "role": "observer"}

    def _change_role(self, about: str) -> Any:
        return (self._part(about),), {"role": "observer"}

    def _end_part(self, about: str) -> Any:
        return (self._part(about),), {}

    def _withdraw_invitation(self, about: str) -> Any:
        theirs = about == "theirs"
        with entered(SYSTEM):
            invitation = Invitation.objects.create(
                partner=self.cast.partner,
                email="noor@example.com",
                full_name="Noor",
                role="observer",
                theirs=theirs,
                invited_by=self.people["M" if theirs else "m"],
                token_digest="x",
                expires_at=self.now + timedelta(days=9),
            )
        return (invitation,), {}

    _send_invitation_again = _withdraw_invitation

    def _object_to_invitation(self, about: str) -> Any:
        subject, _ = self._withdraw_invitation(about)
        return subject, {"reason": "He is to lead another house."}

    def _request(self, side: str, asked_by: User) -> SideRequest:
        with entered(SYSTEM):
            return SideRequest.objects.create(
                partner=self.cast.partner,
                kind="invite",
                side=side,
                theirs=side == "theirs",
                email="noor@example.com",
                full_name="Noor",
                role="observer",
                asked_by=asked_by,
                asked_at=self.now,
                expires_at=self.now + timedelta(days=9),
            )

    def _leaver_who_leads(self, side: str) -> User:
        """Whoever asked has left since: their colleagues may still take it back, and anybody but them may answer."""
        return self._spare(side == "theirs")

    def _answer_request(self, about: str) -> Any:
        other = {"ours": "theirs", "theirs": "ours"}[about]
        return (self._request(about, self._leaver_who_leads(other)),), {"yes": True}

    def _withdraw_request(self, about: str) -> Any:
        other = {"ours": "theirs", "theirs": "ours"}[about]
        return (self._request(other, self._leaver_who_leads(about)),), {}

    def _invite_colleague(self, about: str) -> Any:
        return (), {"email": "new@example.com", "full_name": "New One", "internal_role": about}

    def _give_internal_role(self, about: str) -> Any:
        role = "" if about == "none" else about
        with entered(SYSTEM):
            person = self._spare(theirs=False)
            if not role:
                User.objects.filter(pk=person.pk).update(internal_role=InternalRole.ADMINISTRATOR)
        return (lambda: User.objects.get(pk=person.pk),), {"role": role}

    def _deactivate(self, about: str) -> Any:
        return (self._spare(theirs=False),), {}

    _reactivate = _deactivate

    def _take_off_second_factor(self, about: str) -> Any:
        person = self._spare(theirs=False)
        with entered(SYSTEM):
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        return (person,), {}

    def _take_off_single_sign_on(self, about: str) -> Any:
        person = self._spare(theirs=False)
        with entered(SYSTEM):
            SocialAccount.objects.create(user=person, provider="x", uid="1")
        return (person,), {}

    def _start_partnership(self, about: str) -> Any:
        return ("Newcomer",), {}

    def _edit_charter(self, about: str) -> Any:
        said = {
            "kind": "cloud",
            "expertise": "x",
            "status": "exiting",
            "country": "FR",
            "time_zone": "Europe/Paris",
        }
        more = {"name": {"name": "Another"}, "code": {"code": "AN"}, "segment": {"segment": "strategic"}}.get(
            about, {}
        )
        return (self.cast.partner,), {**said, **more}

    def _add_engagement(self, about: str) -> Any:
        terms = {"notice_days": 30} if about else {}
        return (self.cast.partner,), {"title": "Run", "starts_on": date(2026, 1, 1), **terms}

    def _contract(self) -> Engagement:
        with entered(SYSTEM):
            return Engagement.objects.create(
                partner=self.cast.partner, title="Run", starts_on=date(2026, 1, 1), state="active"
            )

    def _edit_engagement(self, about: str) -> Any:
        terms = {"notice_by": date(2026, 9, 1)} if about else {}
        return (self._contract(),), {"title": "Run", "starts_on": date(2026, 1, 1), **terms}

    def _end_engagement(self, about: str) -> Any:
        return (self._contract(),), {"on": date(2026, 6, 30)}

    def _renew_engagement(self, about: str) -> Any:
        terms = {"notice_days": 30} if about else {}
        return (self._contract(),), {"title": "Run 2", "starts_on": date(2027, 1, 1), **terms}

    def _propose_change(self, about: str) -> Any:
        costs = {"value": 12, "currency": "EUR"} if about else {}
        return (self._contract(),), {"words": "Two nights more.", **costs}

    def _agree_engagement_change(self, about: str) -> Any:
        by = self.cast.lead if about == "theirs" else self.cast.manager
        contract = self._contract()
        with entered(SYSTEM):
            change = EngagementChange.objects.create(
                partner=contract.partner,
                engagement=contract,
                words="Two nights more.",
                by=by,
                side=by.side,
                on=date(2026, 6, 30),
            )
        return (change,), {}

    _take_back_engagement_change = _agree_engagement_change

    def _decline_engagement_change(self, about: str) -> Any:
        return self._agree_engagement_change(about)[0], {"answer": "Too late."}

    def _add_paper(self, about: str) -> Any:
        return (self._contract(),), {"name": "Insurance", "expires_on": date(2027, 6, 30)}

    def _end_paper(self, about: str) -> Any:
        contract = self._contract()
        with entered(SYSTEM):
            paper = EngagementPaper.objects.create(
                partner=contract.partner, engagement=contract, name="Insurance", expires_on=date(2027, 6, 30)
            )
        return (paper,), {}

    def _plan_parting(self, about: str) -> Any:
        return (self.cast.partner,), {"plan": "Ninety days of handing over."}

    def _write_note(self, about: str) -> Any:
        return (self.cast.partner,), {"text": "Mind the tone."}

    def _name_enterprise(self, about: str) -> Any:
        return (), {"name": "Northgate"}

    def _set_business_function(self, about: str) -> Any:
        return (self._spare(about == "theirs"),), {"function": "Finance"}

    def _name_responsible(self, about: str) -> Any:
        assert not BusinessFunction.objects.exists()
        return ("IT",), {"person": None}

    def _send_again(self, about: str) -> Any:
        return (self._kept(),), {}

    def _send_kept(self, about: str) -> Any:
        self._kept()
        return (), {}

    def _kept(self) -> OutgoingMail:
        """A mail that was kept; by now there is a server."""
        mail = queue(Letter("Word", "Word."), to=self.people["m"], kind="people_changed", now=self.now)
        with entered(SYSTEM):
            OutgoingMail.objects.filter(pk=mail.pk).update(state="kept")
        self.settings.EMAIL_URL, self.settings.DEMO = "smtp://127.0.0.1:1", False
        return mail

    def _change_own_account(self, about: str) -> Any:
        return (), {"full_name": "Me", "job_title": "Lead", "country": "FR", "time_zone": "Europe/Paris"}
