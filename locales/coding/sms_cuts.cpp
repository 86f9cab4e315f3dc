#include "locales/coding/sms_cuts.hpp"

#include "locales/coding/clusters.hpp"
#include "locales/text/utf8.hpp"

namespace haatline::coding {
namespace {

/// From `begin` as far as whole characters fit.
Cut fill_ucs2(std::string_view text, unsigned capacity, std::size_t begin) {
    std::size_t at = begin;
    unsigned units = 0;
    for (std::size_t end = at; at < text.size(); at = end) {
        char32_t const code = text::next_code_point(text, end);
        unsigned const more = code > 0xFFFF && code != text::kIllFormed ? 2 : 1;
        if (units + more > capacity) break;
        units += more;
    }
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at),
            static_cast<std::uint16_t>(units)};
}

/// From `begin` as far as whole items fit.
Cut fill(std::string_view text, Speller const& speller, unsigned capacity, std::size_t begin) {
    if (speller.ucs2()) return fill_ucs2(text, capacity, begin);
    std::size_t at = begin;
    unsigned units = 0;
    while (at < text.size()) {
        Item const item = speller.next(text, at);
        if (units + item.units > capacity) break;
        units += item.units;
        at = item.end;
    }
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at),
            static_cast<std::uint16_t>(units)};
}

unsigned units_of(std::string_view text, Speller const& speller, Cut const& cut) {
    unsigned units = 0;
    for (std::size_t at = cut.begin; at < cut.end;) {
        Item const item = speller.next(text.substr(0, cut.end), at);
        units += item.units;
        at = item.end;
    }
    return units;
}

/// Moves the end of a part back to where a cluster ends. False when one cluster fills the part: then it
/// stays as it is.
bool end_with_cluster(std::string_view text, Speller const& speller, Cut& cut) {
    std::size_t end = cut.end;
    while (end > cut.begin && !cluster_ends(text, end)) end = before(text, end);
    if (end == cut.begin) return false;
    if (end != cut.end) {
        cut.end = static_cast<std::uint32_t>(end);
        cut.units = static_cast<std::uint16_t>(units_of(text, speller, cut));
    }
    return true;
}

} // namespace

std::size_t parts_needed(std::string_view text, Speller const& speller, unsigned capacity) {
    std::size_t parts = 0;
    for (std::size_t at = 0; at < text.size(); ++parts) at = fill(text, speller, capacity, at).end;
    return parts;
}

bool cut_into_parts(std::string_view text, Speller const& speller, unsigned capacity,
                    std::size_t parts, boost::container::small_vector<Cut, 4>& cuts) {
    bool clean = true;
    for (std::size_t at = 0; at < text.size() && cuts.size() < parts; at = cuts.back().end) {
        cuts.push_back(fill(text, speller, capacity, at));
        clean &= end_with_cluster(text, speller, cuts.back());
    }
    if (cuts.back().end == text.size()) return clean;
    cuts.clear();
    for (std::size_t at = 0; at < text.size(); at = cuts.back().end)
        cuts.push_back(fill(text, speller, capacity, at));
    return false;
}

} // namespace haatline::coding
