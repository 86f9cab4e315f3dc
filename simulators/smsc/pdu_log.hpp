#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "gateway/wire/smpp/pdu.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

enum class Way : std::uint8_t { in, out };

/// One line of JSON: when, which link and whose, which way, what a reader made of it, and the octets.
std::string pdu_line(TimePoint at, std::uint64_t link, std::string_view account, Way way,
                     std::string_view octets);

/// Every PDU of a run. It holds numbers and texts: they are invented, or it is nobody else's to read.
class PduLog {
  public:
    /// An empty path writes nothing; "-" writes to standard error.
    /// @fails Errc::unavailable when the file cannot be opened.
    static Result<PduLog> open(std::string const& path);
    bool wanted() const { return file_ != nullptr; }
    void add(std::string const& line);

  private:
    struct Close {
        void operator()(std::FILE* file) const {
            if (file != stderr) std::fclose(file);
        }
    };
    std::unique_ptr<std::FILE, Close> file_;
};

} // namespace haatline::simulators::smsc
