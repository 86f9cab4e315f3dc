#pragma once

#include "cluster/dlt/export_file.hpp"
#include "cluster/dlt/registry.hpp"

#include <chrono>
#include <optional>
#include <string>

/// The register as a desk reads it.
namespace haatline::gateway {

/// Everything of one kind, or of all, with what is against it today. Of preferences only how many.
std::string register_table(dlt::Register const& all, std::optional<dlt::FileKind> kind,
                           dlt::Rules const& rules, std::chrono::sys_days today);
/// The same, one JSON object a line.
std::string register_json(dlt::Register const& all, std::optional<dlt::FileKind> kind,
                          dlt::Rules const& rules, std::chrono::sys_days today);

/// How a header stands today: "used 3 days ago", "idle 22 of 30 days: …".
std::string idle_told(dlt::Header const& header, dlt::Rules const& rules,
                      std::chrono::sys_days today);

std::string match_text(dlt::Matched const& matched);
std::string match_json(dlt::Matched const& matched);

} // namespace haatline::gateway
