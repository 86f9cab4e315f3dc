#pragma once

#include "base/masked.hpp"
#include "base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

/// Who may bind, and what they may do.
struct Account {
    std::string system_id = "haatline";
    Secret password{"secret12"};
    unsigned window = 0; ///< submissions unanswered at once; beyond it RMSGQFUL. 0: no bound
    unsigned rate = 0;   ///< submissions a second; beyond it RTHROTTLED. 0: no bound
    unsigned links = 64; ///< bound at once; beyond them RBINDFAIL
};

/// "system_id:password" with options behind it: "haatline:secret12:window=10,rate=100,links=2".
/// @fails Errc::bad_request, never naming the password.
Result<Account> account_of(std::string_view typed);

/// A bucket of one second's worth of tokens.
class Rate {
  public:
    explicit Rate(unsigned a_second) : a_second_(a_second), tokens_(a_second) {}
    bool take(std::chrono::nanoseconds now);

  private:
    double a_second_, tokens_;
    std::chrono::nanoseconds last_{};
};

} // namespace haatline::simulators::smsc
