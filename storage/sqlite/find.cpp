#include "storage/find.hpp"

#include "locales/text/clean.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sound_search.hpp"
#include "storage/sqlite/words.hpp"

#include <filesystem>

namespace haatline::storage {
namespace {

constexpr std::size_t kWordBytes = 512; // a name, not a book

NamedHit named(Words const& words, Named kind, Found found) {
    NamedHit out;
    out.kind = kind;
    if (kind == Named::product) {
        auto const* product = words.product(found.object);
        out.code = product ? product->code : std::string();
        out.label = words.product_label(found.object, "en");
    } else {
        out.code = std::to_string(found.object);
        out.label = words.district_label(found.object, "en");
    }
    out.found = std::move(found);
    return out;
}

} // namespace

Result<std::vector<NamedHit>> find_named(std::string const& dir, std::string_view word,
                                         std::optional<Named> kind, std::size_t most) {
    auto const clean = text::clean_input(word, kWordBytes);
    if (!clean) return fail(clean.error());
    if (text::match_key(*clean).empty())
        return fail(Errc::bad_request, "there is no letter or digit in the word: give a name");
    std::error_code unreadable;
    if (!std::filesystem::exists(database_path(dir), unreadable))
        return fail(Errc::not_found, fmt::format("{}: there is no database: give the gateway's "
                                                 "folder with --data",
                                                 database_path(dir)));
    auto db = open_reading(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Words words;
    if (auto read = words.refresh(sql); !read) return fail(read.error());
    std::vector<NamedHit> out;
    for (auto const each : {Named::product, Named::district, Named::place}) {
        if (kind && *kind != each) continue;
        auto found = find_sounds(sql, each, *clean, {.objects = most, .beginnings = true});
        if (!found) return fail(found.error());
        for (auto& hit : found->found)
            if (is_near(hit, found->consonants)) out.push_back(named(words, each, std::move(hit)));
    }
    return out;
}

} // namespace haatline::storage
