#pragma once

#include "base/masked.hpp"
#include "base/result.hpp"
#include "base/values.hpp"
#include "cluster/people.hpp"
#include "gateway/api/keys.hpp"
#include "gateway/app/config_dlt.hpp"
#include "gateway/app/pace.hpp"
#include "gateway/app/reply_guard.hpp"
#include "gateway/channels/sms/smpp_options.hpp"
#include "gateway/wire/cidr.hpp"
#include "locales/coding/measure.hpp"
#include "locales/coding/sms_route.hpp"
#include "storage/upkeep.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

namespace mapping {
struct Mapping;
}

/// What a route sends of messages; a mapping's `out:` says how.
struct SmsSideConfig {
    bool sends = false;
    std::string call = "sms_send"; ///< of `out:`
    std::string sender;            ///< registered header, where a message names none
    std::uint32_t window = 16;     ///< requests unanswered at once
    std::uint32_t rate_per_s = 0;  ///< messages; 0: what the mapping says, or any number
    std::uint32_t price_paise = 0; ///< of a segment; 0: what the mapping says
    std::chrono::milliseconds answer_timeout{30'000};
    coding::SmsRoute coding; ///< how the provider's segments are counted
};

/// One way in: a provider's callbacks under /in/<name>/<token>.
struct RouteConfig {
    std::string name;     ///< as it stands in the path: lower-case letters, digits, - and _
    std::string provider; ///< the mapping's name for it
    std::shared_ptr<mapping::Mapping const> mapping; ///< a preset, or the operator's own file
    std::string mapping_file;                        ///< empty: the preset
    Values settings;                                 ///< by the mapping's names
    Values secrets, next_secrets;     ///< from <name>_file or <name>_env, and the one that follows
    Secret token;                     ///< from token_file or token_env, never from the file itself
    std::vector<std::string> send_to; ///< hosts of the provider that requests of ours may go to
    std::vector<Cidr> allow_cidrs;    ///< empty: every address (the token alone guards the route)
    std::string service_code = "*789#";
    std::chrono::seconds session_ttl{600};
    std::chrono::seconds answer_gap{
        60}; ///< providers without session id: longer silence asks "continue or start again"
    /// 160/60 is what a route carries that nobody has proven; operators raise it to what a phone
    /// really showed.
    coding::PageBudget budget{160, 60};
    bool ucs2 = true; ///< the route and its phones show native letters
    std::string user; ///< comviva: credentials in the query
    Secret password;
    bool accept_get = false; ///< africastalking: simulators send GET; only for tests and demos
    Pace pace;               ///< turns a second of this route; not bounded by default
    SmsSideConfig sms;
};

enum class LogLevel : std::uint8_t { debug, info, warn, error };

struct LimitsConfig {
    std::uint32_t connections = 10'000;
    std::uint32_t turns_in_flight = 8'192;
    std::uint32_t turns_per_second = 0; ///< of the whole house; 0: what the machine carries
    /// Nobody types two answers a second for long. The burst is a flood's: it costs a twentieth of
    /// a second, and whoever tries a menu with a script never meets it.
    std::uint32_t number_turns_per_minute = 120;
    std::uint32_t number_turns_at_once = 3'000;
    std::chrono::milliseconds new_call_wait{1'000};
    std::chrono::milliseconds answer_wait{5'000};
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds idle_timeout{75'000};
    std::chrono::milliseconds reply_timeout{25'000};
    std::chrono::milliseconds drain_timeout{20'000};
};

struct StorageConfig {
    std::chrono::microseconds commit_window{1'000};
    std::uint32_t batch_max = 512;
    std::uint32_t readers = 2;
};

/// Messages from phones, whoever brings them.
struct SmsDeskConfig {
    ReplyLimits replies;
    std::vector<std::string> prefixes;    ///< words a shared short code puts before ours
    std::vector<std::string> own_numbers; ///< ours beside the routes' senders, as digits
    std::string service_code = "*789#";   ///< of USSD that comes by SMPP
};

/// The phone in a web page (gateway/phone).
struct PhoneConfig {
    bool enabled = false;
    bool tells_tokens = false; ///< only the demo, whose token everybody knows; no key sets it
};

struct Config {
    std::string listen = "127.0.0.1:8080";
    std::string data_dir = "var";
    std::string
        public_url; ///< "https://gw.example.in", as providers were told; what signatures are over
    std::string menus_dir;              ///< empty: the menus inside the binary
    std::string locales_dir;            ///< empty: the words inside the binary
    std::vector<std::string> languages; ///< codes a caller is asked to choose from; empty: all
    LogLevel log_level = LogLevel::info;
    std::vector<Cidr> trusted_proxies;
    LimitsConfig limits;
    StorageConfig storage;
    people::Ages people;
    storage::Retention retention;
    PhoneConfig phone;
    DltConfig dlt;
    SmsDeskConfig sms;
    std::vector<RouteConfig> routes;
    std::vector<ApiKey> api_keys;
    std::vector<SmppOptions> smpp; ///< accounts at SMSCs, in the order they are preferred
};

/// What stands in a mapping file, which may be written by anybody. @fails Errc::invalid_config for what is no
/// plain file or longer than any mapping.
Result<std::string> read_mapping_text(std::string const& file);

/// A route's mapping, read anew: the preset of that name, or `file`.
/// @fails Errc::invalid_config with every problem of the file, line by line.
Result<std::shared_ptr<mapping::Mapping const>> read_mapping(std::string const& provider,
                                                             std::string const& file);

/// Reads a configuration file. Relative *_file paths are taken from the folder of `path`.
/// @fails Errc::invalid_config naming the key and the line: unknown key, wrong type, out of range,
/// unreadable secret.
Result<Config> read_config(std::string const& path);

/// The same from a text; `name` stands in messages, `folder` is where relative *_file paths begin.
Result<Config> parse_config(std::string_view toml, std::string const& name,
                            std::string const& folder);

/// `serve --demo`: loopback, a route for every preset with path token "demo", service code *789#.
Config demo_config();

} // namespace haatline::gateway
