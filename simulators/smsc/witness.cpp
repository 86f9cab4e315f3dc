#include "simulators/smsc/witness.hpp"

#include "simulators/smsc/text.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

namespace haatline::simulators::smsc {
namespace {

constexpr std::uint64_t prime = 0x100000001B3; // FNV-1a

/// The part's place among its brothers; a header's reference may differ when a message is sent again.
std::uint8_t place_of(coding::Decoded const& part) {
    return part.header.concat ? part.header.concat->number : 0;
}

} // namespace

std::optional<std::uint64_t> order_mark(std::string_view octets) {
    auto const mark = octets.find('#');
    if (mark == std::string_view::npos) return std::nullopt;
    std::optional<std::uint64_t> out;
    for (char const c : octets.substr(mark + 1)) {
        if (c == '\0') continue; // UCS-2
        if (c < '0' || c > '9') break;
        out = out.value_or(0) * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return out;
}

void Witness::saw(smpp::Pdu const& submit, Count& count) {
    auto const to = std::hash<std::string>()(submit.destination.digits);
    auto text = submit.message();
    std::uint64_t hash = to;
    if ((submit.esm_class & 0x40) != 0 || submit.tlvs.has(smpp::tag::sar_number)) {
        auto const part = part_of(submit);
        hash = (hash ^ place_of(part)) * prime;
        text.remove_prefix(std::min(part.header.octets, text.size()));
    }
    hash = (hash ^ std::hash<std::string_view>()(text)) * prime;
    if (texts_.size() < most_ || texts_.contains(hash))
        ++(texts_.insert(hash).second ? count.distinct : count.repeated);
    auto const mark = order_mark(text);
    auto const known = last_.find(to);
    if (known == last_.end()) {
        if (last_.size() >= most_) return;
        ++count.destinations;
        last_[to] = mark.value_or(0);
        return;
    }
    if (!mark) return;
    // The same once more is a repetition, and counted as one.
    if (*mark < known->second) ++count.out_of_order;
    known->second = std::max(known->second, *mark);
}

} // namespace haatline::simulators::smsc
