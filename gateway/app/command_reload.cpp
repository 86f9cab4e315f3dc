#include "gateway/app/command_reload.hpp"

#include "gateway/net/control_socket.hpp"

#include <iostream>

namespace haatline::gateway {
namespace {

// Reading and proving takes milliseconds; a gateway that needs this long is in trouble.
constexpr std::chrono::seconds patience{30};

} // namespace

int command_reload(std::string const& data_dir) {
    auto const answer = ask_running(data_dir, "reload", patience);
    if (!answer) {
        std::cerr << "haatline: " << answer.error().detail << '\n';
        return 2;
    }
    std::cout << answer->text;
    return answer->done ? 0 : 1;
}

} // namespace haatline::gateway
