"""Who may touch which rows, as PostgreSQL sees it: the second wall behind `visible_to`.

A model says `row_access = RowAccess.…`; partners/database/setup.py turns that into policies on its table and on its
history. The scope the policies read is set by partners/isolation/scope.py inside each transaction.
"""

from enum import Enum

# Sub-selects make PostgreSQL read the setting once per query and not once per row.
_REACH = "(SELECT coalesce(nullif(current_setting('tandem.{reach}', true), ''), '{{}}'))::bigint[]"
_ALL = "(SELECT current_setting('tandem.{reach}', true) = '{{0}}')"
SIDE = "(SELECT coalesce(current_setting('tandem.side', true), ''))"
PERSON = "(SELECT nullif(current_setting('tandem.person', true), '')::bigint)"

# Nobody is known yet, or everybody is within reach. An array operator here would mislead the planner's estimates.
_ANYBODY = (
    "(SELECT coalesce(current_setting('tandem.side', true), '') = ''"
    " OR current_setting('tandem.directory', true) = '{0}')"
)


def within(column: str, reach: str = "partners") -> str:
    """SQL: the partner in `column` lies within the scope's `reach` ('partners' or 'directory')."""
    return f"({_ALL.format(reach=reach)} OR {column} = ANY({_REACH.format(reach=reach)}))"


class RowAccess(Enum):
    """The kinds of table there are. The value is the SQL condition; `None` means no row security."""

    OPEN = None
    """Belongs to no partner (sessions, signs of life)."""
    PEOPLE = (
        f"({_ANYBODY} OR employer_id IS NULL OR id = {PERSON}"
        f" OR employer_id = ANY({_REACH.format(reach='directory')}))"
    )
    """Our own people, and those of the partners within reach. Before anybody is known, whoever may sign in."""
    PARTNER = within("partner_id")
    """Both sides of the partnership."""
    PRIVATE = f"{within('partner_id')} AND side = {SIDE}"
    """One side's own: the other side and the shared screen never see it, nor does any background job."""
    OURS_ONLY = f"{within('partner_id')} AND {SIDE} = 'ours'"
    """The enterprise's own classification, terms and values."""
    SERVED = (
        f"({SIDE} IN ('ours', 'system')"
        " OR id IN (SELECT intent.serves_id FROM governance_outcomeintent intent)"
        " OR id IN (SELECT intent.serves_above_id FROM governance_outcomeintent intent))"
    )
    """Our own house's, and what an outcome within reach serves. Of its history only ours."""
    HOUSE = f"(side = {SIDE} AND (partner_id IS NULL OR {within('partner_id')}))"
    """What concerns the house of one side alone; the enterprise's belongs to no partner."""
    EDITION = f"{within('partner_id')} AND (edition = 'partner' OR {SIDE} IN ('ours', 'system'))"
    """Frozen by edition: the partner's is for both sides, ours for ours."""
    DIRECTORY = within("partner_id", "directory")
    """Who and what is administered, not what is said: also within an administrator's reach."""
    ASKED = f"({within('partner_id', 'directory')} OR (partner_id IS NULL AND {SIDE} = 'ours'))"
    """What waits for a side's yes; of no partner, where it is about a role across our own house."""
    PARTNER_ITSELF = within("id", "directory")
    """The partner's own row."""
    MEMBERSHIP = f"({within('partner_id', 'directory')} OR person_id = {PERSON})"
    """One's own memberships are read before the scope is known."""
    MAIL = (
        f"({within('partner_id', 'directory')} OR {_ALL.format(reach='directory')} OR person_id = {PERSON})"
    )
    """A mail's envelope; partner_id may be null."""
    ACCOUNT = f"({_ALL.format(reach='directory')} OR person_id = {PERSON})"
    """What became of one's own account; of everybody's for those who administer people."""
    QUIET = f"({SIDE} = 'system' OR person_id = {PERSON} OR deputy_id = {PERSON})"
    """When somebody is away: theirs, and whoever steps in for them."""
    OWN = f"(person_id = {PERSON} AND (partner_id IS NULL OR {within('partner_id')}))"
    """A person's own, of a partnership within reach or of none: nobody else reads it, nor does any background job."""
    SENT = f"({SIDE} = 'system' OR person_id = {PERSON})"
    """What a person's browser has sent: theirs alone; background work sweeps it."""
    SYSTEM = f"{SIDE} = 'system'"
    """Background jobs alone."""
    HISTORY = (
        f"(({within('partner_id')} OR {within('partner_id', 'directory')} AND table_name LIKE 'partners_%')"
        f" AND (side IS NULL OR side = {SIDE}) AND (NOT ours_only OR {SIDE} = 'ours'))"
    )
    """The chained audit rows."""


class RowRights(Enum):
    """What web and workers may do to the rows of a table, as far as the policies let them. The value is the SQL.

    A model says `row_rights = RowRights.…`; one that says nothing keeps its rows for good: CHANGE.
    """

    READ = "SELECT"
    """Written by the database itself: what happened, and the chain over it."""
    ADD = "SELECT, INSERT"
    """What was sent, sealed or came in: it only grows."""
    CHANGE = "SELECT, INSERT, UPDATE"
    """Rows end, or are withdrawn; they are not taken away."""
    DELETE = "SELECT, INSERT, UPDATE, DELETE"
    """What can be taken back without a trace on a screen. Its history keeps it all the same."""
