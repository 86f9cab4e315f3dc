#pragma once

#include "gateway/api/json_fields.hpp"
#include "storage/outbox.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

constexpr std::size_t messages_most = 1'000;
constexpr std::size_t message_text_bytes_max = 2'048;
constexpr auto message_valid_for = std::chrono::hours(24);
constexpr auto message_valid_most = std::chrono::hours(24 * 7);

/// A message as another program hands it over. `id` is ours: the same for what it calls the same
/// (`once`), so that asking again sends nothing twice.
struct ApiMessage {
    std::string id;
    storage::outbox::NewParcel parcel;
};

/// One message, or up to 1,000 under "messages"; all of them or none.
struct ApiMessages {
    std::vector<ApiMessage> each;
    bool batch = false;
};

/// @param key     name of the caller's key: what two of them call the same stays two things.
/// @param chance  makes ids of messages that have no `once`; 64 bits a call.
ApiMessages messages_of_json(boost::json::value const& value, std::string_view key,
                             std::function<std::uint64_t()> const& chance, TimePoint now,
                             JsonFaults& faults);

/// How the outbox knows a message of this id again.
std::string once_of(std::string_view id);
/// 32 hexadecimal digits, as `id` is printed.
bool is_message_id(std::string_view text);

} // namespace haatline::gateway
