"""Every list that is paged is read in the order of an index: a page costs the same however much lies behind it.

The demo is small, and PostgreSQL sorts small tables rather than walk an index. So sorting and reading whole tables are
made dear for it: what it does all the same, it could do in no other way.
"""

import json
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo.cast import ADMINISTRATOR, CIO
from partners.isolation.scope import acting_as
from partners.models import User

HERE = "/partnerships/meridian-systems"
LISTS = [
    *(f"/tracker/?show={show}" for show in ("open", "overdue", "confirm", "proposed", "done", "withdrawn")),
    "/tracker/?show=done&theirs_after=2026-11-01,5&ours_after=2026-11-01,5",
    *(f"{HERE}/tracker/?show={show}" for show in ("open", "overdue", "done", "withdrawn")),
    "/settings/history/", "/settings/mail/", "/decisions/", "/reviews/", f"{HERE}/decisions/", f"{HERE}/reviews/",
]  # fmt: skip
OF_ADMINISTRATORS = ["/settings/mail/", "/settings/mail/replies/", "/settings/sign-ins/"]
BIG = (
    "governance_actionitem", "partners_auditevent", "partners_outgoingmail", "partners_accountevent",
    "partners_incomingmail", "governance_ask", "reviews_review", "dashboards_reading", "governance_reminder",
)  # fmt: skip
"""What grows with every day."""
PAGED = re.compile(r'^SELECT .*?FROM "(\w+)".* ORDER BY .* LIMIT (?!1\b)\d+$', re.S)
DEAR = ("seqscan", "sort", "bitmapscan", "incremental_sort", "hashagg")


def pages_of(reader: User, client: Client, address: str) -> Iterator[str]:
    """The statements that read a page of a big table."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    for query in asked.captured_queries:
        sql = (
            query["sql"].split("; ", 1)[-1] if query["sql"].startswith("SELECT set_config") else query["sql"]
        )
        found = PAGED.match(sql)
        if found and found[1] in BIG:
            yield sql


def nodes(plan: dict[str, object]) -> Iterator[dict[str, object]]:
    yield plan
    for below in plan.get("Plans", []):  # type: ignore[attr-defined]
        yield from nodes(below)


def walked(sql: str) -> list[str]:
    """What of the plan reads more than a page: sorted rows, and big tables from end to end."""
    with connection.cursor() as cursor:
        for way in DEAR:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (found,) = cursor.fetchone()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return [
        f"{node['Node Type']} {node.get('Relation Name', '')} {node.get('Sort Key', '')}"
        for node in nodes(plan)
        if node["Node Type"] in ("Sort", "Incremental Sort")
        or (node["Node Type"] == "Seq Scan" and node.get("Relation Name") in BIG)
    ]


@pytest.mark.parametrize(
    ("name", "address"),
    [*((CIO, address) for address in LISTS), *((ADMINISTRATOR, address) for address in OF_ADMINISTRATORS)],
)
def test_a_page_of_a_list_is_a_stretch_of_an_index(name: str, address: str) -> None:
    reader, client = User.objects.get(full_name=name), Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = list(pages_of(reader, client, address))
    assert found, "it reads no page of a big table: what does it read?"
    with acting_as(reader):
        assert {sql[-300:]: bad for sql in found if (bad := walked(sql))} == {}
