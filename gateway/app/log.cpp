#include "gateway/app/log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>

namespace haatline::gateway {
namespace {

/// %Q: the message as a quoted logfmt value, so that no entry ever becomes two lines or forges a
/// key.
class Quoted final : public spdlog::custom_flag_formatter {
  public:
    void format(spdlog::details::log_msg const& entry, std::tm const&,
                spdlog::memory_buf_t& out) override {
        constexpr std::string_view hex = "0123456789abcdef";
        auto const add = [&](std::string_view text) {
            out.append(text.data(), text.data() + text.size());
        };
        add("\"");
        for (char const c : entry.payload) {
            auto const octet = static_cast<unsigned char>(c);
            if (c == '"')
                add("\\\"");
            else if (c == '\\')
                add("\\\\");
            else if (c == '\n')
                add("\\n");
            else if (octet < 0x20 || octet == 0x7F) {
                char const escaped[] = {'\\', 'x', hex[octet >> 4], hex[octet & 15]};
                add({escaped, sizeof escaped});
            } else
                add({&c, 1});
        }
        add("\"");
    }
    std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<Quoted>();
    }
};

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warn:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
}

} // namespace

std::unique_ptr<spdlog::formatter> log_format() {
    auto format = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    format->add_flag<Quoted>('Q').set_pattern("ts=%Y-%m-%dT%H:%M:%S.%eZ level=%l msg=%Q");
    return format;
}

void start_log(LogLevel level) {
    auto logger = std::make_shared<spdlog::logger>(
        "haatline", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_formatter(log_format());
    logger->set_level(level_of(level));
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(std::move(logger));
}

bool LogBrake::lets(std::chrono::nanoseconds steady_now, std::uint64_t& left_out) {
    if (begun_.count() < 0 || steady_now - begun_ >= window_) {
        begun_ = steady_now;
        seen_ = 0;
    }
    if (seen_ >= burst_) {
        ++left_out_;
        return false;
    }
    ++seen_;
    left_out = std::exchange(left_out_, 0);
    return true;
}

} // namespace haatline::gateway
