#include "base/world.hpp"

#include <cstdlib>
#include <random>

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

class SystemRandom final : public Random {
  public:
    std::uint64_t next() override {
        return (static_cast<std::uint64_t>(device_()) << 32) | device_();
    }

  private:
    std::random_device device_;
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
