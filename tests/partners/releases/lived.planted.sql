-- What the release could hold and nobody told it: a promise that was taken back in the room, which kept no moment of it;
-- and a side's sentence, to which an upgrade adds whose it is. And grids of who does what, which an upgrade gives versions:
-- one that both sides agreed to, and a draft that one of them did.
BEGIN;
UPDATE public.partners_user SET time_zone = 'Asia/Kolkata' WHERE email = 'jonas.stein@example.com';
SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true),
       set_config('pghistory.context_metadata',
                  '{"verb": "promise_in_room", "person": 2, "at": "2026-11-09T09:00:00+00:00"}', true);
INSERT INTO public.governance_actionitem
       (title, detail, side, state, first_due_on, due_on, promised_at, returned, reference, created_at, version,
        created_by_id, owner_id, partner_id)
SELECT 'A slip of the tongue', '', 'theirs', 'open', '2026-11-20', '2026-11-20', '2026-11-09 09:00+00', 0, '',
       '2026-11-09 09:00+00', 1, owner.id, owner.id, owner.employer_id
FROM public.partners_user owner WHERE owner.email = 'jonas.stein@example.com';
INSERT INTO public.governance_actiondate (due_on, given_on, reason, with_notice, given_by_id, item_id, partner_id)
SELECT due_on, '2026-11-09', '', true, owner_id, id, partner_id
FROM public.governance_actionitem WHERE title = 'A slip of the tongue';
SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true),
       set_config('pghistory.context_metadata',
                  '{"verb": "undo", "person": 2, "at": "2026-11-10T20:00:00+00:00"}', true);
UPDATE public.governance_actionitem SET state = 'withdrawn', version = 2 WHERE title = 'A slip of the tongue';
INSERT INTO public.reviews_sidestatement (side, stance, differs_on, sentence, at, by_id, partner_id, review_id)
SELECT 'theirs', 'agree', '', 'We have new people.', '2026-11-23 10:30+00', owner_id, partner_id,
       (SELECT max(id) FROM public.reviews_review review WHERE review.partner_id = action.partner_id)
FROM public.governance_actionitem action WHERE title = 'A slip of the tongue';
SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true),
       set_config('pghistory.context_metadata',
                  '{"verb": "agree_matrix", "person": 2, "at": "2026-11-10T20:00:00+00:00"}', true);
INSERT INTO public.governance_racimatrix (title, state, version, partner_id)
SELECT grid.title, grid.state, 1, lead.employer_id
FROM public.partners_user lead, (VALUES ('Month end', 'agreed'), ('Nights', 'draft')) grid (title, state)
WHERE lead.email = 'jonas.stein@example.com';
INSERT INTO public.governance_activity (title, "position", partner_id, matrix_id)
SELECT line.title, 0, grid.partner_id, grid.id FROM public.governance_racimatrix grid, (VALUES ('Close'), ('Report')) line (title);
INSERT INTO public.governance_raciassignment (letter, activity_id, partner_id, person_id)
SELECT 'A', line.id, line.partner_id, lead.id
FROM public.governance_activity line, public.partners_user lead WHERE lead.email = 'jonas.stein@example.com';
INSERT INTO public.governance_raciagreement (side, at, by_id, partner_id, matrix_id)
SELECT 'theirs', '2026-11-09 20:00+00', lead.id, grid.partner_id, grid.id
FROM public.governance_racimatrix grid, public.partners_user lead WHERE lead.email = 'jonas.stein@example.com';
INSERT INTO public.governance_raciagreement (side, at, by_id, partner_id, matrix_id)
SELECT 'ours', '2026-11-10 09:00+00', said.person_id, grid.partner_id, grid.id
FROM public.governance_racimatrix grid
JOIN public.partners_membership said ON said.partner_id = grid.partner_id AND said.role = 'relationship_manager'
WHERE grid.state = 'agreed';
COMMIT;
