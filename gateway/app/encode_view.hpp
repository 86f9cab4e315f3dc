#pragma once

#include "locales/coding/causes.hpp"
#include "locales/coding/ussd.hpp"
#include "locales/text/fold.hpp"

#include <optional>
#include <string>
#include <vector>

namespace haatline::gateway {

/// How a text would travel if something else were typed.
struct OtherWay {
    std::string option; ///< what to add to the command
    coding::SmsPlan plan;
    std::size_t billed = 0;
};

/// One text on its way, for `haatline encode` to show.
struct SmsShown {
    std::string text; ///< as it is sent
    std::vector<text::FoldChange> changes;
    coding::SmsRoute route;
    std::uint16_t reference = 0;
    coding::SmsPlan plan;
    std::size_t billed = 0;
    std::vector<coding::Cause> causes;
    std::vector<OtherWay> cheaper; ///< in fewer parts, dearest first
    std::optional<double> paise;   ///< of a part
};

struct UssdShown {
    std::string text;
    std::vector<text::FoldChange> changes;
    coding::UssdRoute route;
    std::vector<std::string> pages;
    std::vector<coding::UssdString> coded; ///< of the pages
    std::vector<coding::Cause> causes;
};

std::string as_text(SmsShown const& sms);
std::string as_text(UssdShown const& ussd);
std::string as_json(SmsShown const& sms);
std::string as_json(UssdShown const& ussd);

std::string hex_of(coding::Octets const& octets);

} // namespace haatline::gateway
