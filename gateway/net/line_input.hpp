#pragma once

#include "gateway/net/loop.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace haatline::gateway {

/// Lines that somebody types, or a file or pipe says, on the loop's thread. Longer ones than 64 KiB end it.
class LineInput {
  public:
    /// `descriptor` stays open and the caller's; 0 is standard input. `line` without its end; at the
    /// end of the input nothing more is called.
    static std::unique_ptr<LineInput> read(Loop& loop, int descriptor,
                                           std::function<void(std::string_view line)> line);
    virtual ~LineInput() = default;
};

} // namespace haatline::gateway
