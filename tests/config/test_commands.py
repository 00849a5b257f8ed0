import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from config.environment import VARIABLES, SettingNotUnderstood, setting
from demo.cast import MERIDIAN, OURS, PASSWORD, SIGN_INS, hire
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, User


def said(command: str, *words: str) -> str:
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def test_an_empty_installation_gets_an_administrator_who_can_sign_in(db: None) -> None:
    password = re.search(r"password (\S+)", said("first_administrator")).group(1)
    person = User.objects.get()
    assert person.internal_role == "administrator"
    assert person.check_password(password)


def test_the_password_is_printed_once(db: None) -> None:
    password = re.search(r"password (\S+)", said("first_administrator")).group(1)
    assert password not in said("first_administrator")
    assert User.objects.count() == 1


def test_a_lost_password_can_be_replaced(db: None) -> None:
    said("first_administrator", "--email", "Ada@northgate.example")
    password = re.search(r"password (\S+)", said("first_administrator", "--new-password")).group(1)
    assert User.objects.get(email="ada@northgate.example").check_password(password)


def test_the_demo_prints_its_five_people_the_administrator_among_them(db: None, settings: Settings) -> None:
    settings.DEMO = True
    with entered(SYSTEM):
        partner = Partner.objects.create(name=MERIDIAN.name, slug="meridian")
        hire(OURS, employer=None, organisation="Northgate Group", hashed="!")
        hire(MERIDIAN.people, employer=partner, organisation=MERIDIAN.name, hashed="!")
    text = said("sign_ins")
    assert [name for name in SIGN_INS if name in text] == list(SIGN_INS)
    assert PASSWORD in text
    assert len(re.findall(r"\S+@\S+", text)) == 5


def test_a_real_installation_prints_nobody(db: None, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        said("sign_ins")


def test_every_setting_is_explained() -> None:
    text = said("explain_settings")
    assert all(name in text and variable.meaning for name, variable in VARIABLES.items())


def test_a_setting_that_cannot_be_understood_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_POOL", "many")
    with pytest.raises(SettingNotUnderstood, match="DATABASE_POOL"):
        setting("DATABASE_POOL")
