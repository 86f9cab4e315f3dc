#include "locales/catalogue.hpp"

#include "locales/catalogue_reader.hpp"
#include "locales/catalogue_state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline {

Result<Catalogue> Catalogue::load(std::span<Embedded const> files, std::vector<Problem>& problems) {
    auto state = std::make_unique<State>();
    if (auto read = CatalogueReader(*state, problems).read(files); !read) return fail(read.error());
    return Catalogue(std::move(state));
}

Catalogue::Catalogue(std::unique_ptr<State> state) : state_(std::move(state)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

std::vector<Language> const& Catalogue::languages() const { return state_->languages; }

std::vector<Language> const& Catalogue::offered() const { return state_->offered; }

Result<void> Catalogue::offer(std::span<std::string const> codes) {
    std::vector<Language> offered;
    auto const held = [&](std::string_view code) {
        return std::any_of(offered.begin(), offered.end(),
                           [&](auto const& one) { return one.code == code; });
    };
    for (auto const& code : codes) {
        Language const* const one = language(code);
        if (one == nullptr)
            return fail(
                Errc::invalid_config,
                fmt::format("languages: \"{}\" is no folder under locales/; take it out or add it",
                            code));
        if (held(code))
            return fail(Errc::invalid_config,
                        fmt::format("languages: \"{}\" stands twice; once is enough", code));
        offered.push_back(*one);
    }
    if (offered.empty())
        return fail(Errc::invalid_config,
                    "languages: an empty list offers nothing; name one, or take the key out");
    state_->offered = std::move(offered);
    return {};
}

Language const* Catalogue::language(std::string_view code) const {
    std::size_t const index = state_->index_of(code);
    return index == State::kUnknown ? nullptr : &state_->languages[index];
}

bool Catalogue::has(std::string_view key, std::string_view language) const {
    std::size_t const index = state_->index_of(language);
    if (index == State::kUnknown) return false;
    auto const at = key.rfind('@');
    std::string_view const channel = at == key.npos ? std::string_view{} : key.substr(at + 1);
    auto const found = state_->entries.find(key.substr(0, at));
    return found != state_->entries.end() && found->second.texts[index].find(channel) != nullptr;
}

std::string Catalogue::format(std::string_view key, std::string_view language,
                              std::string_view channel, Values const& with) const {
    auto const found = state_->entries.find(key);
    if (found == state_->entries.end()) return std::string(key);
    std::size_t const asked = state_->index_of(language);
    auto const& ways = state_->ways[asked == State::kUnknown ? state_->english : asked];
    for (std::size_t const index : ways) {
        State::Texts const& texts = found->second.texts[index];
        Message const* message = texts.find(channel);
        if (message == nullptr && !channel.empty()) message = texts.find({});
        if (message == nullptr) continue;
        std::string out;
        message->append_to(out, with, state_->plurals[index]);
        return out;
    }
    return std::string(key);
}

std::vector<MessageInfo> const& Catalogue::messages(std::string_view language) const {
    static std::vector<MessageInfo> const none;
    std::size_t const index = state_->index_of(language);
    return index == State::kUnknown ? none : state_->infos[index];
}

Result<std::vector<std::string>> Catalogue::arguments_of(std::string_view icu_text) {
    auto const message = Message::compile(icu_text);
    if (!message) return fail(message.error());
    return message->arguments();
}

Result<std::vector<std::pair<std::string, std::vector<std::string>>>>
Catalogue::choices_of(std::string_view icu_text) {
    auto const message = Message::compile(icu_text);
    if (!message) return fail(message.error());
    return message->choices();
}

std::vector<Catalogue::PluralFault> Catalogue::plural_faults(std::string_view icu_text,
                                                             std::string_view language) {
    auto const message = Message::compile(icu_text);
    if (!message) return {};
    std::vector<PluralFault> out;
    for (auto const& plural : message->plurals()) {
        auto const wanted = Plurals(language).keywords(plural.kind);
        auto const& there = plural.selectors;
        for (auto const& word : wanted)
            if (std::find(there.begin(), there.end(), word) == there.end())
                out.push_back({plural.argument, word, true});
        for (auto const& word : there)
            if (!word.starts_with('=') &&
                std::find(wanted.begin(), wanted.end(), word) == wanted.end())
                out.push_back({plural.argument, word, false});
    }
    return out;
}

} // namespace haatline
