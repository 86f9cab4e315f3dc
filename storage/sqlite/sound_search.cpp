#include "storage/sqlite/sound_search.hpp"

#include "locales/text/clean.hpp"
#include "locales/text/utf8.hpp"
#include "storage/sqlite/sound_index.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace haatline::storage {
namespace {

constexpr Sql kExact{"sound.exact",
                     "SELECT object, word, mark FROM sound WHERE kind = ? AND key = ? LIMIT ?"};
constexpr Sql kBeginning{
    "sound.beginning", "SELECT object, word, mark FROM sound WHERE kind = ? AND key >= ? AND key < "
                       "? LIMIT ?"};
constexpr Sql kRows{"sound.rows",
                    "SELECT vowels, form, object, word, mark FROM sound WHERE kind = ? AND key = ? "
                    "AND (vowels, form, object) > (?, ?, ?) ORDER BY vowels, form, object LIMIT ?"};
constexpr Sql kSlips{"sound.slips",
                     "SELECT form, object, word, mark FROM sound WHERE kind = ? AND key = ? AND "
                     "vowels >= ? ORDER BY vowels, form LIMIT ?"};

// Two whole letters: farther off, a name of the same consonants is another name.
constexpr int kSoundMost = 16;
// One letter that has nothing to do with the other's, and a little spelling beside it.
constexpr int kSlipMost = 10, kShortSlipMost = 5;
constexpr std::size_t kShort = 2; // consonants
// Longer than any name of one word; each more costs 32 look-ups.
constexpr std::size_t kSlipConsonantsMost = 12;
constexpr std::size_t kSlipRows = 8; // read under each neighbouring key
// Names written alike that are stepped over one by one; past them it is cheaper to seek anew.
constexpr std::size_t kJump = 12;
constexpr std::size_t kShapeRows = 160;      // of one key's names whose vowels stand alike
constexpr std::size_t kLettersLeast = 2;     // one letter sounds like nothing
constexpr std::size_t kBeginningLetters = 3; // two begin too many names to be worth a list
constexpr char const* kLastCodePoint = "\U0010FFFF";
// What a key may begin with, and what stands inside: vowels and y are marked at the start alone.
constexpr std::string_view kClasses = "KGCJTDNPBMRLVSHYAIU", kInside = kClasses.substr(0, 15);

/// Names a search has met, the surest proof of each object.
class Hits {
  public:
    void add(Found found) {
        auto const it = std::find_if(all_.begin(), all_.end(), [&](Found const& held) {
            return held.object == found.object;
        });
        if (it == all_.end())
            all_.push_back(std::move(found));
        else if (surer(found, *it))
            *it = std::move(found);
    }
    std::size_t size() const { return all_.size(); }
    /// Is the word itself among them? Then nobody's finger slipped.
    bool any_spelt_otherwise() const {
        return std::any_of(all_.begin(), all_.end(), [](Found const& found) {
            return distance(found) <= text::spelling_apart;
        });
    }
    std::vector<Found> best(std::size_t objects) {
        std::sort(all_.begin(), all_.end(), surer);
        if (all_.size() > objects) all_.resize(objects);
        return std::move(all_);
    }

  private:
    std::vector<Found> all_;
};

class Search {
  public:
    Search(Prepared& prepared, Named kind, std::string_view text, SoundBounds const& bounds)
        : prepared_(prepared), kind_(static_cast<int>(kind)), bounds_(bounds), text_(text),
          sound_(text::sound_of(text)) {}

    Result<SoundsFound> run() {
        auto const key = text::match_key(text_);
        auto exact = find_exact(prepared_, static_cast<Named>(kind_), key, bounds_.objects);
        if (!exact) return fail(exact.error());
        for (auto& found : *exact)
            if (bounds_.weak || !found.weak) hits_.add(std::move(found));
        if (auto done = by_beginning(key); !done) return fail(done.error());
        if (text::code_points(key) < kLettersLeast) return ended();
        if (auto done = by_sound(); !done) return fail(done.error());
        if (bounds_.slips && (hits_.size() < bounds_.objects || !hits_.any_spelt_otherwise()))
            if (auto done = by_slip(); !done) return fail(done.error());
        return ended();
    }

  private:
    SoundsFound ended() {
        SoundsFound out;
        if (!sound_.keys.empty()) out.consonants = sound_.keys.front().consonants.size();
        out.found = hits_.best(bounds_.objects);
        return out;
    }

    Result<void> by_beginning(std::string const& key) {
        if (!bounds_.beginnings || text::code_points(key) < kBeginningLetters) return {};
        auto const from = match_key_row(key), behind = from + kLastCodePoint;
        Run run(prepared_[kBeginning]);
        run->bind(1, kind_).bind(2, from).bind(3, behind);
        run->bind(4, static_cast<std::int64_t>(4 * bounds_.objects));
        while (run->step()) take(*run, 0, Why::beginning, 0);
        return prepared_.ended(*run, kBeginning);
    }

    Result<void> by_sound() {
        auto const keys = sought_keys(sound_);
        // Names whose vowels stand alike first: where thousands share a key, those are read.
        for (auto const& key : keys)
            if (auto done = rows_of(key, true); !done) return done;
        for (auto const& key : keys)
            if (auto done = rows_of(key, false); !done) return done;
        return {};
    }

    /// Where the next reading under a key goes on.
    struct Place {
        std::string vowels, form;
        std::int64_t object = -1;
    };

