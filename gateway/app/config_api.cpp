#include "gateway/app/config_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::gateway {
namespace {

constexpr std::size_t kKeyBytesMin = 20; ///< as many as 120 bits take in the usual spelling
constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::array<std::pair<std::string_view, May>, 3> kMay{
    {{"read", May::read}, {"alerts", May::alerts}, {"messages", May::messages}}};

} // namespace

void read_api_key(TomlTable table, std::vector<ApiKey>& keys) {
    ApiKey out;
    std::vector<std::string> may;
    table.text("name", out.name);
    table.secret("key", out.key);
    table.texts("may", may);
    if (out.name.empty() || out.name.size() > 40 ||
        out.name.find_first_not_of(kNameLetters) != std::string::npos)
        table.fault("name", "must be there: 1-40 lower-case letters, digits, - or _ (it stands in "
                            "the audit as api:NAME)");
    if (out.key.full().size() < kKeyBytesMin)
        table.fault("key_file", fmt::format("or key_env must give a key of at least {} characters",
                                            kKeyBytesMin));
    for (auto const& word : may) {
        auto const* known = std::find_if(kMay.begin(), kMay.end(),
                                         [&](auto const& each) { return each.first == word; });
        if (known == kMay.end())
            table.fault("may", fmt::format("'{}' is none of read, alerts, messages", word));
        else
            out.may = out.may | known->second;
    }
    if (may.empty())
        table.fault("may", "must say what it opens: [\"alerts\", \"messages\", \"read\"]");
    bool const twice = std::any_of(keys.begin(), keys.end(), [&](ApiKey const& held) {
        return held.name == out.name || held.key.full() == out.key.full();
    });
    if (twice) table.fault("name", "or key is another key's already");
    table.done();
    keys.push_back(std::move(out));
}

} // namespace haatline::gateway
