#pragma once

#include "base/embedded.hpp"
#include "base/result.hpp"
#include "cluster/alert/item.hpp"

#include <span>
#include <string>

namespace haatline::gateway {

/// Reads an alert from a file of the desk: TOML, or JSON where its name ends in .json; "-" is standard
/// input, TOML. What is wrong is told all at once, each with file, line (or pointer) and remedy.
/// @fails Errc::bad_request.
Result<alerts::Item> read_alert(std::string const& path, std::span<std::string const> languages,
                                TimePoint now);
/// The same from a text. `name` is how faults call the file.
Result<alerts::Item> parse_alert_toml(std::string_view text, std::string const& name,
                                      std::span<std::string const> languages, TimePoint now);
Result<alerts::Item> parse_alert_json(std::string_view text, std::string const& name,
                                      std::span<std::string const> languages, TimePoint now);

/// An example, every key explained: what `haatline alert example` prints.
std::string_view alert_example();

/// Codes of the languages that there are texts in.
std::vector<std::string> known_languages();

} // namespace haatline::gateway
