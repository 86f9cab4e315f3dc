#pragma once

#include "base/world.hpp"
#include "cluster/alert/hours.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// One thing that many are told: what the desk writes, checks and sends.
namespace haatline::alerts {

struct Text {
    std::string language;    ///< of locales/
    std::string body;        ///< as it is sent, whole
    std::string template_id; ///< of the register; empty: found by its words when it leaves
    bool operator==(Text const&) const = default;
};

/// Whoever lives within so many metres of a PIN.
struct Circle {
    std::int64_t pin = 0;
    std::int64_t metres = 0;
    bool operator==(Circle const&) const = default;
};

/// Whom it is for, as a rule. An empty list stands for everybody; places are added up, and so are
/// products and sectors; between kinds all must hold.
struct Audience {
    std::vector<std::string> states;    ///< by name or code
    std::vector<std::string> districts; ///< "Aurangabad, Bihar" where the name is in two states
    std::vector<std::int64_t> pins;
    std::vector<Circle> around;
    std::vector<std::string> products; ///< by code
    std::vector<std::string> sectors; ///< food, machine, service, or the first digits of a NIC code
    std::vector<std::string> roles;   ///< cluster/role.hpp
    std::vector<std::string> languages;
    bool operator==(Audience const&) const = default;
};

constexpr std::uint32_t weekly_cap_standard = 2; ///< domain.md §3, rule 12

struct Item {
    std::string title;  ///< for the desk, never sent
    std::string source; ///< where it is written, so that a second person can check it
    std::string topic;  ///< cluster/topic.hpp
    std::string category = "service_explicit"; ///< cluster/dlt
    std::string fallback; ///< language that readers of other languages get; empty: none
    TimePoint start_at{}; ///< zero: once it is approved
    TimePoint valid_until{};
    Hours hours;
    std::uint32_t per_second = 0; ///< messages; 0: as fast as the routes take them
    std::uint32_t weekly_cap = weekly_cap_standard; ///< alerts one phone gets in seven days
    Audience audience;
    std::vector<Text> texts;
    bool operator==(Item const&) const = default;
};

constexpr std::size_t title_bytes_max = 200, source_bytes_max = 400, languages_most = 32;
/// Ours: three parts of UCS-2; what is longer is a letter, not an alert, and costs like one.
constexpr std::size_t parts_most = 3;
constexpr std::size_t list_most = 2'000;
constexpr std::int64_t metres_most = 500'000;

/// What is wrong with one field, with the remedy.
struct Fault {
    std::string field; ///< "texts[1].body"
    std::string what;
    bool operator==(Fault const&) const = default;
};

/// Everything wrong with it. `languages`: those there are texts for in this product.
std::vector<Fault> faults_of(Item const& item, std::span<std::string const> languages,
                             TimePoint now);

/// Categories an alert may have: what members agreed to be told, or what the State must tell.
bool is_category(std::string_view name);

} // namespace haatline::alerts
