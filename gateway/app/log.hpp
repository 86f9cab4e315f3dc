#pragma once

#include "base/error.hpp"
#include "gateway/app/config.hpp"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

namespace haatline::gateway {

/// Sends spdlog's default logger to stderr, one logfmt line an entry: `ts=2026-01-02T03:04:05.678Z
/// level=info msg="…"`. Phone numbers print masked (fmt formatter of Msisdn), secrets as dots;
/// texts of callers are never handed to a log.
void start_log(LogLevel level);
/// The format alone, for other sinks and for tests.
std::unique_ptr<spdlog::formatter> log_format();

/// Lets the first `burst` entries of a kind through in every `window`, counts the rest and says how
/// many were left out. For what strangers can cause: wrong tokens, unreadable requests.
class LogBrake {
  public:
    explicit LogBrake(std::uint32_t burst = 5,
                      std::chrono::seconds window = std::chrono::seconds(60))
        : burst_(burst), window_(window) {}

    /// True when this entry may be written; `left_out` is then how many before it were not.
    bool lets(std::chrono::nanoseconds steady_now, std::uint64_t& left_out);

  private:
    std::uint32_t burst_;
    std::chrono::nanoseconds window_;
    std::chrono::nanoseconds begun_{-1};
    std::uint32_t seen_ = 0;
    std::uint64_t left_out_ = 0;
};

} // namespace haatline::gateway
