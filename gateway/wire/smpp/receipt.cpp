#include "gateway/wire/smpp/receipt.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::smpp {
namespace {

using enum MessageState;

struct Stat {
    std::string_view word;
    MessageState state;
};
// The first spelling of each state is ours.
constexpr std::array kStats{
    Stat{"DELIVRD", delivered},     Stat{"DELIVERED", delivered},
    Stat{"EXPIRED", expired},       Stat{"DELETED", deleted},
    Stat{"UNDELIV", undeliverable}, Stat{"UNDELIVERABLE", undeliverable},
    Stat{"FAILED", undeliverable},  Stat{"ACCEPTD", accepted},
    Stat{"ACCEPTED", accepted},     Stat{"ACKED", accepted},
    Stat{"UNKNOWN", unknown},       Stat{"REJECTD", rejected},
    Stat{"REJECTED", rejected},     Stat{"ENROUTE", enroute},
    Stat{"BUFFRED", enroute},       Stat{"BUFFERD", enroute},
    Stat{"SCHEDULED", scheduled},   Stat{"SKIPPED", skipped},
};

constexpr std::size_t kIdMost = 65, kErrMost = 16, kStatMost = 16;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins(std::string_view text, std::string_view lower_word) {
    return text.size() >= lower_word.size() &&
           std::equal(lower_word.begin(), lower_word.end(), text.begin(),
                      [](char a, char b) { return a == lower(b); });
}

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

bool separates(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' || c == ',';
}

enum Key : std::size_t { id, sub, dlvrd, submit, done, stat, err, text, keys };
constexpr std::array<std::string_view, keys> kKeys{
    "id:", "sub:", "dlvrd:", "submit date:", "done date:", "stat:", "err:", "text:"};

Key key_at(std::string_view rest) {
    for (std::size_t key = 0; key < keys; ++key)
        if (begins(rest, kKeys[key])) return static_cast<Key>(key);
    return keys;
}

std::string_view word_of(std::string_view rest) {
    return rest.substr(0, static_cast<std::size_t>(
                              std::find_if(rest.begin(), rest.end(), separates) - rest.begin()));
}

using Found = std::array<std::string_view, keys>;

Found fields_of(std::string_view rest) {
    Found found{};
    std::array<bool, keys> seen{};
    while (!rest.empty()) {
        if (separates(rest.front())) {
            rest.remove_prefix(1);
            continue;
        }
        Key const key = key_at(rest);
        if (key == text) break; // all behind it is the message's, an "id:" in it is none
        if (key == keys) {
            rest.remove_prefix(word_of(rest).size());
            continue;
        }
        rest.remove_prefix(kKeys[key].size());
        while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
        if (key_at(rest) != keys) { // "err: text:"
            seen[key] = true;
            continue;
        }
        std::string_view const value = word_of(rest);
        if (!seen[key]) found[key] = value;
        seen[key] = true;
        rest.remove_prefix(value.size());
    }
    return found;
}

/// A value that may be kept: printable, without a blank, not too long.
std::string kept(std::string_view value, std::size_t most) {
    bool const plain =
        std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 127; });
    return plain && value.size() <= most ? std::string(value) : std::string();
}

MessageState state_of(std::string_view word, ReceiptOptions const& options) {
    if (options.digit_states && word.size() == 1 && word[0] >= '0' && word[0] <= '9')
        return static_cast<MessageState>(word[0] - '0');
    for (Stat const& row : kStats)
        if (same(row.word, word)) return row.state;
    return unknown;
}

int number(std::string_view digits, std::size_t at, std::size_t size) {
    int value = 0;
    std::from_chars(digits.data() + at, digits.data() + at + size, value);
    return value;
}

std::optional<TimePoint> date_of(std::string_view digits, bool long_year,
                                 std::chrono::minutes zone) {
    using namespace std::chrono;
    int const first = long_year ? number(digits, 0, 4) : 2000 + number(digits, 0, 2);
    std::size_t const at = long_year ? 4 : 2;
    auto const part = [&](std::size_t index) { return number(digits, at + 2 * index, 2); };
    year_month_day const day{year(first), month(static_cast<unsigned>(part(0))),
                             std::chrono::day(static_cast<unsigned>(part(1)))};
    int const second = digits.size() >= at + 10 ? part(4) : 0;
    if (!day.ok() || part(2) > 23 || part(3) > 59 || second > 59) return std::nullopt;
    return sys_days(day) + hours(part(2)) + minutes(part(3)) + seconds(second) - zone;
}

std::optional<TimePoint> date_of(std::string_view word, std::chrono::minutes zone) {
    bool const digits =
        std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (word.size() == 16) return date_of(word.substr(0, 12), zone);
    if (!digits) return std::nullopt;
    if (word.size() == 10) return date_of(word, false, zone);
    if (word.size() == 14) return date_of(word, true, zone);
    if (word.size() != 12) return std::nullopt;
    auto const with_seconds = date_of(word, false, zone);
    return with_seconds ? with_seconds : date_of(word, true, zone);
}

