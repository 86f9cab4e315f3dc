#include "simulators/smsc/dlt.hpp"

#include "gateway/wire/smpp/status.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace haatline::simulators::smsc {
namespace {

constexpr std::uint16_t first_tag = 0x1400, second_tag = 0x1401, chain_tag = 0x1402;
constexpr std::size_t id_digits = 19; ///< in every captured sample

bool is_id(std::optional<std::string_view> value) {
    return value && value->size() == id_digits &&
           std::all_of(value->begin(), value->end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::uint32_t DltCheck::status_of(smpp::Pdu const& submit) const {
    if (!on) return smpp::status::ok;
    // What the link itself carries to a phone that just wrote or dialled is no registered template.
    if (submit.tlvs.has(smpp::tag::ussd_service_op)) return smpp::status::ok;
    auto const named = submit.tlvs.text(swapped ? second_tag : first_tag),
               written = submit.tlvs.text(swapped ? first_tag : second_tag);
    if (!is_id(named) || !is_id(written)) return refusal;
    if (!entity.empty() && *named != entity) return refusal;
    if (chain && !submit.tlvs.has(chain_tag)) return refusal;
    return smpp::status::ok;
}

} // namespace haatline::simulators::smsc
