// What a caller types: PIN, name, quantity, price, a number of hers, a reference.
#include "base/limits.hpp"
#include "cluster/msisdn.hpp"
#include "cluster/reference.hpp"
#include "locales/coding/measure.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"
#include "locales/text/utf8.hpp"
#include "menus/forwarding.hpp"
#include "menus/quantity.hpp"
#include "menus/typed.hpp"
#include "tests/fuzz/target.hpp"

using namespace haatline;
using fuzz::expect;

namespace {

void read_as(menus::InputKind kind, menus::Typed const& typed) {
    menus::Node node;
    node.kind = menus::Kind::entry;
    node.input = kind;
    node.into = "x";
    node.min_units = 2;
    node.max_units = 30;
    auto const entered = menus::read_entry(node, typed);
    if (!entered) return;
    auto const value = entered->values.get("x");
    expect(!value.empty() && text::well_formed(value), "what is kept of an answer is a text");
    if (kind == menus::InputKind::pin)
        expect(value.size() == 6 && text::all_digits(value), "a PIN has six digits");
    if (kind == menus::InputKind::text)
        expect(coding::cost(value).utf16 <= 30, "a name is no longer than its screen says");
}

void clean(std::string_view input) {
    auto const once = text::clean_input(input, 182);
    if (!once) return;
    expect(once->size() <= 182 && text::well_formed(*once), "a cleaned text is short UTF-8");
    for (char const c : *once)
        expect(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "no control character is left");
    auto const twice = text::clean_input(*once, 182);
    expect(twice && *twice == *once, "cleaning a clean text changes nothing");
}

} // namespace

HAATLINE_FUZZ_TARGET(typed) {
    auto const read = menus::read_typed(input);
    expect(text::well_formed(read.text), "what was typed is a text");
    expect(read.key.empty() || text::all_digits(read.key), "a key is digits");
    for (auto const kind : {menus::InputKind::text, menus::InputKind::pin, menus::InputKind::number,
                            menus::InputKind::quantity})
        read_as(kind, read);
    (void)menus::read_amount(input);
    (void)menus::read_quantity(input);
    (void)menus::forwarding_code(input);
    clean(input);
    auto const key = text::match_key(input);
    expect(text::match_key(key) == key, "the key of a key is itself");
    if (auto const phone = Msisdn::parse(input))
        expect(Msisdn::parse(phone->full()) == *phone, "a number reads back as itself");
    if (auto const serial = reference_serial(input))
        expect(reference_serial(reference_text(*serial)) == *serial,
               "a reference reads back as itself");
}