/// Receipts of some SMSCs come as UCS-2: letters of ASCII with a NUL before each.
std::string plain_text(Pdu const& pdu) {
    std::string_view octets = pdu.message();
    std::string narrow;
    if (pdu.data_coding == 8 && octets.size() >= 2 && octets[0] == '\0') {
        for (std::size_t i = 1; i < octets.size(); i += 2) narrow += octets[i];
        return narrow;
    }
    while (!octets.empty() && octets.back() == '\0') octets.remove_suffix(1);
    return std::string(octets);
}

constexpr unsigned kTypeBits = 0x3C, kFinal = 0x04, kIntermediate = 0x20;

template <class Convert>
void add_converted(std::string_view id, std::vector<std::string>& to, Convert convert, int base) {
    std::uint64_t value = 0;
    auto const [end, wrong] = std::from_chars(id.data(), id.data() + id.size(), value, base);
    if (wrong == std::errc() && end == id.data() + id.size()) convert(value, to);
}

void add_hex(std::uint64_t value, std::vector<std::string>& to) {
    char digits[17] = {};
    auto const end = std::to_chars(digits, digits + 16, value, 16).ptr;
    std::string spelt(digits, end);
    to.push_back(spelt);
    std::ranges::transform(spelt, spelt.begin(),
                           [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    to.push_back(std::move(spelt));
}

void add_decimal(std::uint64_t value, std::vector<std::string>& to) {
    to.push_back(std::to_string(value));
}

} // namespace

std::string_view stat_of(MessageState state) {
    for (Stat const& row : kStats)
        if (row.state == state) return row.word;
    return "UNKNOWN";
}

Receipt read_receipt_text(std::string_view words, ReceiptOptions const& options) {
    Found const found = fields_of(words);
    Receipt receipt;
    receipt.id = kept(found[id], kIdMost);
    receipt.stat = kept(found[stat], kStatMost);
    receipt.err = kept(found[err], kErrMost);
    receipt.state = state_of(receipt.stat, options);
    receipt.done = date_of(found[done], options.zone);
    return receipt;
}

Receipt read_receipt(Pdu const& pdu, ReceiptOptions const& options) {
    Receipt receipt = read_receipt_text(plain_text(pdu), options);
    receipt.intermediate = (pdu.esm_class & kTypeBits) == kIntermediate;
    if (auto const named = pdu.tlvs.text(tag::receipted_message_id)) {
        auto given = kept(*named, kIdMost);
        if (!given.empty()) receipt.id = std::move(given);
    }
    if (auto const state = pdu.tlvs.number(tag::message_state))
        receipt.state = *state <= 9 ? static_cast<MessageState>(*state) : unknown;
    auto const network = pdu.tlvs.find(tag::network_error);
    if (network && network->size() == 3)
        receipt.network_error = pdu.tlvs.number(tag::network_error);
    return receipt;
}

DeliverKind kind_of(Pdu const& pdu, ReceiptOptions const& options) {
    unsigned const type = pdu.esm_class & kTypeBits;
    if (type == kFinal || type == kIntermediate) return DeliverKind::receipt;
    if (pdu.tlvs.has(tag::receipted_message_id) && pdu.tlvs.has(tag::message_state))
        return DeliverKind::receipt;
    if (type != 0) return DeliverKind::acknowledgement;
    if (!options.by_text) return DeliverKind::message;
    std::string const words = plain_text(pdu);
    Found const found = fields_of(words);
    return found[id].empty() || found[stat].empty() ? DeliverKind::message : DeliverKind::receipt;
}

std::string_view without_zeros(std::string_view id) {
    auto const first = id.find_first_not_of('0');
    return first == std::string_view::npos ? id.substr(id.empty() ? 0 : id.size() - 1)
                                           : id.substr(first);
}

std::string plain_id(std::string_view id, IdForm form, bool of_receipt) {
    std::vector<std::string> decimal;
    if (form == (of_receipt ? IdForm::decimal_then_hex : IdForm::hex_then_decimal))
        add_converted(id, decimal, add_decimal, 16);
    return decimal.empty() ? std::string(without_zeros(id)) : std::move(decimal[0]);
}

std::vector<std::string> other_spellings(std::string_view id, IdForm form) {
    std::vector<std::string> all;
    all.emplace_back(without_zeros(id));
    if (form == IdForm::hex_then_decimal || form == IdForm::any)
        add_converted(id, all, add_hex, 10);
    if (form == IdForm::decimal_then_hex || form == IdForm::any)
        add_converted(id, all, add_decimal, 16);
    std::erase(all, id);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace haatline::smpp
