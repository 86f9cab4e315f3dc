-- One search across scripts: products, districts and places by how their names sound. Made by storage/sqlite/sound_index.cpp
-- from product_word, district_alias and pin, and anew whenever those or the rules of locales/text/sound.hpp change, so nothing
-- here is truth and nothing is of a person. Keys are reckoned by our code and stored as text: PostgreSQL will hold the same rows.
CREATE TABLE sound (
    kind   INTEGER NOT NULL, -- cluster/found.hpp
    key    TEXT NOT NULL,    -- =match key | consonants | ~ without voice, of every word | ^ the same, of Tamil and Malayalam words
    vowels TEXT NOT NULL,    -- where i and u stand between the consonants: near words stand together
    form   TEXT NOT NULL,    -- the whole sound, for ranking
    object INTEGER NOT NULL, -- product or district
    word   TEXT NOT NULL,    -- as it is written
    mark   INTEGER NOT NULL, -- bits: 1 weak, 2 a synonym, 4 one word of several
    PRIMARY KEY (kind, key, vowels, form, object, word)
) WITHOUT ROWID;
