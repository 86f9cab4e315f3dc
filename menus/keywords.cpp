#include "menus/keywords.hpp"

#include "base/csv.hpp"
#include "base/embedded.hpp"
#include "locales/text/clean.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::keywords {
std::span<Embedded const> embedded_files(); // made by haatline_embed (menus/room.cmake)
}

namespace haatline::menus {
namespace {

constexpr std::size_t kWordsLookedAt = 3;
constexpr std::string_view kStop = "STOP";
// Said to be polite, or because one speaks in sentences; never a command.
constexpr std::string_view kCourtesy = "courtesy";

// Columns that hold no words.
constexpr std::array<std::string_view, 3> kNoWords{"canonical", "exact_only", "status"};

std::vector<std::string_view> parts(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const end = text.find(separator);
        if (end != 0) out.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

std::string_view field(std::vector<std::string> const& columns,
                       std::vector<std::string> const& fields, std::string_view name) {
    for (std::size_t i = 0; i < columns.size() && i < fields.size(); ++i)
        if (columns[i] == name) return fields[i];
    return {};
}

bool before(Keywords::Word const& a, Keywords::Word const& b) { return a.key < b.key; }

bool share_a_key(text::Sound const& a, text::Sound const& b) {
    auto const share = [](std::vector<text::SoundKey> const& some,
                          std::vector<text::SoundKey> const& others) {
        return std::any_of(some.begin(), some.end(), [&](text::SoundKey const& key) {
            return std::any_of(others.begin(), others.end(), [&](text::SoundKey const& other) {
                return key.consonants == other.consonants;
            });
        });
    };
    // Tamil does not write voice (and old Malayalam words do not): d is t there, b is p.
    bool const voiceless = a.tamil || b.tamil || a.malayalam || b.malayalam;
    return share(a.keys, b.keys) || (voiceless && share(a.unvoiced, b.unvoiced));
}

// Two words of one consonant each are told apart by vowels alone, and those are typed anyhow.
constexpr std::size_t kConsonantsLeast = 2;
constexpr int kApartMost = text::spelling_apart - 1;

Result<Keywords> const& embedded() {
    static auto const read = Keywords::read(keywords::embedded_files().front().content);
    return read;
}

/// Words of a text as one: "કાઢી નાખો" is one word of the table.
std::string run_of(std::vector<std::string_view> const& words, std::size_t from,
                   std::size_t count) {
    std::string out;
    for (std::size_t i = from; i < from + count; ++i) {
        if (i > from) out += ' ';
        out += words[i];
    }
    return out;
}

} // namespace

Result<Keywords> Keywords::read(std::string_view csv) {
    Keywords out;
    CsvReader reader(csv);
    std::vector<std::string> columns, fields;
    reader.next(columns);
    while (reader.next(fields)) {
        if (reader.torn() || fields.size() != columns.size())
            return fail(Errc::invalid_data,
                        fmt::format("keywords.csv:{}: {} fields where the header has {}",
                                    reader.line(), fields.size(), columns.size()));
        std::string const name(field(columns, fields, "canonical"));
        bool const exact_only = field(columns, fields, "exact_only") == "yes";
        auto const add = [&](std::string_view text, std::string_view language) {
            auto key = text::match_key(text);
            if (key.empty()) return;
            if (name == kCourtesy)
                out.courtesy_.push_back(std::move(key));
            else
                out.words_.push_back({std::move(key), name, exact_only, text::sound_of(text),
                                      std::string(language)});
        };
        if (name != kCourtesy) add(name, {});
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (std::find(kNoWords.begin(), kNoWords.end(), columns[i]) != kNoWords.end()) continue;
            bool const latin = columns[i] == "latin_synonyms";
            for (auto const word : parts(fields[i], latin ? ' ' : '|'))
                add(word, latin ? std::string_view() : std::string_view(columns[i]));
        }
    }
    std::sort(out.words_.begin(), out.words_.end(), before);
    for (std::size_t i = 1; i < out.words_.size(); ++i)
        if (out.words_[i].key == out.words_[i - 1].key &&
            out.words_[i].command != out.words_[i - 1].command)
            return fail(Errc::invalid_data,
                        fmt::format("keywords.csv: {} stands for {} and for {}: keep one",
                                    out.words_[i].key, out.words_[i - 1].command,
                                    out.words_[i].command));
    return out;
}

Keywords const& Keywords::shipped() {
    static Keywords const none;
    auto const& read = embedded();
    return read ? *read : none;
}

std::string Keywords::fault_of_shipped() {
    auto const& read = embedded();
    return read ? std::string() : read.error().detail;
}

bool Keywords::knows(std::string_view command) const {
    return std::any_of(words_.begin(), words_.end(),
                       [&](Word const& word) { return word.command == command; });
}

std::string Keywords::behind(std::string_view text, Command const& command) const {
    if (command.rest.empty()) return {};
    // The shortest end of the text that still says all of the rest.
    for (auto at = text.rfind(' '); at != std::string_view::npos && at > 0;
         at = text.rfind(' ', at - 1)) {
        auto const tail = text.substr(at + 1);
        auto const key = text::match_key(tail);
        auto words = parts(key, ' ');
        std::erase_if(words, [&](std::string_view word) { return courteous(word); });
        if (run_of(words, 0, words.size()) == command.rest) return std::string(tail);
    }
    return command.rest;
}

Keywords::Word const* Keywords::exact(std::string_view key) const {
    auto const it = std::lower_bound(
        words_.begin(), words_.end(), key,
        [](Word const& word, std::string_view wanted) { return word.key < wanted; });
    return it != words_.end() && it->key == key ? &*it : nullptr;
}

Keywords::Word const* Keywords::spelt_otherwise(std::string_view key) const {
    auto const sound = text::sound_of(key);
    if (sound.keys.empty() || sound.keys.front().consonants.size() < kConsonantsLeast)
        return nullptr;
    Word const* found = nullptr;
    for (auto const& word : words_) {
        if (!share_a_key(sound, word.sound)) continue;
        if (text::sounds_apart(sound.form, word.sound.form, kApartMost) > kApartMost) continue;
        // What sounds like a word of weight, or like two commands, is none.
        if (word.exact_only || (found && found->command != word.command)) return nullptr;
        found = &word;
    }
    return found;
}

bool Keywords::courteous(std::string_view key) const {
    return std::find(courtesy_.begin(), courtesy_.end(), key) != courtesy_.end();
}

std::optional<Command> Keywords::command(std::string_view text) const {
    auto const key = text::match_key(text);
    auto words = parts(key, ' ');
    std::erase_if(words, [&](std::string_view word) { return courteous(word); });
    auto const looked_at = std::min(words.size(), kWordsLookedAt);
    std::optional<Command> first;
    auto const take = [&](Word const& word, std::size_t from, std::size_t count, bool exact) {
        if (word.command != kStop && (first || (word.exact_only && from > 0))) return;
        first = Command{word.command, exact,
                        run_of(words, from + count, words.size() - from - count), word.language};
    };
    for (std::size_t from = 0; from < looked_at; ++from)
        for (std::size_t count = std::min<std::size_t>(2, words.size() - from); count > 0; --count)
            if (auto const* word = exact(run_of(words, from, count))) {
                take(*word, from, count, true);
                break;
            }
    if (first) return first;
    for (std::size_t from = 0; from < looked_at && !first; ++from)
        if (auto const* word = spelt_otherwise(words[from])) take(*word, from, 1, false);
    return first;
}

} // namespace haatline::menus
