-- One chain over all histories. A constraint trigger calls this at commit, in the order of the rows; the advisory lock
-- is held until the commit is done, so that the chain cannot fork. Arguments: the column that names the partner ('' for
-- none), and what keeps the row private: 'side', 'ours', 'edition' or ''.
CREATE OR REPLACE FUNCTION tandem_event_digest(payload jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT sha256(convert_to(jsonb_strip_nulls(payload)::text, 'UTF8')) $$;

CREATE OR REPLACE FUNCTION tandem_chain_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  payload jsonb := to_jsonb(NEW);
  context jsonb := coalesce(payload -> 'pgh_context', '{}');
  digest bytea := tandem_event_digest(payload);
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7468616, 1);
  SELECT sequence, hash INTO last FROM partners_auditevent ORDER BY sequence DESC LIMIT 1;
  INSERT INTO partners_auditevent (sequence, table_name, event_id, partner_id, side, ours_only, object_id, operation,
                                   person_id, verb, happened_at, recorded_at, digest, hash)
  VALUES (
    coalesce(last.sequence, 0) + 1, TG_TABLE_NAME, NEW.pgh_id,
    CASE WHEN TG_ARGV[0] <> '' THEN (payload ->> TG_ARGV[0])::bigint END,
    CASE WHEN TG_ARGV[1] = 'side' THEN payload ->> 'side' END,
    TG_ARGV[1] = 'ours' OR (TG_ARGV[1] = 'edition' AND payload ->> 'edition' = 'ours'),
    NEW.pgh_obj_id, NEW.pgh_label,
    (context ->> 'person')::bigint, coalesce(context ->> 'verb', ''),
    coalesce((context ->> 'at')::timestamptz, NEW.pgh_created_at), NEW.pgh_created_at,
    digest, sha256(coalesce(last.hash, ''::bytea) || digest)
  );
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION tandem_chain_event() FROM PUBLIC;
