-- What a carrier has is found among what was tried: with an index of its own every message put an entry in and took it out
-- again. With `state` in the index nobody has to look at the row to know.
DROP INDEX parcel_handed;
DROP INDEX parcel_tried;
CREATE INDEX parcel_tried ON parcel (phone, id, state) WHERE tries > 0 AND state < 3;
