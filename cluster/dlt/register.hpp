#pragma once

#include "cluster/dlt/category.hpp"
#include "cluster/dlt/template.hpp"
#include "cluster/msisdn.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the register of commercial messages has of us, as values.
namespace haatline::dlt {

/// Who sends: a principal entity.
struct Entity {
    std::string id; ///< digits
    std::string name;
    std::string brand; ///< in each writing it has, separated by ';'
    bool active = true;
    bool operator==(Entity const&) const = default;
};

/// A sender name. Phones show it as XY-HEADER-S: operators add what stands around it, the sender never.
struct Header {
    std::string text; ///< 3 to 11 letters or digits
    Category category = Category::service_implicit;
    bool active = true;
    bool exempt = false; ///< TRAI lets it send as government
    std::optional<std::chrono::sys_days> registered_on{}, last_used_on{};
    bool operator==(Header const&) const = default;

    /// Days it was not used, counted from its registration where it never was; nothing when neither is known.
    std::optional<int> idle_days(std::chrono::sys_days today) const;
};

/// What a link or a call-back number must be to stand in a message.
struct AllowedTarget {
    enum class Kind : std::uint8_t { url, cbn } kind = Kind::url;
    std::string value;  ///< url: host and path without scheme; cbn: digits
    bool listed = true; ///< false: an import takes it off the list
    bool operator==(AllowedTarget const&) const = default;
};
std::string_view name(AllowedTarget::Kind kind);
/// Without scheme, "www." and a slash at the end, host in lower case. Empty when it is no address.
std::string url_key(std::string_view url);
/// Digits with 91 before a mobile number of ten. Empty when it is no number.
std::string cbn_key(std::string_view number);

/// Who hands a message on, from the entity to the telemarketer that delivers it.
struct Chain {
    std::string entity;
    std::vector<std::string> telemarketers; ///< in order
    bool operator==(Chain const&) const = default;

    std::string list() const; ///< "PE,TM1,…"; empty without telemarketers
    /// Lower-case hex SHA-256 over it (reference/smpp.md §13: one source); empty without telemarketers.
    std::string hash() const;
};

/// What somebody had written into a preference register (DND). Bit n: category n of the register's list;
/// all bits: fully blocked.
struct Preference {
    std::uint64_t phone = 0; ///< Msisdn::number()
    std::uint16_t blocked = all;
    static constexpr std::uint16_t all = 0xFFFF;
    bool operator==(Preference const&) const = default;
};

struct Register {
    std::vector<Entity> entities;
    std::vector<Header> headers;
    std::vector<Template> templates;
    std::vector<AllowedTarget> targets;
    std::vector<Chain> chains;
    std::vector<Preference> preferences;
};

/// Bounds of what is held in memory.
constexpr std::size_t templates_most = 20'000, headers_most = 5'000, targets_most = 20'000,
                      preferences_most = 2'000'000;

} // namespace haatline::dlt
