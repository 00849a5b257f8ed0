-- What a partnership is made of beside its actions, for each load partner: where it stands, a forum with twelve sealed
-- reviews and the next one, bench.indicators (10) indicators over 36 months, four outcomes with check-ins, 24 asks of
-- which six are open, waits and moved dates of one in forty late promises. No seals: no page across all reads one.
INSERT INTO partners_partnerstanding (partner_id, segment)
SELECT id, (ARRAY['strategic', 'tactical', 'operational'])[1 + id % 3] FROM partners_partner WHERE kind = 'load';

INSERT INTO governance_forum (partner_id, name, tier, cadence, minutes, place, starts_at, next_review_on, chair_id,
                              papers_ahead, escalates, reminds_when_due, weekly_list_on, version)
SELECT p.id, 'Monthly review', 'strategic', 'monthly', 90, '', '14:00', current_date + 3 + (p.id * 7 % 28)::int, u.id,
       2, true, true, 0, 1
FROM partners_partner p, partners_user u WHERE p.kind = 'load' AND u.email = 'load-ours-1@load.example';

INSERT INTO governance_forummember (partner_id, forum_id, person_id, attends, gets_pack)
SELECT f.partner_id, f.id, m.person_id, true, true
FROM governance_forum f JOIN partners_partner p ON p.id = f.partner_id AND p.kind = 'load',
     LATERAL (SELECT person_id FROM partners_membership WHERE partner_id = p.id ORDER BY id LIMIT 6) m;

INSERT INTO reviews_review (partner_id, forum_id, starts_at, held_on, minutes, place, chair_id, state, agenda_frozen_at,
                            opened_at, sealed_at, sealed_by_id, sealed_by_itself, cancelled_reason, headline, elapsed_seconds,
                            calendar_sequence, version)
SELECT f.partner_id, f.id, day + time '14:00', CASE WHEN n > 0 THEN day END, 90, '', f.chair_id,
       CASE WHEN n > 0 THEN 'sealed' ELSE 'scheduled' END, CASE WHEN n > 0 THEN day - 2 END,
       CASE WHEN n > 0 THEN day + time '14:00' END, CASE WHEN n > 0 THEN day + time '15:30' END,
       CASE WHEN n > 0 THEN f.chair_id END, false, '', '', 5400, 0, 1
FROM governance_forum f JOIN partners_partner p ON p.id = f.partner_id AND p.kind = 'load', generate_series(0, 12) n,
     LATERAL (SELECT f.next_review_on - n * 30 AS day) d;

INSERT INTO reviews_attendance (partner_id, review_id, person_id, state, says, asked_at_sequence)
SELECT r.partner_id, r.id, m.person_id, CASE r.state WHEN 'sealed' THEN 'present' ELSE 'invited' END, '', 0
FROM reviews_review r JOIN governance_forummember m ON m.forum_id = r.forum_id
     JOIN partners_partner p ON p.id = r.partner_id AND p.kind = 'load';

INSERT INTO reviews_agendaitem (partner_id, review_id, section, position, kind, title, detail, why, rule, minutes, state,
                                tabled_by_side, spent_seconds)
SELECT r.partner_id, r.id, section, n, 'discuss', CASE n WHEN 0 THEN 'Section ' || section ELSE 'Line ' || n END, '', '', '', 15,
       CASE r.state WHEN 'sealed' THEN 'discussed' ELSE 'open' END, '', 0
FROM reviews_review r JOIN partners_partner p ON p.id = r.partner_id AND p.kind = 'load', generate_series(1, 6) section,
     generate_series(0, 2) n;

INSERT INTO governance_outcomeintent (partner_id, statement, vision, business_function, baseline, forecast, target,
                                      guardrails, benchmark, benchmark_source, state, health, progress, position, version,
                                      starts_on, due_on, check_in_every, next_check_in_on, conclusion, value_expected)
SELECT p.id, 'Outcome ' || n || ' of ' || p.name, '', (ARRAY['Finance', 'IT operations', 'Sales and service'])[1 + n % 3],
       '', '', 'Half of it', '', '', '', 'agreed', (ARRAY['on_track', 'at_risk', 'off_track', 'on_track'])[n], 40, n, 1,
       current_date - 700, current_date + 200, 1, current_date + n, '', ''
FROM partners_partner p, generate_series(1, 4) n WHERE p.kind = 'load';

INSERT INTO governance_checkin (partner_id, outcome_id, "on", health, progress, words, by_id, confidence)
SELECT o.partner_id, o.id, current_date - n * 30, o.health, 40 - n, 'As planned', u.id, ''
FROM governance_outcomeintent o JOIN partners_partner p ON p.id = o.partner_id AND p.kind = 'load',
     generate_series(1, 12) n, partners_user u WHERE u.email = 'load-ours-1@load.example';

