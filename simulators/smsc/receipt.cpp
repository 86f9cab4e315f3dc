#include "simulators/smsc/receipt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace haatline::simulators::smsc {
namespace {

constexpr std::string_view usual_words =
    "ENROUTE DELIVRD EXPIRED DELETED UNDELIV ACCEPTD UNKNOWN REJECTD";

constexpr std::array rows{
    ReceiptStyle{"standard", "as SMPP 3.4 appendix B has it",
                 "id:{id} sub:001 dlvrd:{sub} submit date:{sent10} done date:{done10} stat:{stat} "
                 "err:{err} text:{text}"},
    ReceiptStyle{"letters", "dates left as their letters, no text",
                 "id:{id} sub:000 dlvrd:000 submit date:YYMMDDhhmm done date:YYMMDDhhmm "
                 "stat:{stat} err:000 text:"},
    ReceiptStyle{"brief", "no dates, an error in hex", "id:{id} stat:{stat} err:1A Text:"},
    ReceiptStyle{"seconds", "dates with seconds, an error in hex",
                 "id:{id} sub:1 dlvrd:0 submit date:{sent12} done date:{done12} stat:{stat} "
                 "err:0x14"},
    ReceiptStyle{"capitals", "keys in capitals, blanks behind the colons",
                 "ID: {id} STAT: {stat} ERR: {err}"},
    ReceiptStyle{"turned", "another order; the text looks like a receipt",
                 "stat:{stat} id:{id} text:id:10 stat:DELIVRD"},
    ReceiptStyle{"long-dates", "dates of 14 digits, whole words, an empty error",
                 "id:{id} sub:001 dlvrd:001  submit date:{sent14} done date:{done14} "
                 "stat:{stat} err:",
                 "ENROUTE DELIVERED EXPIRED DELETED UNDELIVERABLE ACCEPTED UNKNOWN REJECTED"},
    ReceiptStyle{"loose-words", "words of other makers", "id:{id} stat:{stat}",
                 "BUFFRED DELIVERED EXPIRED DELETED FAILED ACKED XYZ REJECTED"},
    ReceiptStyle{"odd-word", "a state nobody knows, and no TLVs", "id:{id} stat:XYZ", {}, false},
    ReceiptStyle{"digits", "the state as its number", "id:{id} stat:{digits}"},
    ReceiptStyle{"tlv-only", "no text at all", ""},
    ReceiptStyle{"nothing", "no text and no TLVs: unreadable", "", {}, false},
    ReceiptStyle{"solid", "254 octets without a blank", "{noise}", {}, false},
    ReceiptStyle{"long-id", "an id of 200 digits", "id:{long}", {}, false},
    ReceiptStyle{"octets", "octets that are no ASCII", "id:{id} \xFF\xFE\x80\xC3 stat:{stat}\x01"},
};

std::string_view word_of(ReceiptStyle const& style, State state) {
    auto words = style.words.empty() ? usual_words : style.words;
    for (auto n = static_cast<unsigned>(state); n > 1; --n)
        words.remove_prefix(words.find(' ') + 1);
    return words.substr(0, words.find(' '));
}

/// In India's time, as receipts there are (reference: smpp.md §9).
std::string date_of(TimePoint at, std::size_t digits) {
    auto const local = std::chrono::floor<std::chrono::seconds>(at + std::chrono::minutes(330));
    auto const day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(local - day);
    auto const out =
        fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    time.hours().count(), time.minutes().count(), time.seconds().count());
    return digits == 14 ? out : out.substr(2, digits);
}

/// The first letters of the message, as they stand in short_message.
std::string beginning_of(std::string const& text) {
    constexpr std::size_t letters = 20;
    return text.substr(0, letters);
}

std::string error_of(State state) {
    constexpr std::array<std::string_view, 9> codes{"000", "000", "000", "027", "003",
                                                    "011", "000", "255", "600"};
    return std::string(codes.at(static_cast<std::size_t>(state)));
}

/// Of "done10": 10.
std::size_t digits_in(std::string_view key) {
    return static_cast<std::size_t>(std::stoul(std::string(key.substr(4))));
}

std::string value_of(std::string_view key, ReceiptStyle const& style, News const& news) {
    bool const delivered = news.state == State::delivered;
    if (key == "id") return news.id;
    if (key == "stat") return std::string(word_of(style, news.state));
    if (key == "digits") return std::to_string(static_cast<unsigned>(news.state));
    if (key == "err") return error_of(news.state);
    if (key == "sub") return delivered ? "001" : "000";

    if (key.starts_with("sent")) return date_of(news.submitted, digits_in(key));
    if (key.starts_with("done")) return date_of(news.done, digits_in(key));
    if (key == "text") return beginning_of(news.text);
    if (key == "noise") return std::string(smpp::kMaxShortMessage, '#');
    if (key == "long") return std::string(200, '7');
    return {};
}

} // namespace

std::span<ReceiptStyle const> receipt_styles() { return rows; }

Result<ReceiptStyle const*> receipt_style(std::string_view name) {
    std::string names;
    for (auto const& row : rows) {
        if (row.name == name) return &row;
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    return fail(Errc::bad_request,
                fmt::format("no receipt style is named '{}'; there are {}", name, names));
}

std::string receipt_text(ReceiptStyle const& style, News const& news) {
    std::string out;
    for (auto rest = style.text; !rest.empty();) {
        auto const open = rest.find('{');
        out += rest.substr(0, open);
        if (open == std::string_view::npos) break;
        auto const close = rest.find('}', open);
        out += value_of(rest.substr(open + 1, close - open - 1), style, news);
        rest.remove_prefix(close + 1);
    }
    return out.substr(0, smpp::kMaxShortMessage);
}

smpp::Pdu receipt_pdu(ReceiptStyle const& style, ReceiptManner const& manner, News const& news) {
    smpp::Pdu out;
    out.command = smpp::Command::deliver_sm;
    out.source = news.destination;
    out.destination = news.source;
    out.esm_class = manner.esm_class;
    if (manner.esm_class != 0 && !is_final(news.state)) out.esm_class = 0x20;
    out.data_coding = manner.data_coding;
    out.short_message = receipt_text(style, news);
    if (manner.reference && news.reference != 0)
        out.tlvs.add_u16(smpp::tag::user_message_reference,
                         static_cast<std::uint16_t>(news.reference));
    if (style.tlvs && manner.tlvs) {
        out.tlvs.add_cstring(smpp::tag::receipted_message_id, news.id);
        out.tlvs.add_u8(smpp::tag::message_state, static_cast<std::uint8_t>(news.state));
    }
    return out;
}

} // namespace haatline::simulators::smsc
