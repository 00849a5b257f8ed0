-- A morning at its worst: 100 people more in each of the 100 load partnerships, each ten promises late.
INSERT INTO partners_user (password, email, full_name, employer_id, internal_role, job_title, business_function,
                           country, time_zone, is_active, invented, joined_at, session_epoch)
SELECT '', 'late-' || p.id || '-' || n || '@load.example', 'Owner ' || n || ' of ' || p.name, p.id, '', '', '',
       'DE', '', true, true, now(), 0
FROM partners_partner p, generate_series(1, 100) n WHERE p.kind = 'load';

INSERT INTO partners_membership (partner_id, person_id, role, since)
SELECT u.employer_id, u.id, 'contributor', current_date - 1200 FROM partners_user u WHERE u.email LIKE 'late-%';

INSERT INTO governance_actionitem (partner_id, owner_id, created_by_id, title, detail, side, state, first_due_on,
                                   due_on, promised_at, returned, reference, never_was, created_at, version)
SELECT u.employer_id, u.id, u.id, 'Promise ' || n || ' of ' || u.full_name || ', late by days', '', 'theirs', 'open',
       day, day, day - 30, 0, '', false, day - 30, 1
FROM partners_user u, generate_series(1, 10) n, LATERAL (SELECT current_date - 4 - ((u.id * 7 + n * 41) % 90)::int AS day) d
WHERE u.email LIKE 'late-%';
ANALYZE;
