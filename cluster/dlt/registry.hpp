#pragma once

#include "cluster/dlt/match.hpp"
#include "cluster/dlt/register.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace haatline::dlt {

using Matched = tl::expected<Match, Refusal>;

/// A register ready to be asked: every message goes past it. Immutable; a new import makes a new one.
class Registry {
  public:
    explicit Registry(Register all);
    Registry(Registry const&) = delete;
    Registry& operator=(Registry const&) = delete;

    /// Proves that a text instantiates a registered, active template of its category. Where several fit:
    /// the one of `language`, then the one with most fixed words, fewest variables, lowest id.
    /// Refused with the nearest template and the place where they part; `variable` when the words fit and
    /// a value does not. Independent of how many templates begin otherwise.
    Matched match(std::string_view text, std::string_view language, Category category,
                  Rules const& rules) const;

    Entity const* entity(std::string_view id) const;
    Header const* header(std::string_view text) const;
    Chain const* chain(std::string_view entity) const;
    bool allows(AllowedTarget::Kind kind, std::string_view value) const;
    /// What she had blocked; 0: nothing.
    std::uint16_t blocked(Msisdn phone) const;
    Register const& all() const { return all_; }
    std::string const& brand() const { return brand_; }

  private:
    using At = std::uint32_t;
    /// Templates that begin with the same words.
    struct Beginning {
        std::string words;
        std::int32_t within = -1; ///< the longest other beginning that this one begins with
        std::vector<At> templates;
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    void index();
    /// Calls `each` for all templates whose first words the text begins with.
    template <class Each>
    void for_each_like(std::string_view text, Each each) const;
    bool better(Template const& one, Template const& than, std::string_view language) const;
    Refusal why_not(Candidate const& text, Category category) const;

    Register all_;
    std::string brand_;
    std::vector<Beginning> beginnings_; ///< by words
    std::vector<std::uint64_t>
        tails_; ///< of each template its last octets, to tell most apart at a glance
    std::vector<std::uint64_t> masks_;
    std::unordered_map<std::string, At, Hash, std::equal_to<>> headers_;
    std::vector<std::string> urls_, numbers_; ///< sorted
};

/// Whether one may stand for the other: "service explicit" became promotional.
bool same_category(Category one, Category other, Rules const& rules);

} // namespace haatline::dlt
