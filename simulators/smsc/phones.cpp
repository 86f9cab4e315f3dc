#include "simulators/smsc/phones.hpp"

#include "simulators/smsc/text.hpp"

namespace haatline::simulators::smsc {
namespace {

/// Messages of which a part is missing, and phones with lines to say: what a test needs, many times over.
constexpr std::size_t unfinished_most = 100'000, scripts_most = 1'000'000;

} // namespace

std::optional<Read> Phones::hear(smpp::Pdu const& submit) {
    auto part = part_of(submit);
    Read out{submit.destination.digits, submit.source.digits, {}};
    auto const of = part.header.concat;
    if (part.content == coding::Content::octets) {
        out.text = shown_text(submit);
        return out;
    }
    if (!of || of->total < 2) {
        out.text = coding::text_of(part.units);
        return out;
    }
    Key const key{out.number, out.from, of->reference, of->wide, of->total};
    auto const [at, is_new] = parts_.try_emplace(key);
    if (is_new) {
        oldest_.push_back(key);
        if (oldest_.size() > unfinished_most) {
            parts_.erase(oldest_.front());
            oldest_.pop_front();
        }
    }
    at->second.add(std::move(part));
    if (!at->second.complete()) return std::nullopt;
    out.text = at->second.text();
    parts_.erase(at);
    return out;
}

void Phones::read(Read what) {
    if (texts_most_ == 0) return;
    if (read_.size() >= texts_most_) read_.pop_front();
    read_.push_back(std::move(what));
}

std::vector<Read> Phones::inbox(std::string const& number) const {
    std::vector<Read> out;
    for (auto const& each : read_)
        if (each.number == number) out.push_back(each);
    return out;
}

void Phones::script(std::string const& number, std::vector<std::string> lines) {
    if (scripts_.size() >= scripts_most) return;
    auto& script = scripts_[number];
    for (auto& line : lines) script.push_back(std::move(line));
}

std::optional<std::string> Phones::answer(std::string const& number) {
    auto const script = scripts_.find(number);
    if (script == scripts_.end()) return std::nullopt;
    auto out = std::move(script->second.front());
    script->second.pop_front();
    if (script->second.empty()) scripts_.erase(script);
    return out;
}

} // namespace haatline::simulators::smsc
