#pragma once

#include "cluster/dlt/registry.hpp"
#include "locales/catalogue.hpp"
#include "menus/menu.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What the catalogue sends as messages, held against the register, and as templates to be registered.
namespace haatline::gateway {

/// One way a text of the catalogue may read: of a plural or select each case is one.
struct SmsText {
    std::string key, language, file;
    int line = 0;
    dlt::Category category = dlt::Category::service_implicit;
    bool answer = false;                ///< to what somebody just texted
    std::vector<dlt::Segment> segments; ///< as it would be registered
    std::string widest;                 ///< every place filled to its cap
    std::vector<std::string> faults;    ///< why its places fit no tag, or the text is no template
};

/// Every message of the catalogue, in each language, in the order of its files.
std::vector<SmsText> sms_texts(menus::Menu const& menu, Catalogue const& words,
                               dlt::Rules const& rules);

/// The texts as templates with numbers of nobody, for `serve --demo`.
std::string demo_templates(std::vector<SmsText> const& texts);

/// CSV of what is to be registered, as the portal of `operator_` takes it.
std::string proposed(std::vector<SmsText> const& texts, std::string_view operator_,
                     std::string_view header);
/// Operators whose portals we know how to write for.
std::vector<std::string> known_operators();

} // namespace haatline::gateway
