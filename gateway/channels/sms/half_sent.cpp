#include "gateway/channels/sms/half_sent.hpp"

#include "gateway/wire/digest.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

/// Of what a phone puts together: the octets of all parts with their headers, and the two addresses.
std::string digest_of(std::span<smpp::Pdu const> pdus) {
    std::string all;
    for (auto const& pdu : pdus) {
        all += pdu.source.digits;
        all += '|';
        all += pdu.destination.digits;
        all += '|';
        all += pdu.message();
        if (auto const number = pdu.tlvs.number(smpp::tag::sar_number))
            all += static_cast<char>(*number);
    }
    return short_digest({all});
}

} // namespace

void HalfSent::keep(std::int64_t parcel, std::span<smpp::Pdu const> pdus, Half half) {
    known_[parcel] = {digest_of(pdus), std::move(half), ++marks_};
    oldest_.emplace_back(parcel, marks_);
    while (oldest_.size() > most_) {
        auto const [old, mark] = oldest_.front();
        oldest_.pop_front();
        auto const found = known_.find(old);
        if (found != known_.end() && found->second.mark == mark) known_.erase(found);
    }
}

std::optional<std::vector<std::string>> HalfSent::taken_late(std::int64_t parcel, std::size_t part,
                                                             std::string id) {
    auto const found = known_.find(parcel);
    if (found == known_.end() || part >= found->second.half.ids.size()) return std::nullopt;
    auto& half = found->second.half;
    if (std::ranges::find(half.taken, part) == half.taken.end()) half.taken.push_back(part);
    half.ids[part] = std::move(id);
    if (half.taken.size() < half.ids.size()) return std::nullopt;
    auto all = std::move(half.ids);
    known_.erase(found);
    return all;
}

std::optional<HalfSent::Half> HalfSent::take(std::int64_t parcel, std::span<smpp::Pdu const> pdus) {
    auto const found = known_.find(parcel);
    if (found == known_.end()) return std::nullopt;
    auto known = std::move(found->second);
    known_.erase(found);
    if (known.half.ids.size() != pdus.size() || known.digest != digest_of(pdus))
        return std::nullopt;
    return std::move(known.half);
}

} // namespace haatline::gateway
