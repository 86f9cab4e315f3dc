#include "gateway/net/keyboard.hpp"

#include <poll.h>
#include <unistd.h>

namespace haatline::gateway {

bool keyboard_waits(std::chrono::milliseconds time) {
    pollfd watched{STDIN_FILENO, POLLIN, 0};
    return ::poll(&watched, 1, static_cast<int>(time.count())) > 0;
}

void pause(std::chrono::milliseconds time) { ::poll(nullptr, 0, static_cast<int>(time.count())); }

} // namespace haatline::gateway
