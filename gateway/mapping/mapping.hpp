#pragma once

#include "gateway/mapping/call.hpp"
#include "gateway/mapping/guard.hpp"
#include "gateway/mapping/proof.hpp"
#include "gateway/mapping/section.hpp"
#include "locales/catalogue.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

/// `limits:`; what a mapping does not say is 0 or empty.
struct Limits {
    int gsm_chars = 0, ucs2_chars = 0; ///< a screen or part, after the provider's own prefix
    int text_chars = 0;                ///< of a whole message
    int answer_within_ms = 0;
    int session_ttl_s = 0;
    int rate_per_s = 0;
    int price_paise = 0;    ///< of a segment or session
    std::string send_hours; ///< "10:00-21:00"
};

/// One provider, as its file says: compiled, immutable, safe to share.
struct Mapping {
    std::string file;
    std::string provider, title, confidence, notes;
    std::vector<std::string> sources;
    Values settings;                  ///< with their defaults
    std::vector<std::string> secrets; ///< names
    std::vector<Guard> guards;
    Limits limits;
    std::vector<Section> in;
    std::vector<Call> out;
    std::vector<Proof> tests;

    Section const* section(std::string_view name) const;
    Call const* call(std::string_view name) const;
    bool hears(Channel channel) const;
};

/// No mapping is longer; the longest shipped one is a tenth of it.
constexpr std::size_t mapping_bytes_max = 256 * 1024;

/// Reads one file. `with_tests`: its self-tests too; a gateway at work does without.
/// @returns nullptr when anything is wrong; each problem stands in `problems` with file, line and remedy.
std::shared_ptr<Mapping const> load_mapping(std::string_view content, std::string const& file,
                                            std::vector<Problem>& problems, bool with_tests = true);

} // namespace haatline::gateway::mapping