UPDATE governance_actionitem a SET outcome_id = o.id
FROM (SELECT partner_id, array_agg(id ORDER BY id) AS ids FROM governance_outcomeintent GROUP BY partner_id) of,
     governance_outcomeintent o
WHERE a.title LIKE 'Action %' AND of.partner_id = a.partner_id AND o.id = of.ids[1 + a.id % 4] AND a.id % 8 < 4;

INSERT INTO dashboards_indicator (partner_id, name, kind, unit, direction, target, amber, weight, source, position, outcome_id)
SELECT p.id, 'Indicator ' || n, 'kpi', '%', 'higher', 95, 90, 1, 'monthly report', n, o.id
FROM partners_partner p JOIN governance_outcomeintent o ON o.partner_id = p.id AND o.position = 1,
     generate_series(1, coalesce(nullif(current_setting('bench.indicators', true), ''), '10')::int) n
WHERE p.kind = 'load';

INSERT INTO dashboards_reading (partner_id, indicator_id, month, value, state, source, recorded_at, recorded_by_id, dispute)
SELECT i.partner_id, i.id, (date_trunc('month', current_date) - n * interval '1 month')::date,
       86 + (i.id * 7 + n * 3) % 14, 'accepted', '', now(), u.id, ''
FROM dashboards_indicator i JOIN partners_partner p ON p.id = i.partner_id AND p.kind = 'load', partners_user u,
     generate_series(1, 36 * coalesce(nullif(current_setting('bench.history', true), ''), '1')::int) n
WHERE u.email = 'load-ours-1@load.example';

INSERT INTO governance_ask (partner_id, kind, title, detail, cause, state, raised_by_id, raised_by_side, raised_on, on_side,
                            owner_id, forum_words, first_needed_by, needed_by, answered_on, answer, version, looks_done,
                            acceptance_reason, acceptance_side, risk_cause, risk_consequence, risk_treatment, worked,
                            worked_words, outcome_id)
SELECT m.partner_id, CASE n % 2 WHEN 0 THEN 'decision' ELSE 'impediment' END, 'Ask ' || n, '', '',
       CASE WHEN n <= 6 THEN CASE n % 2 WHEN 0 THEN 'pending' ELSE 'raised' END
            WHEN n % 2 = 0 THEN 'made' ELSE 'cleared' END,
       m.person_id, 'theirs', day - 20, CASE n % 3 WHEN 0 THEN 'theirs' ELSE 'ours' END, m.person_id, '',
       CASE n % 2 WHEN 0 THEN day END, CASE n % 2 WHEN 0 THEN day END, CASE WHEN n > 6 THEN day - 3 + n % 5 END,
       CASE WHEN n > 6 THEN 'Yes' ELSE '' END, 1, 0, '', '', '', '', '', '', '', NULL
FROM (SELECT partner_id, min(person_id) AS person_id FROM partners_membership GROUP BY partner_id) m
     JOIN partners_partner p ON p.id = m.partner_id AND p.kind = 'load',
     generate_series(1, 6 + 18 * coalesce(nullif(current_setting('bench.history', true), ''), '1')::int) n,
     LATERAL (SELECT current_date + 10 - n * 12 AS day) d;

INSERT INTO governance_askdate (partner_id, ask_id, needed_by, given_on, given_by_id, reason, with_notice)
SELECT partner_id, id, first_needed_by, raised_on, raised_by_id, '', true
FROM governance_ask WHERE title LIKE 'Ask %' AND first_needed_by IS NOT NULL;

INSERT INTO governance_waitingperiod (partner_id, item_id, on_side, said_by_id, began_on, ended_on, what_for, dispute)
SELECT partner_id, id, CASE side WHEN 'ours' THEN 'theirs' ELSE 'ours' END, owner_id, first_due_on - 9, first_due_on - 2, 'access', ''
FROM governance_actionitem WHERE title LIKE 'Action %' AND id % 40 = 0;

INSERT INTO governance_actiondate (partner_id, item_id, due_on, given_on, given_by_id, reason, with_notice)
SELECT partner_id, id, due_on + 5, due_on - 8, owner_id, 'Measured', true
FROM governance_actionitem WHERE title LIKE 'Action %' AND id % 40 = 1;
UPDATE governance_actionitem SET due_on = due_on + 5 WHERE title LIKE 'Action %' AND id % 40 = 1;
ANALYZE;
