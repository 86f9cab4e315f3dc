#pragma once

#include "locales/coding/sms_plan.hpp"

#include <string>
#include <vector>

namespace haatline::tests {

/// sms_vectors.json as values. The README beside it has the fields.
struct SmsVector {
    struct Part {
        std::string text, header, packed, smpp; ///< hex but for the text
        unsigned length = 0;
        bool operator==(Part const&) const = default;
    };
    /// What a plan came to.
    struct Form {
        std::string kind;
        unsigned dcs = 0, locking = 0, single = 0;
        bool clean = true;
        std::size_t units = 0;
        std::vector<Part> parts;
        bool operator==(Form const&) const = default;
    };

    std::string id, language, text;
    coding::SmsRoute route;
    std::uint16_t reference = 0;
    Form expected;
};

std::vector<SmsVector> const& sms_vectors();

/// What a plan makes of a text, octet by octet.
SmsVector::Form form_of(coding::SmsPlan const& plan, std::string_view text,
                        std::uint16_t reference);

std::string hex(std::string_view octets);

/// NFD, in which both spellings of a letter are the same; a byte that is no UTF-8 becomes U+FFFD.
std::string decomposed(std::string_view text);

} // namespace haatline::tests
