-- As many partners as bench.partners says (100), 20 people each and 20 of our own, 100,000 actions over three years: a tenth open and overdue,
-- half of them ours.
INSERT INTO partners_partner (name, slug, kind, expertise, status, country, time_zone, code, created_at)
SELECT 'Load ' || n, 'load-' || n, 'load', '', 'active', 'DE', '', '', now()
FROM generate_series(1, current_setting('bench.partners')::int) n;

INSERT INTO partners_user (password, email, full_name, employer_id, internal_role, job_title, business_function,
                           country, time_zone, is_active, invented, joined_at, session_epoch)
SELECT '', 'load-' || p.id || '-' || n || '@load.example', 'Person ' || n || ' of ' || p.name, p.id, '', '', '',
       'DE', '', true, true, now(), 0
FROM partners_partner p, generate_series(1, 20) n WHERE p.kind = 'load'
UNION ALL
SELECT '', 'load-ours-' || n || '@load.example', 'Person ' || n || ' of ours', NULL, '', '', '', 'DE', '', true, true, now(),
       0
FROM generate_series(1, 20) n;

INSERT INTO partners_membership (partner_id, person_id, role, since)
SELECT p.id, u.id, 'contributor', current_date - 1200
FROM partners_partner p JOIN partners_user u ON u.employer_id = p.id OR u.email LIKE 'load-ours-%'
WHERE p.kind = 'load';

INSERT INTO governance_actionitem (partner_id, owner_id, created_by_id, title, detail, side, state, first_due_on,
                                   due_on, promised_at, reported_at, reported_on, closed_at, closed_on,
                                   confirmed_by_id, returned, reference, never_was, created_at, version)
SELECT partner, owner, owner, 'Action ' || number || ': what was promised for the review', '', side,
       CASE WHEN is_open THEN 'open' ELSE 'closed' END, day, day, day - 30, CASE WHEN NOT is_open THEN done END,
       CASE WHEN NOT is_open THEN done END, CASE WHEN NOT is_open THEN done + 2 END,
       CASE WHEN NOT is_open THEN done + 2 END, CASE WHEN NOT is_open THEN owner END, 0, '', false, day - 30, 1
FROM (
    SELECT m.partner_id AS partner, m.person_id AS owner, m.id * 25 + n AS number, n % 10 = 0 AS is_open,
           CASE WHEN u.employer_id IS NULL THEN 'ours' ELSE 'theirs' END AS side,
           day, day - 3 + (m.id + n)::int % 5 AS done
    FROM partners_membership m JOIN partners_user u ON u.id = m.person_id AND u.email LIKE 'load-%',
         generate_series(1, 25) n, LATERAL (SELECT current_date - 4 - ((m.id * 7 + n * 41) % 1080)::int AS day) d
) promised;

INSERT INTO governance_actiondate (partner_id, item_id, due_on, given_on, given_by_id, reason, with_notice)
SELECT partner_id, id, first_due_on, first_due_on - 30, owner_id, '', false
FROM governance_actionitem WHERE title LIKE 'Action %';
ANALYZE;
