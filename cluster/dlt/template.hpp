#pragma once

#include "base/result.hpp"
#include "cluster/dlt/category.hpp"
#include "cluster/dlt/rules.hpp"
#include "cluster/dlt/variable.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::dlt {

/// A piece of an approved text: words that stand as they are, or a place for a value.
struct Segment {
    bool variable = false;
    VarType type = VarType::plain;
    std::string text;          ///< as approved
    std::string key;           ///< as it is compared (`compared`, its own blanks at the ends kept)
    std::size_t key_chars = 0; ///< code points of `key`
    bool operator==(Segment const&) const = default;
};

/// Reads an approved text. `types`: what the portal says of its variables, in their order, separated by
/// commas, where the text has a plain {#var#} for each; empty where the text says it itself. Blanks at the
/// ends go, a sign of order inside does not.
/// @fails Errc::bad_request for an unknown tag, a tag that does not end, types that do not fit;
///        Errc::limit past `text_bytes_max` or `vars_most`.
Result<std::vector<Segment>> parse_text(std::string_view text, std::string_view types = {});

/// Approved texts of before 2026 have up to nine; more than this is no template but an attack.
constexpr std::size_t vars_most = 32;

/// The text with its tags, as the portal of an operator wants it. `tags_in_text` false: {#var#} for all.
std::string text_of(std::vector<Segment> const& segments, bool tags_in_text);

/// A registered text. Every change of its words is a new version.
struct Template {
    std::string id; ///< digits, of the register
    int version = 1;
    std::string name;                 ///< ours, for people
    std::vector<std::string> headers; ///< it may be sent under; empty: any of its entity
    Category category = Category::service_implicit;
    std::string language;  ///< BCP 47; empty: nobody said
    std::string operator_; ///< whose export it came from: "airtel"
    bool active = true;
    std::optional<std::chrono::sys_days> approved_on;
    std::vector<Segment> segments;

    std::size_t vars() const;
    bool operator==(Template const&) const = default;
};

/// What is against a text by the rules of a day; each with its remedy. Nothing of it stops an approved one.
struct Flaw {
    enum class What : std::uint8_t { last, adjacent, count, plain, forbidden, brand, ratio } what;
    std::string why;
    bool operator==(Flaw const&) const = default;
};
std::vector<Flaw> flaws_of(Template const& one, Rules const& rules, std::string_view brand,
                           std::chrono::sys_days today);

} // namespace haatline::dlt