    /// @param alike  only names whose vowels stand where the sought one's do; else the whole key.
    Result<void> rows_of(IndexKey const& key, bool alike) {
        Place at{alike ? key.vowels : "", "", -1};
        auto const until = std::min(rows_max, read_ + (alike ? kShapeRows : rows_max));
        for (bool more = true; more && read_ < until;) {
            Run run(prepared_[kRows]);
            Place const from = at;
            run->bind(1, kind_).bind(2, key.key).bind(3, from.vowels).bind(4, from.form);
            run->bind(5, from.object).bind(6, static_cast<std::int64_t>(until - read_));
            more = read_some(*run, key, alike, at);
            if (auto ended = prepared_.ended(*run, kRows); !ended) return ended;
        }
        return {};
    }

    /// @returns whether to go on from `at`: thousands may be written alike, and are jumped over.
    bool read_some(Statement& row, IndexKey const& key, bool alike, Place& at) {
        std::size_t same = 0;
        int apart = 0;
        while (row.step()) {
            ++read_;
            if (alike && row.text(0) != key.vowels) return false;
            if (same == 0 || row.text(1) != at.form || row.text(0) != at.vowels) {
                at = {std::string(row.text(0)), std::string(row.text(1)), 0};
                apart = text::sounds_apart(sound_.form, at.form, kSoundMost);
                same = 0;
            }
            if (++same > bounds_.objects || apart > kSoundMost) {
                if (same < kJump) continue;
                at.object = std::numeric_limits<std::int64_t>::max();
                read_ += kJump;
                return true;
            }
            take(row, 2, Why::sound, apart);
        }
        return false;
    }

    void take(Statement const& row, int column, Why why, int apart) {
        auto const mark = row.integer(column + 2);
        bool const weak = (mark & mark_weak) != 0, part = (mark & mark_part) != 0;
        if ((weak && !bounds_.weak) || (part && !bounds_.parts)) return;
        if (part && why != Why::sound) return;
        hits_.add({row.integer(column), std::string(row.text(column + 1)), part ? Why::part : why,
                   apart, weak});
    }

    /// One consonant wrong, missing, too much, or two changed places.
    Result<void> by_slip() {
        auto const keys = sought_keys(sound_);
        if (keys.empty()) return {};
        auto const& likeliest = keys.front();
        auto const from = likeliest.key.find_first_not_of("~^");
        if (from == std::string::npos) return {};
        auto const consonants = likeliest.key.size() - from;
        if (consonants < kShort || consonants > kSlipConsonantsMost) return {};
        slip_most_ = consonants == kShort ? kShortSlipMost : kSlipMost;
        std::set<std::string> tried{likeliest.key};
        auto const attempt = [&](IndexKey const& key) -> Result<void> {
            return tried.insert(key.key).second ? slips_under(key) : Result<void>();
        };
        for (std::size_t i = from; i <= likeliest.key.size(); ++i)
            if (auto done = around(likeliest, from, i, attempt); !done) return done;
        return {};
    }

    template <class Attempt>
    Result<void> around(IndexKey const& key, std::size_t from, std::size_t i, Attempt attempt) {
        auto const slot = i - from;
        for (char const letter : slot == 0 ? kClasses : kInside) {
            auto more = key;
            more.key.insert(i, 1, letter);
            more.vowels.insert(slot, 1, '-');
            if (auto done = attempt(more); !done) return done;
            if (i == key.key.size()) continue;
            auto other = key;
            other.key[i] = letter;
            if (auto done = attempt(other); !done) return done;
        }
        if (i == key.key.size()) return {};
        auto fewer = key;
        fewer.key.erase(i, 1);
        fewer.vowels.erase(slot, 1);
        if (fewer.key.size() > from + 1)
            if (auto done = attempt(fewer); !done) return done;
        if (i + 1 == key.key.size()) return {};
        auto swapped = key;
        std::swap(swapped.key[i], swapped.key[i + 1]);
        return attempt(swapped);
    }

    Result<void> slips_under(IndexKey const& key) {
        Run run(prepared_[kSlips]);
        run->bind(1, kind_).bind(2, key.key).bind(3, key.vowels);
        run->bind(4, static_cast<std::int64_t>(kSlipRows));
        while (run->step()) {
            int const apart = text::sounds_apart(sound_.form, run->text(0), slip_most_);
            if (apart <= slip_most_) take(*run, 1, Why::slip, apart);
        }
        return prepared_.ended(*run, kSlips);
    }

    Prepared& prepared_;
    int kind_;
    SoundBounds const& bounds_;
    std::string_view text_;
    text::Sound sound_;
    Hits hits_;
    std::size_t read_ = 0;
    int slip_most_ = 0;
};

} // namespace

Result<std::vector<Found>> find_exact(Prepared& prepared, Named kind, std::string_view match_key,
                                      std::size_t objects) {
    Hits hits;
    if (match_key.empty()) return std::vector<Found>{};
    auto const key = match_key_row(match_key);
    Run run(prepared[kExact]);
    run->bind(1, static_cast<int>(kind)).bind(2, key);
    run->bind(3, static_cast<std::int64_t>(2 * objects));
    while (run->step()) {
        auto const mark = run->integer(2);
        hits.add({run->integer(0), std::string(run->text(1)),
                  mark & mark_synonym ? Why::synonym : Why::exact, 0, (mark & mark_weak) != 0});
    }
    if (auto ended = prepared.ended(*run, kExact); !ended) return fail(ended.error());
    return hits.best(objects);
}

Result<SoundsFound> find_sounds(Prepared& prepared, Named kind, std::string_view text,
                                SoundBounds const& bounds) {
    return Search(prepared, kind, text, bounds).run();
}

std::span<Sql const* const> hot_sounds() {
    static constexpr std::array<Sql const*, 4> all{&kExact, &kBeginning, &kRows, &kSlips};
    return all;
}

} // namespace haatline::storage
