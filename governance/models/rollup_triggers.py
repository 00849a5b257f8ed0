"""Whatever changes what is in closed books marks them stale in the same transaction, by whichever way it is changed."""

import pgtrigger

LOCK = 7468617
"""Books are closed alone under the advisory lock (LOCK, partner); whoever changes what is settled holds it with others.

Without it, a change that is not committed yet would be neither counted in the books nor find books to mark.
"""

_MARK = f"""
    -- runs as the owner: whoever makes the change may not see all the books it is in
    FOR settled IN {{settled}} LOOP
        PERFORM pg_advisory_xact_lock_shared({LOCK}, settled.partner_id::integer);
        UPDATE governance_closedbooks SET stale = true
        WHERE partner_id = settled.partner_id AND NOT stale AND settled_before > settled.closed_at;
    END LOOP;
    RETURN NULL;
"""


def _marking(
    settled: str, operation: pgtrigger.Operation, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """A trigger that marks the books of the partners that the statement `settled` names: `partner_id`, `closed_at`."""
    return pgtrigger.Trigger(
        name="marks_books",
        when=pgtrigger.After,
        operation=operation,
        condition=condition,
        declare=[("settled", "record")],
        func=_MARK.format(settled=settled),
    )


_ANY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
_READ_BY_THE_LEDGER = (
    "partner_id", "side", "state", "first_due_on", "promised_on", "reported_on", "closed_on", "closed_at",
    "owner_id", "outcome_id",
)  # fmt: skip


def _columns(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in _READ_BY_THE_LEDGER)


BY_THE_ACTION = _marking(
    f"""
        SELECT DISTINCT partner_id, closed_at
        FROM (VALUES (OLD.partner_id, OLD.state, OLD.closed_at), (NEW.partner_id, NEW.state, NEW.closed_at))
             AS action (partner_id, state, closed_at)
        WHERE state IN ('closed', 'withdrawn')
              AND (TG_OP <> 'UPDATE' OR ({_columns("OLD")}) IS DISTINCT FROM ({_columns("NEW")}))
    """,
    _ANY,
)
BESIDE_THE_ACTION = _marking(
    """
        SELECT DISTINCT partner_id, closed_at FROM governance_actionitem
        WHERE id IN (OLD.item_id, NEW.item_id) AND state IN ('closed', 'withdrawn')
    """,
    _ANY,
)
"""On what belongs to an action: its dates and waits."""

BY_THE_COVER = _marking(
    """
        SELECT DISTINCT partner_id, began_on::timestamptz AS closed_at
        FROM (VALUES (OLD.partner_id, OLD.began_on), (NEW.partner_id, NEW.began_on)) AS cover (partner_id, began_on)
        WHERE partner_id IS NOT NULL AND (TG_OP <> 'UPDATE' OR (OLD.partner_id, OLD.began_on, OLD.until, OLD.ended_on)
              IS DISTINCT FROM (NEW.partner_id, NEW.began_on, NEW.until, NEW.ended_on))
    """,
    _ANY,
)
"""On covers: none reaches back, but one that began before the books were closed may be ended, or be mended by hand."""

_BY_THE_FUNCTION = """
    SELECT partner_id, min(closed_at) AS closed_at FROM governance_actionitem
    WHERE {pointer} = NEW.id AND state IN ('closed', 'withdrawn') GROUP BY partner_id
"""
_CALLED_OTHERWISE = pgtrigger.Condition("OLD.business_function IS DISTINCT FROM NEW.business_function")
BY_THE_OUTCOME = _marking(_BY_THE_FUNCTION.format(pointer="outcome_id"), pgtrigger.Update, _CALLED_OTHERWISE)
BY_THE_OWNER = _marking(_BY_THE_FUNCTION.format(pointer="owner_id"), pgtrigger.Update, _CALLED_OTHERWISE)
"""On outcomes and on people: what they serve is what settled actions were counted for."""
