#include "menus/typed.hpp"

#include "base/limits.hpp"
#include "cluster/msisdn.hpp"
#include "cluster/secret.hpp"
#include "cluster/udyam.hpp"
#include "locales/coding/measure.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"
#include "menus/quantity.hpp"

#include <algorithm>

namespace haatline::menus {
namespace {

bool plain_digits(std::string_view raw) { return raw.size() <= 20 && text::all_digits(raw); }

/// "01" is 1, "000" is 00: people hold a key too long.
std::string normal_key(std::string digits) {
    auto const first = digits.find_first_not_of('0');
    if (first == std::string::npos) return digits.size() == 1 ? "0" : "00";
    if (first > 0 && digits.size() - first <= 2) digits.erase(0, first);
    return digits;
}

bool has_letter(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (static_cast<unsigned char>(c) >= 0x80);
    });
}

/// Six digits, the first not 0 (India Post; reference/menus.md `reg.pin`). Blanks in between are
/// how PINs are printed: 110 001.
std::optional<Entered> read_pin(Node const& node, Typed const& typed) {
    if (typed.key.size() != 6 || typed.key[0] == '0') return std::nullopt;
    return Entered{{{node.into, typed.key}}};
}

std::optional<Entered> read_text(Node const& node, Typed const& typed) {
    auto const units = coding::cost(typed.text).utf16;
    if (units < static_cast<std::size_t>(node.min_units)) return std::nullopt;
    if (units > static_cast<std::size_t>(node.max_units)) return std::nullopt;
    if (!has_letter(text::ascii_digits(typed.text))) return std::nullopt;
    return Entered{{{node.into, typed.text}}};
}

std::optional<Entered> read_number(Node const& node, Typed const& typed) {
    auto number = read_amount(typed.text);
    if (!number || number->size() > static_cast<std::size_t>(node.max_units)) return std::nullopt;
    return Entered{{{node.into, std::move(*number)}}};
}

/// The number as the store knows it, and in two groups as people read numbers to each other.
std::optional<Entered> read_phone(Node const& node, Typed const& typed) {
    auto const phone = Msisdn::parse(typed.text);
    if (!phone) return std::nullopt;
    std::string const digits = std::to_string(phone->number());
    std::string const national = digits.substr(digits.size() - 10);
    Entered out{{{node.into, digits}}};
    out.values.set(node.into + "_said", national.substr(0, 5) + " " + national.substr(5));
    return out;
}

std::optional<Entered> read_registration(Node const& node, Typed const& typed) {
    auto number = read_udyam(typed.text);
    if (!number) return std::nullopt;
    return Entered{{{node.into, std::move(*number)}}};
}

std::optional<Entered> read_measured(Node const& node, Typed const& typed) {
    auto const quantity = read_quantity(typed.text);
    if (!quantity) return std::nullopt;
    Entered out;
    out.no_unit = quantity->unit.empty();
    out.values.set(node.into,
                   out.no_unit ? quantity->number : quantity->number + " " + quantity->unit);
    out.values.set("qty", quantity->number);
    out.values.set("unit", quantity->unit);
    return out;
}

} // namespace

Typed read_typed(std::string_view raw) {
    Typed out;
    if (plain_digits(raw)) {
        out.text = raw;
        out.key = normal_key(out.text);
        return out;
    }
    if (raw.size() > limits::input_bytes) return out;
    auto cleaned = text::clean_input(raw, limits::input_bytes);
    if (!cleaned) return out;
    out.text = std::move(*cleaned);
    std::string digits = text::ascii_digits(out.text);
    std::erase(digits, ' ');
    while (digits.ends_with('#')) digits.pop_back();
    if (text::all_digits(digits)) out.key = normal_key(std::move(digits));
    return out;
}

std::string four_digits(std::string_view raw) {
    if (raw.size() > limits::input_bytes) return {};
    auto const cleaned = text::clean_input(raw, limits::input_bytes);
    if (!cleaned) return {};
    std::string digits = text::ascii_digits(*cleaned);
    std::erase(digits, ' ');
    if (digits.ends_with('#')) digits.pop_back();
    if (digits.size() != secret::digits || !text::all_digits(digits)) return {};
    return digits;
}

std::optional<Entered> read_entry(Node const& node, Typed const& typed) {
    if (typed.text.empty()) return std::nullopt;
    switch (node.input) {
    case InputKind::pin:
        return read_pin(node, typed);
    case InputKind::text:
        return read_text(node, typed);
    case InputKind::number:
        return read_number(node, typed);
    case InputKind::quantity:
        return read_measured(node, typed);
    case InputKind::secret: // never here: Turn::answer_secret
        break;
    case InputKind::phone:
        return read_phone(node, typed);
    case InputKind::udyam:
        return read_registration(node, typed);
    }
    return std::nullopt;
}

} // namespace haatline::menus
