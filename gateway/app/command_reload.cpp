#include "gateway/app/command_reload.hpp"

#include "gateway/net/control_socket.hpp"

#include <fmt/format.h>

#include <iostream>

namespace haatline::gateway {
namespace {

// Reading and proving takes milliseconds; a gateway that needs this long is in trouble.
constexpr std::chrono::seconds patience{30};

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 2;
}

} // namespace

int command_reload(std::string const& data_dir, storage::Staff const& staff,
                   std::string const& reason) {
    storage::AuditEntry act{staff.name, "reload", "menus", "", "", reason};
    if (auto fit = storage::acceptable(act); !fit) return refuse(fit.error());
    auto const answer = ask_running(data_dir, "reload", patience);
    if (!answer) return refuse(answer.error());
    std::cout << answer->text << std::flush;
    // After the answer, since the gateway may not be there at all; what it says names the version.
    if (!answer->done) act.act = "reload.refused";
    act.after = answer->text;
    auto const recorded = storage::record_act(data_dir, act, staff.now);
    if (!recorded)
        return refuse({recorded.error().code,
                       fmt::format("done, but not in the audit: {}", recorded.error().detail)});
    return answer->done ? 0 : 1;
}

} // namespace haatline::gateway
