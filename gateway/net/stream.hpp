#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// One TCP connection of raw octets, in TLS or bare. On the loop's thread.
class Stream {
  public:
    struct Events {
        std::function<void(std::string_view octets)> octets; ///< seen during the call only
        /// All that was sent is with the kernel.
        std::function<void()> drained;
        /// Once, whoever ended it; nothing is called afterwards. `why` is for an operator.
        std::function<void(std::string_view why)> closed;
    };

    virtual ~Stream() = default;
    /// Requires that it was not called before. Reading begins.
    virtual void begin(Events events) = 0;
    /// Puts octets behind what waits. False, and nothing taken, when more than the bound would wait:
    /// a peer that does not read is not kept in memory.
    virtual bool send(std::string_view octets) = 0;
    virtual std::size_t waiting() const = 0; ///< octets that the kernel has not taken yet
    /// Reads no further until released: the peer's window fills, and it waits.
    virtual void hold(bool held) = 0;
    /// At most so many octets a write, each its own segment: what splitting does to a reader. 0: no bound.
    virtual void split(std::size_t octets) = 0;
    virtual void close() = 0; ///< once all that waits is written; reads nothing more
    virtual void cut() = 0;   ///< at once, in the middle of whatever waits
    virtual void reset() = 0; ///< at once, by RST
    virtual bool open() const = 0;
    virtual std::string const& peer() const = 0; ///< "192.0.2.1:40000"
};

using StreamPtr = std::shared_ptr<Stream>;

} // namespace haatline::gateway
