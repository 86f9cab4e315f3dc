#pragma once

#include "gateway/api/json_fields.hpp"
#include "storage/outbox.hpp"

#include <boost/json.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

constexpr std::size_t messages_most = 1'000;
constexpr std::size_t message_text_bytes_max = 2'048;
constexpr auto message_valid_for = std::chrono::hours(24);
constexpr auto message_valid_most = std::chrono::hours(24 * 7);

/// A message as another program hands it over. `id` is ours: the same for what it calls the same
/// (`once`), so that asking again sends nothing twice; else one that begins with the time.
struct ApiMessage {
    std::string id;
    storage::outbox::NewParcel parcel;
};

/// One message, or up to 1,000 under "messages"; all of them or none.
struct ApiMessages {
    std::vector<ApiMessage> each;
    bool batch = false;
};

/// What a message may refer to, and where its id comes from.
struct MessageContext {
    std::string_view key; ///< name of the caller's key: what two of them call the same stays two
    std::span<std::string const> languages; ///< of the catalogues
    std::function<std::uint64_t()> chance;  ///< for ids of messages without `once`; 64 bits a call
    TimePoint now{};
};

ApiMessages messages_of_json(boost::json::value const& value, MessageContext const& from,
                             JsonFaults& faults);

/// How the outbox knows a message of this id again: by what made it the same, or by its name.
std::string once_of(std::string_view id);
std::string name_of_id(std::string_view id);
/// 32 hexadecimal digits, as `id` is printed.
bool is_message_id(std::string_view text);

} // namespace haatline::gateway
