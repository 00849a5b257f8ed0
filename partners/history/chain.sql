-- What history stands on, applied before and after every migration (partners/database/setup.py): migrations change rows, too.

-- In place of django-pgtrigger's function of this name, which lets any session say which triggers not to fire. Nobody
-- passes one by: whoever owns a table can switch its triggers off openly, with ALTER TABLE.
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT false $$;

-- Who holds it may add to the chain. A lock on a table and no advisory one: the serving role, which has no right to this
-- table, could take an advisory lock itself and keep everybody from writing.
CREATE TABLE IF NOT EXISTS public.tandem_chain_turn ();

CREATE OR REPLACE FUNCTION tandem_digest(payload jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT sha256(convert_to(payload::text, 'UTF8')) $$;

-- Of links without a shape: early releases left out what was empty, so that a column added later changed nothing. One
-- that was added with a value did.
CREATE OR REPLACE FUNCTION tandem_event_digest(payload jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT sha256(convert_to(jsonb_strip_nulls(payload)::text, 'UTF8')) $$;

-- `payload` with those keys alone that are among `columns`.
CREATE OR REPLACE FUNCTION tandem_covered(payload jsonb, columns jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT jsonb_object_agg(key, value) FROM jsonb_each(payload) WHERE columns ? key $$;

-- One chain over all histories. A constraint trigger calls this at commit, in the order of the rows; the turn is held
-- until the commit is done, so that the chain cannot fork. Arguments: the column that names the partner ('' for none),
-- and what keeps the row private: 'side', 'ours', 'edition' or ''. The settings are those a value's text depends on.
CREATE OR REPLACE FUNCTION tandem_chain_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = 1
SET intervalstyle = 'postgres'
AS $$
DECLARE
  payload jsonb := to_jsonb(NEW);
  context jsonb := coalesce(payload -> 'pgh_context', '{}');
  keys jsonb := to_jsonb(ARRAY(SELECT jsonb_object_keys(payload)));
  link partners_auditevent;
  last record;
BEGIN
  LOCK TABLE tandem_chain_turn IN EXCLUSIVE MODE;
  -- A database of an early release has no shapes until it has come so far, and changes rows before and after that.
  IF to_regclass('public.partners_eventshape') IS NULL THEN
    link.digest := tandem_event_digest(payload);
  ELSE
    link.digest := tandem_digest(payload);
    SELECT id INTO link.shape_id FROM partners_eventshape WHERE table_name = TG_TABLE_NAME AND columns = keys;
    IF link.shape_id IS NULL THEN
      INSERT INTO partners_eventshape (table_name, columns) VALUES (TG_TABLE_NAME, keys) RETURNING id INTO link.shape_id;
    END IF;
  END IF;
  SELECT sequence, hash INTO last FROM partners_auditevent ORDER BY sequence DESC LIMIT 1;
  link.sequence := coalesce(last.sequence, 0) + 1;
  link.table_name := TG_TABLE_NAME;
  link.event_id := NEW.pgh_id;
  link.partner_id := CASE WHEN TG_ARGV[0] <> '' THEN (payload ->> TG_ARGV[0])::bigint END;
  link.side := CASE WHEN TG_ARGV[1] = 'side' THEN payload ->> 'side' END;
  link.ours_only := TG_ARGV[1] = 'ours' OR (TG_ARGV[1] = 'edition' AND payload ->> 'edition' = 'ours');
  link.object_id := NEW.pgh_obj_id;
  link.operation := NEW.pgh_label;
  link.person_id := (context ->> 'person')::bigint;
  link.verb := coalesce(context ->> 'verb', '');
  link.happened_at := coalesce((context ->> 'at')::timestamptz, NEW.pgh_created_at);
  link.recorded_at := NEW.pgh_created_at;
  link.hash := sha256(coalesce(last.hash, ''::bytea) || link.digest);
  INSERT INTO partners_auditevent VALUES (link.*);
  RETURN NULL;
END $$;
