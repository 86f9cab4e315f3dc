#include "base/world.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace haatline {
namespace {

class SystemClock final : public Clock {
  public:
    TimePoint now() const override {
        return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
    }
    std::chrono::nanoseconds steady() const override {
        return std::chrono::steady_clock::now().time_since_epoch();
    }
};

/// The kernel's chance, 256 octets at a time: as many as getentropy(3) gives in one piece. One by one cost 3 % of the gateway's
/// time while it sent (std::random_device asks the processor, which takes a microsecond a draw). Nothing here forks.
class SystemRandom final : public Random {
  public:
    std::uint64_t next() override {
        thread_local std::array<std::uint64_t, 32> drawn{};
        thread_local std::size_t left = 0;
        if (left == 0) {
            if (getentropy(drawn.data(), sizeof drawn) != 0)
                throw std::system_error(errno, std::generic_category(), "getentropy");
            left = drawn.size();
        }
        return std::exchange(drawn[--left], 0);
    }
};

} // namespace

World& system_world() {
    static SystemClock clock;
    static SystemRandom random;
    static World world{clock, random};
    return world;
}

std::string system_environment(char const* name) {
    char const* value = std::getenv(name);
    return value ? value : "";
}

} // namespace haatline
