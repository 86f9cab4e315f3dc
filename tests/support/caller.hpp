#pragma once

#include "tests/support/line.hpp"

#include <map>
#include <string>

namespace haatline::tests {

/// What a caller sees of one answer.
struct Shown {
    std::string text;
    bool ended = false;
};

/// Phones whose network speaks one provider's callback format; builds the raw requests and reads the
/// raw replies. Taking up another phone leaves the call on the first one as it is.
class Caller {
  public:
    void use_phone(std::string ten_digits) { phone_ = std::move(ten_digits); }
    void use_provider(std::string name) { provider_ = std::move(name); }

    Shown dial(Line& line, std::string const& code);
    Shown answer(Line& line, std::string const& typed);
    void hang_up(Line& line);

  private:
    Shown send(Line& line, std::string const& typed);

    struct Call {
        int sessions = 0;
        std::string cumulative;
    };
    Call& call() { return calls_[phone_]; }

    std::string phone_ = "9876543210";
    std::string provider_ = "africastalking";
    int messages_ = 0;
    std::map<std::string, Call> calls_; ///< by phone
};

} // namespace haatline::tests
