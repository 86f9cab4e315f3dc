#pragma once

#include "cluster/introduction.hpp"
#include "storage/sqlite/sql.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Introductions as rows of `enquiry`: read once here, for the questions and for the effects.
namespace haatline::storage {

enum class Side : std::uint8_t { asker, asked, stranger };

struct StoredAsk {
    std::int64_t serial = 0;
    introduction::Ask ask;
    Side side = Side::stranger; ///< of whoever looks
    std::int64_t from_phone = 0;
    std::int64_t from_person = 0;
    std::int64_t from_enterprise = 0;
    std::int64_t to_enterprise = 0;
    std::int64_t product = 0;
    std::int64_t answered_by = 0;
    std::int64_t answered_phone = 0;
    std::int64_t ticket = -1; ///< serials count from 0: -1 is none
};

/// An ask as `person` stands to it. @returns nothing when there is none of this serial.
Result<std::optional<StoredAsk>> find_ask(Prepared& sql, std::int64_t serial, std::int64_t person);

/// The asks of the last two months between two persons, whoever asked.
Result<std::vector<StoredAsk>> asks_between(Prepared& sql, std::int64_t one, std::int64_t other,
                                            std::int64_t since);

/// Is an ask of `person` to that enterprise still open? Whatever became of it: who was refused, or
/// blocked, reads the same as who still waits.
Result<bool> asked_already(Prepared& sql, std::int64_t person, std::int64_t enterprise,
                           TimePoint now);

/// Those who own an enterprise.
Result<std::vector<std::int64_t>> owners_of(Prepared& sql, std::int64_t enterprise);

/// Did `person` block one of those who own `enterprise`?
Result<bool> blocked_by_self(Prepared& sql, std::int64_t person, std::int64_t enterprise);

/// Older asks are on nobody's screen: they were open, then told, for as long as either lasts.
std::int64_t asks_since(TimePoint now);

std::span<Sql const* const> hot_asks();

} // namespace haatline::storage
