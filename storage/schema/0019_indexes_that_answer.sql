-- A message in one part is found by its provider's name and never by itself: its part is number 0, and the index has those of
-- several, and those of which nobody knows which they are (-1).
-- Of what is over nobody counts parts any more, so only a window's worth is numbered anew.
UPDATE parcel_part SET part = 1 WHERE part = 0 AND parcel IN (SELECT id FROM parcel WHERE tries > 0 AND state < 3);
DROP INDEX parcel_part_of;
CREATE INDEX parcel_part_of ON parcel_part (parcel) WHERE part <> 0;

-- What an alert asks of each person stands in the index that finds her, so that nobody opens the row behind it.
DROP INDEX consent_by_person;
CREATE INDEX consent_by_person ON consent (person, purpose, id, withdrawn_at); -- in the order of giving
DROP INDEX person_phone_by_person;
CREATE INDEX person_phone_by_person ON person_phone (person, phone, until_at, relation);
DROP INDEX subscription_of_topic;
CREATE INDEX subscription_of_topic ON subscription (topic, person, until_at) WHERE until_at IS NULL;
