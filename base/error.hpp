#pragma once

#include <string>
#include <string_view>

namespace haatline {

enum class Errc : unsigned char {
    bad_request,
    unauthenticated,
    not_found,
    conflict,
    limit,
    timeout,
    unavailable,
    unsupported,
    invalid_config,
    invalid_data,
    internal,
};

/// What a caller of the code, an operator and a phone may learn of one kind of failure.
struct ErrorFacts {
    Errc code;
    std::string_view name;       ///< as it stands in logs and problem documents
    unsigned http_status;        ///< answer of the HTTP edge
    bool retryable;              ///< the same request may succeed later
    bool our_fault;              ///< counts against us on the dashboard
    std::string_view locale_key; ///< what the caller reads
};

ErrorFacts const& facts(Errc code);

/// `detail` is for operators: it says what is wrong and what to do, and never holds a phone number
/// or message text.
struct Error {
    Errc code = Errc::internal;
    std::string detail;

    ErrorFacts const& about() const { return facts(code); }
};

} // namespace haatline
