#include "storage/sqlite/sound_index.hpp"

#include "locales/text/clean.hpp"
#include "storage/sqlite/transaction.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kPut{"sound.put",
                   "INSERT INTO sound (kind, key, vowels, form, object, word, mark) VALUES (?, ?, "
                   "?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET mark = min(mark, excluded.mark)"};
constexpr Sql kClear{"sound.clear", "DELETE FROM sound"};
constexpr Sql kRules{
    "sound.rules", "INSERT INTO meta (key, value) VALUES ('sound_rules', ?) ON CONFLICT DO UPDATE "
                   "SET value = excluded.value"};
constexpr Sql kRulesThere{"sound.rules_there",
                          "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'sound_rules'"};

struct Source {
    Named kind;
    Sql rows; ///< object, word, mark
};
// A product is called by its labels; the words without a language are the curated list. A district's
// own name and labels are no synonyms. Places stand for the district that holds most of their PIN.
constexpr std::array kSources{
    Source{Named::product,
           {"sound.products",
            "SELECT product, word, weak + 2 * (lang = '') FROM product_word UNION ALL "
            "SELECT id, text, 0 FROM label WHERE object = 'product' AND kind = "
            "'short' AND instr(text, '/') = 0"}},
    Source{
        Named::district,
        {"sound.districts",
         "SELECT a.district, a.alias, 2 * (a.alias <> d.name AND NOT EXISTS (SELECT 1 FROM label l "
         "WHERE l.object = 'district' AND l.id = d.id AND l.text = a.alias)) FROM "
         "district_alias a JOIN district d ON d.id = a.district"}},
    Source{
        Named::place,
        {"sound.places",
         "SELECT DISTINCT d.district, p.place, 0 FROM pin p JOIN pin_district d ON d.pin = p.pin "
         "WHERE d.rank = 0 AND p.place <> ''"}},
};

/// One letter before the key says which kind it is.
enum Prefix : char { matched = '=', voiceless = '~', voiceless_of_south = '^' };

void add(std::vector<IndexKey>& out, std::vector<text::SoundKey> const& keys, char prefix) {
    for (auto const& key : keys)
        out.push_back({prefix ? prefix + key.consonants : key.consonants, key.vowels});
}

Result<void> put(Prepared& prepared, Named kind, IndexKey const& key, std::string_view form,
                 std::int64_t object, std::string_view word, int mark) {
    auto const done = change(prepared, kPut, static_cast<int>(kind), key.key, key.vowels, form,
                             object, word, mark);
    if (!done) return fail(done.error());
    return {};
}

Result<void> put_heard(Prepared& prepared, Named kind, std::int64_t object, std::string_view heard,
                       std::string_view word, int mark) {
    auto const sound = text::sound_of(heard);
    for (auto const& key : stored_keys(sound))
        if (auto done = put(prepared, kind, key, sound.form, object, word, mark); !done)
            return done;
    return {};
}

/// A key of fewer consonants would stand for half the list.
constexpr std::size_t kPartConsonants = 3;

Result<void> put_parts(Prepared& prepared, Named kind, std::int64_t object, std::string_view word,
                       int mark) {
    for (std::string_view rest = word; !rest.empty();) {
        auto const end = rest.find(' ');
        auto const part = rest.substr(0, end);
        auto const sound = text::sound_of(part);
        if (!sound.keys.empty() && sound.keys.front().consonants.size() >= kPartConsonants)
            if (auto done = put_heard(prepared, kind, object, part, word, mark | mark_part); !done)
                return done;
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return {};
}

} // namespace

std::vector<IndexKey> stored_keys(text::Sound const& sound) {
    std::vector<IndexKey> out;
    if (!sound.tamil) add(out, sound.keys, '\0');
    add(out, sound.unvoiced, voiceless);
    if (sound.tamil || sound.malayalam) add(out, sound.unvoiced, voiceless_of_south);
    return out;
}

std::vector<IndexKey> sought_keys(text::Sound const& sound) {
    std::vector<IndexKey> out;
    if (!sound.tamil) add(out, sound.keys, '\0');
    // What the south wrote without voice is met without voice; what it asks so meets everything.
    add(out, sound.unvoiced, sound.tamil || sound.malayalam ? voiceless : voiceless_of_south);
    return out;
}

std::string match_key_row(std::string_view match_key) {
    return static_cast<char>(matched) + std::string(match_key);
}

Result<void> put_sounds(Prepared& prepared, Named kind, std::int64_t object, std::string_view word,
                        int mark) {
    auto const key = text::match_key(word);
    if (key.empty()) return {};
    if (auto done = put(prepared, kind, {match_key_row(key), ""}, "", object, word, mark); !done)
        return done;
    if (auto done = put_heard(prepared, kind, object, word, word, mark); !done) return done;
    if (word.find(' ') == std::string_view::npos) return {};
    return put_parts(prepared, kind, object, word, mark);
}

Result<void> rebuild_sounds(Db& db) {
    Prepared prepared(db);
    if (auto done = change(prepared, kClear); !done) return fail(done.error());
    for (auto const& source : kSources) {
        Run run(prepared[source.rows]);
        while (run->step()) {
            // The statement's texts do not outlive a step.
            std::string const word(run->text(1));
            auto const mark = static_cast<int>(run->integer(2));
            if (auto done = put_sounds(prepared, source.kind, run->integer(0), word, mark); !done)
                return done;
        }
        if (auto ended = prepared.ended(*run, source.rows); !ended) return ended;
    }
    auto const noted = change(prepared, kRules, text::sound_rules);
    if (!noted) return fail(noted.error());
    return {};
}

Result<void> keep_sounds_current(Db& db) {
    Prepared prepared(db);
    auto const made_by = first(prepared, kRulesThere);
    if (!made_by) return fail(made_by.error());
    if (*made_by == text::sound_rules) return {};
    Transaction transaction(prepared);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto done = rebuild_sounds(db); !done) return done;
    return transaction.commit();
}

} // namespace haatline::storage
