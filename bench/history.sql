-- Nine times what was done before, further back, of every load partner: bench.history says how many times in all (10).
INSERT INTO governance_actionitem (partner_id, owner_id, created_by_id, title, detail, side, state, first_due_on,
                                   due_on, promised_at, promised_on, reported_at, reported_on, closed_at, closed_on,
                                   confirmed_by_id, returned, reference, never_was, created_at, version)
SELECT partner_id, owner_id, created_by_id, title || ', earlier', '', side, 'closed', first_due_on - 1080 * n,
       due_on - 1080 * n, promised_at - 1080 * n * interval '1 day', first_due_on - 1080 * n - 30,
       reported_at - 1080 * n * interval '1 day', reported_on - 1080 * n, closed_at - 1080 * n * interval '1 day',
       closed_on - 1080 * n, confirmed_by_id, 0, '', false, created_at - 1080 * n * interval '1 day', 1
FROM governance_actionitem, generate_series(1, current_setting('bench.history')::int - 1) n
WHERE title LIKE 'Action %' AND state = 'closed';

INSERT INTO governance_actiondate (partner_id, item_id, due_on, given_on, given_by_id, reason, with_notice)
SELECT partner_id, id, first_due_on, first_due_on - 30, owner_id, '', false
FROM governance_actionitem WHERE title LIKE 'Action %, earlier';

INSERT INTO reviews_review (partner_id, forum_id, starts_at, held_on, minutes, place, chair_id, state, agenda_frozen_at,
                            opened_at, sealed_at, sealed_by_id, sealed_by_itself, cancelled_reason, headline, elapsed_seconds,
                            calendar_sequence, version)
SELECT r.partner_id, forum_id, starts_at - n * interval '365 days', held_on - n * 365, minutes, place, chair_id, r.state,
       agenda_frozen_at - n * interval '365 days', opened_at - n * interval '365 days', sealed_at - n * interval '365 days',
       sealed_by_id, sealed_by_itself, '', '', elapsed_seconds, 0, 1
FROM reviews_review r JOIN partners_partner p ON p.id = r.partner_id AND p.kind = 'load',
     generate_series(1, current_setting('bench.history')::int - 1) n WHERE r.state = 'sealed';

INSERT INTO reviews_attendance (partner_id, review_id, person_id, state, says, asked_at_sequence)
SELECT r.partner_id, r.id, m.person_id, 'present', '', 0
FROM reviews_review r JOIN governance_forummember m ON m.forum_id = r.forum_id
     JOIN partners_partner p ON p.id = r.partner_id AND p.kind = 'load'
WHERE NOT EXISTS (SELECT FROM reviews_attendance a WHERE a.review_id = r.id);

INSERT INTO governance_checkin (partner_id, outcome_id, "on", health, progress, words, by_id, confidence)
SELECT c.partner_id, outcome_id, "on" - n * 365, health, progress, words, by_id, confidence
FROM governance_checkin c JOIN partners_partner p ON p.id = c.partner_id AND p.kind = 'load',
     generate_series(1, current_setting('bench.history')::int - 1) n;
ANALYZE;
