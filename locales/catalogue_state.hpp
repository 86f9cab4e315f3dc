#pragma once

#include "locales/catalogue.hpp"
#include "locales/message.hpp"
#include "locales/plurals.hpp"

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace haatline {

/// What a catalogue holds. Vectors by language stand in the order of `languages`, so that one hash
/// look-up finds a key and an index finds the language.
struct Catalogue::State {
    static constexpr std::size_t kUnknown = static_cast<std::size_t>(-1);

    /// The renderings of one key in one language: the base text has the empty channel.
    struct Texts {
        std::vector<std::pair<std::string, Message>> by_channel;

        Message const* find(std::string_view channel) const {
            for (auto const& [name, message] : by_channel)
                if (name == channel) return &message;
            return nullptr;
        }
    };
    struct Entry {
        std::vector<Texts> texts;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const {
            return std::hash<std::string_view>{}(key);
        }
    };

    std::size_t index_of(std::string_view code) const {
        for (std::size_t i = 0; i < languages.size(); ++i)
            if (languages[i].code == code) return i;
        return kUnknown;
    }

    std::vector<Language> languages, offered;
    std::vector<Plurals> plurals;
    std::vector<std::vector<MessageInfo>> infos;
    std::vector<std::vector<std::size_t>> ways; ///< itself, its fallbacks, English
    std::size_t english = kUnknown;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries;
};

} // namespace haatline
