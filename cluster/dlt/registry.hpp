#pragma once

#include "cluster/dlt/beginnings.hpp"
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
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    void index();
    /// Calls `each` for all templates with whose first words the text begins and with whose last it ends.
    template <class Each>
    void for_each_like(std::string_view text, Each each) const;
    bool better(Template const& one, Template const& than, std::string_view language) const;
    Refusal why_not(Candidate const& text, Category category) const;

    Register all_;
    std::string brand_;
    Beginnings first_;             ///< first words → which of `last_`
    std::vector<Beginnings> last_; ///< last words, read backwards → templates
    std::unordered_map<std::string, At, Hash, std::equal_to<>> headers_;
    std::vector<std::string> urls_, numbers_; ///< sorted
};

/// Whether one may stand for the other: "service explicit" became promotional.
bool same_category(Category one, Category other, Rules const& rules);

} // namespace haatline::dlt
