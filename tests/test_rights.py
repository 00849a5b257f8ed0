"""What web and workers may do in the database, written down once more: whoever widens it widens it here, too."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, models

from partners.database.rights import tables
from partners.isolation.rowsecurity import RowRights

ONLY_READ = {
    "AuditEvent", "EventShape", "Permission", "Group", "Group_permissions", "ContentType", "Context", "SocialApp",
}  # fmt: skip
"""The histories besides: PartnerEvent …"""
ONLY_GROWS = {
    "AccountEvent", "AdvocacyEntry", "AgendaInHand", "AskDate", "Backup", "CharterAgreement", "CheckIn",
    "DecisionOption", "Excerpt", "HandOverWord", "ImportedRow", "IncomingMail", "MailAttachment", "MailContent",
    "PackDelivery", "PulseAnswered", "RaciLetter", "RaciLine", "Rated", "Reminder", "Seal",
}  # fmt: skip
TAKEN_BACK = {
    # By people of the partnership; the history keeps what was there.
    "ActionDate", "ActionNote", "ActionWatcher", "Activity", "AgendaAnswer", "AgendaItem", "AgendaPaper",
    "Attendance", "BusinessFunction", "ForumMember", "Indicator", "ItemGuest", "Minute", "OutcomeAgreement",
    "PartnerStanding", "QuietPeriod", "RaciAgreement", "RaciAssignment", "Reading", "RiskLook", "SavedView",
    "SideNews", "Supersession", "Thanks", "WaitingPeriod",
    # Counted anew from what is kept, or kept for days alone.
    "BookedMonth", "SentForm", "SheetDraft",
    # How people come in.
    "Authenticator", "EmailAddress", "EmailConfirmation", "Session", "SocialAccount", "SocialToken", "UserSession",
}  # fmt: skip


def wanted(model: type[models.Model]) -> set[str]:
    name = model.__name__
    if name in ONLY_READ or hasattr(model, "pgh_tracked_model"):
        return {"SELECT"}
    if name in ONLY_GROWS:
        return {"SELECT", "INSERT"}
    return {"SELECT", "INSERT", "UPDATE"} | ({"DELETE"} if name in TAKEN_BACK else set())


def held() -> Iterator[tuple[str, set[str]]]:
    """Table → what the serving role may do there, by whatever way it came to it; columns included."""
    kinds = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    of_columns = kinds[:3]
    asked = ", ".join(
        f"has_table_privilege(%(role)s, oid, '{kind}')"
        + (f" OR has_any_column_privilege(%(role)s, oid, '{kind}')" if kind in of_columns else "")
        for kind in kinds
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT relname, {asked} FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'f')",
            {"role": settings.SERVING_ROLE},
        )
        for table, *may in cursor.fetchall():
            yield table, {kind for kind, yes in zip(kinds, may, strict=True) if yes}


def test_each_table_has_the_rights_it_needs_and_no_others(db: None) -> None:
    expected = {model._meta.db_table: wanted(model) for model in tables()}
    expected |= {"django_migrations": {"SELECT"}, "tandem_chain_turn": set()}
    expected |= {settings.CACHE_TABLE: {"SELECT", "INSERT", "UPDATE", "DELETE"}}
    assert dict(held()) == expected


def test_the_names_above_are_models() -> None:
    names = {model.__name__ for model in tables()}
    assert (ONLY_READ | ONLY_GROWS | TAKEN_BACK) - names == set()


def test_what_only_grows_says_so_beside_the_model() -> None:
    grows = {model.__name__ for model in tables() if getattr(model, "row_rights", None) is RowRights.ADD}
    assert grows == ONLY_GROWS


def test_the_serving_role_calls_one_function_of_ours_alone(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND has_function_privilege(%s, oid, 'EXECUTE')",
            [settings.SERVING_ROLE],
        )
        assert [name for (name,) in cursor.fetchall()] == ["_pgtrigger_should_ignore"]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT has_schema_privilege(%s, 'public', 'CREATE')",
        "SELECT has_database_privilege(%s, current_database(), 'CREATE')",
        "SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')",
    ],
)
def test_the_serving_role_makes_nothing(db: None, question: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question, [settings.SERVING_ROLE])
        assert cursor.fetchone() == (False,)


def test_the_serving_role_draws_numbers_for_what_it_adds_alone(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace "
            "AND (has_sequence_privilege(%(role)s, oid, 'UPDATE') "
            "OR relname LIKE '%%\\_pgh\\_id\\_seq' AND has_sequence_privilege(%(role)s, oid, 'USAGE'))",
            {"role": settings.SERVING_ROLE},
        )
        assert cursor.fetchall() == []
