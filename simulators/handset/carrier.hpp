#pragma once

#include "base/result.hpp"
#include "base/values.hpp"
#include "base/world.hpp"
#include "cluster/msisdn.hpp"
#include "gateway/net/http_client.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::simulators {

/// One callback as the provider would send it.
using CarrierRequest = gateway::ClientRequest;

/// What the gateway answered, read by the provider's rules.
struct Heard {
    std::string text;
    bool ended = false;
};

/// Who calls, and over which route.
struct Line {
    Msisdn from;
    std::string token = "demo"; ///< secret path token of the route
    std::string code = "*789#"; ///< the service's code; what is dialled beyond it is a deep dial
    std::string route = {};     ///< empty: called like its provider
    Values settings = {}, secrets = {}; ///< the route's, by the mapping's names
    std::string url = {}; ///< the route's address as the provider was told it: what it signs
};

/// One provider's side of USSD dialogues from one phone, as its network speaks to us.
class Carrier {
  public:
    virtual ~Carrier() = default;

    /// A new dialogue; `dialled` is the whole code ("*789*22#").
    /// @fails as the provider's format does for what was typed (an answer it cannot carry).
    virtual Result<CarrierRequest> dial(std::string_view dialled) = 0;
    virtual Result<CarrierRequest> answer(std::string_view text) = 0;
    /// The caller hung up in the middle; nothing where the provider tells nobody.
    virtual std::optional<CarrierRequest> hang_up() = 0;
    /// @fails Errc::invalid_data when the reply breaks the provider's format; the detail says how.
    virtual Result<Heard> read(gateway::ClientReply const& reply) const = 0;
    /// Whether the reply is an acknowledgement and the screen comes by a request of the gateway's own.
    virtual bool answers_later() const { return false; }
    /// By what such a request tells whom it is for: ids and numbers of the running dialogue and turn.
    virtual std::vector<std::string> marks() const { return {}; }
    /// What the provider calls the dialogue ("ATUid_…", "98…|789"); for the eyes of the tester.
    virtual std::string session() const = 0;
};

/// Any provider whose mapping says how its USSD dialogues are played.
/// @fails Errc::not_found naming the ones there are.
Result<std::unique_ptr<Carrier>> make_carrier(std::string_view provider, Line line, World& world);
/// Those written by hand; the others are played from their mappings.
std::vector<std::string_view> carrier_names();

/// "*789*22#" behind "*789#" → "22"; nothing when `dialled` does not begin with the code.
std::optional<std::string> behind_code(std::string_view code, std::string_view dialled);

/// application/x-www-form-urlencoded, upper-case escapes, blank as '+'.
std::string encode_fields(std::vector<std::pair<std::string_view, std::string>> const& fields);

/// Ten hexadecimal digits nobody used before.
std::string fresh_id(World& world);

/// Any status but 200, as an error with what to look at.
tl::unexpected<Error> refused(gateway::ClientReply const& reply);

std::unique_ptr<Carrier> make_africastalking(Line line, World& world);
std::unique_ptr<Carrier> make_imimobile(Line line, World& world);
std::unique_ptr<Carrier> make_comviva(Line line, World& world);

} // namespace haatline::simulators
