#include "menus/check/findings.hpp"
#include "menus/dial_codes.hpp"
#include "menus/forwarding.hpp"

#include <fmt/format.h>

namespace haatline::menus {

void check_codes(Checking const& checking) {
    for (auto const& language : checking.words.languages()) {
        if (auto const code = forwarding_code("*" + language.dial_suffix + "#"); !code.empty())
            checking.error(fmt::format("locales/{}/language.toml", language.code), 1,
                           fmt::format("dial_suffix {} makes a code that reads like {}, which "
                                       "diverts calls; choose another",
                                       language.dial_suffix, code));
        for (auto const& code : dial_codes)
            if (language.dial_suffix == code.part)
                checking.error(fmt::format("locales/{}/language.toml", language.code), 1,
                               fmt::format("dial_suffix {} means something else behind the service "
                                           "code ({}); choose another",
                                           language.dial_suffix, code.variable));
        for (auto const& message : checking.words.messages(language.code))
            if (auto const code = forwarding_code(message.text); !code.empty())
                checking.blame(Finding::Level::error, message.file, message.line,
                               fmt::format("`{}` shows {}, which reads like a code that diverts "
                                           "calls; write it otherwise",
                                           message.key, code),
                               Finding::Rule::diversion, language.code, {message.key});
    }
}

} // namespace haatline::menus
