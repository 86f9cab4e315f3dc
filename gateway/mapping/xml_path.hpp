#pragma once

#include "base/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pugi {
class xml_document;
}

namespace haatline::gateway::mapping {

/// An XML text without document type, entities or more than 32 levels. Names are compared without
/// their namespace prefix. @fails Errc::bad_request.
Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view text);

/// `a/b` from the root element, `//b` anywhere, `*` any element, `…@name` an attribute, `…#name` the
/// element's own local name. Nothing when it is not there.
std::optional<std::string> text_at(pugi::xml_document const& document, std::string_view path);

} // namespace haatline::gateway::mapping
