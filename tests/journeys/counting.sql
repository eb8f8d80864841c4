-- What the database holds, for SQLite and PostgreSQL alike. Each statement begins with these two tables:
-- the cards that can be seen, under the reference that people use; and who speaks for an interested city.
WITH seen AS (
    SELECT card.id, card.kind, measure.prefix,
        measure.prefix || '-'
        || CASE card.kind WHEN 'enabler' THEN 'E' WHEN 'strategy' THEN 'P' WHEN 'solution' THEN 'S' ELSE '' END
        || CASE WHEN card.number < 10 THEN '0' ELSE '' END || card.number AS ref
    FROM card
    JOIN measure ON measure.id = card.measure_id
    WHERE NOT EXISTS (SELECT 1 FROM hiding WHERE hiding.card_id = card.id AND hiding.restored_at IS NULL)
),
delegate AS (
    SELECT participant.id, city.name AS city
    FROM participant
    JOIN organisation ON organisation.id = participant.organisation_id
    JOIN city ON city.id = organisation.city_id
    WHERE city.part = 'interested'
)

-- name: cities
SELECT city.name, city.part, count(participant.id) AS people
FROM city
LEFT JOIN organisation ON organisation.city_id = city.id
LEFT JOIN participant ON participant.organisation_id = organisation.id
GROUP BY city.id, city.name, city.part

-- name: partners
SELECT organisation.name, count(*) AS people
FROM organisation
JOIN participant ON participant.organisation_id = organisation.id
WHERE organisation.city_id IS NULL
GROUP BY organisation.id, organisation.name

-- name: measures
SELECT prefix FROM measure ORDER BY position

-- name: criteria
SELECT key, weight FROM criterion ORDER BY position

-- name: handed
SELECT seen.prefix, seen.ref, wording.title, wording.text, wording.aspect,
    wording.version < (SELECT max(version) FROM wording AS newer WHERE newer.card_id = seen.id) AS reworded
FROM handed_card
JOIN handover ON handover.id = handed_card.handover_id AND handover.reopened_at IS NULL
JOIN seen ON seen.id = handed_card.card_id AND seen.kind = 'issue'
JOIN wording ON wording.id = handed_card.wording_id

-- name: evidence
SELECT seen.ref, city.name AS city, city.part, handed_evidence.stance, handed_evidence.note
FROM handed_evidence
JOIN handover ON handover.id = handed_evidence.handover_id AND handover.reopened_at IS NULL
JOIN seen ON seen.id = handed_evidence.issue_id
JOIN city ON city.id = handed_evidence.city_id

-- name: seats
SELECT measure.prefix, delegate.city, delegate.id AS person
FROM seat
JOIN "group" ON "group".id = seat.group_id
JOIN measure ON measure.id = "group".measure_id
JOIN delegate ON delegate.id = seat.participant_id

-- name: answers
SELECT seen.prefix, seen.ref, delegate.city, delegate.id AS person,
    answer.verdict, answer.change, answer.comment, answer.need
FROM answer
JOIN seen ON seen.id = answer.issue_id
JOIN delegate ON delegate.id = answer.participant_id
WHERE NOT EXISTS (
    SELECT 1 FROM answer AS later
    WHERE later.issue_id = answer.issue_id AND later.participant_id = answer.participant_id
        AND later.take > answer.take
)

-- name: first_words
SELECT seen.ref, delegate.city, answer.comment, answer.need, later.comment AS comment_now, later.need AS need_now
FROM answer
JOIN answer AS later ON later.issue_id = answer.issue_id AND later.participant_id = answer.participant_id
    AND later.take > answer.take
JOIN seen ON seen.id = answer.issue_id
JOIN delegate ON delegate.id = answer.participant_id

-- name: scores
SELECT seen.ref, delegate.city, criterion.key, rating.score
FROM rating
JOIN criterion ON criterion.id = rating.criterion_id
JOIN answer ON answer.id = rating.answer_id
JOIN seen ON seen.id = answer.issue_id
JOIN delegate ON delegate.id = answer.participant_id
WHERE NOT EXISTS (
    SELECT 1 FROM answer AS later
    WHERE later.issue_id = answer.issue_id AND later.participant_id = answer.participant_id
        AND later.take > answer.take
)

-- name: cards
SELECT seen.prefix, seen.ref, seen.kind, wording.title, wording.owner, wording.by_when,
    EXISTS (SELECT 1 FROM missing_issue WHERE missing_issue.issue_id = seen.id) AS missing
FROM seen
JOIN wording ON wording.card_id = seen.id
WHERE wording.version = (SELECT max(version) FROM wording AS newer WHERE newer.card_id = seen.id)

-- name: links
SELECT issue.ref AS issue, helps.ref AS helps
FROM link
JOIN seen AS issue ON issue.id = link.issue_id
JOIN seen AS helps ON helps.id = link.helps_id

-- name: hidden
SELECT wording.title, hiding.reason
FROM hiding
JOIN wording ON wording.card_id = hiding.card_id
WHERE hiding.restored_at IS NULL

-- name: names
SELECT display_name AS name FROM participant
