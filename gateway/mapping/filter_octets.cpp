#include "gateway/mapping/body.hpp"
#include "gateway/mapping/filter_table.hpp"
#include "gateway/mapping/scope.hpp"
#include "gateway/wire/charsets.hpp"
#include "gateway/wire/fields.hpp"
#include "gateway/wire/hash.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <array>

namespace haatline::gateway::mapping {
namespace {

template <Result<std::string> (*Convert)(std::string_view)>
Result<void> convert(Value& value, Filter const&, Scope const&) {
    auto text = Convert(*value);
    if (!text) return is_not("a text in its character set");
    value = std::move(*text);
    return {};
}

Result<void> utf16be_hex(Value& value, Filter const&, Scope const&) {
    auto const octets = from_hex(*value);
    auto text = octets ? from_utf16be(*octets) : octets;
    if (!text) return is_not("UTF-16 in hex");
    value = std::move(*text);
    return {};
}

/// Octets as percent escapes inside a text (clickatell): first octets, then letters.
template <Result<std::string> (*Convert)(std::string_view)>
Result<void> percent(Value& value, Filter const&, Scope const&) {
    auto const octets = percent_decode(*value, false);
    auto text = octets ? Convert(*octets) : octets;
    if (!text) return is_not("percent escapes of its character set");
    value = std::move(*text);
    return {};
}

/// "&#2309;" → अ; what is no reference stands.
Result<void> ncr(Value& value, Filter const&, Scope const&) {
    std::string out;
    std::string_view rest = *value;
    while (!rest.empty()) {
        auto const begin = rest.find("&#");
        out.append(rest.substr(0, begin));
        if (begin == std::string_view::npos) break;
        rest.remove_prefix(begin + 2);
        auto const end = rest.find(';');
        char32_t code = 0;
        bool good = end != std::string_view::npos && end > 0 && end <= 7;
        for (std::size_t i = 0; good && i < end; ++i) {
            good = rest[i] >= '0' && rest[i] <= '9';
            code = code * 10 + static_cast<char32_t>(rest[i] - '0');
        }
        if (!good || code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
            return is_not("decimal character references");
        text::append(out, code);
        rest.remove_prefix(end + 1);
    }
    value = std::move(out);
    return {};
}

Result<void> to_ucs2hex(Value& value, Filter const&, Scope const&) {
    auto const octets = to_utf16be(*value);
    if (!octets) return is_not("a text");
    value = hex_upper(*octets);
    return {};
}

Result<void> to_percent_utf16be(Value& value, Filter const&, Scope const&) {
    auto const octets = to_utf16be(*value);
    if (!octets) return is_not("a text");
    std::string out;
    for (char const c : *octets) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    value = std::move(out);
    return {};
}

template <HashName Name>
Result<void> hashed(Value& value, Filter const&, Scope const&) {
    value = hex_lower(digest(Name, *value));
    return {};
}

/// `hmac('sha256', secret:key)`.
Result<void> keyed(Value& value, Filter const& filter, Scope const& scope) {
    constexpr std::string_view prefix = "secret:";
    std::string_view const name = filter.arguments()[1];
    auto const found = scope.find({Place::secret, std::string(name.substr(prefix.size()))});
    if (!found.text || found.text->empty()) return is_not("signed: the route has no such secret");
    value = hex_lower(hmac(*hash_named(filter.arguments()[0]), *found.text, *value));
    return {};
}

Result<void> check_keyed(std::vector<std::string> const& arguments) {
    if (hash_named(arguments[0]) && arguments[1].starts_with("secret:")) return {};
    return fail(Errc::invalid_config,
                "write hmac('sha256', secret:NAME); md5, sha1, sha256, sha512");
}

Result<void> as_base64(Value& value, Filter const&, Scope const&) {
    value = base64(*value);
    return {};
}

Result<void> as_hex(Value& value, Filter const&, Scope const&) {
    value = hex_lower(*value);
    return {};
}

Result<void> url(Value& value, Filter const&, Scope const&) {
    std::string out;
    append_form_escaped(out, *value);
    value = std::move(out);
    return {};
}

constexpr std::array rows{
    FilterRow{"latin1", convert<from_latin1>, 0, 0, false, false, nullptr, true},
    FilterRow{"gsm7", convert<from_gsm7>, 0, 0, false, false, nullptr, true},
    FilterRow{"utf16be", convert<from_utf16be>, 0, 0, false, false, nullptr, true},
    FilterRow{"utf16be_hex", utf16be_hex},
    FilterRow{"percent_utf16be", percent<from_utf16be>},
    FilterRow{"percent_latin1", percent<from_latin1>},
    FilterRow{"ncr", ncr},
    FilterRow{"to_gsm7", convert<haatline::gateway::to_gsm7>},
    FilterRow{"to_utf16be", convert<haatline::gateway::to_utf16be>},
    FilterRow{"to_ucs2hex", to_ucs2hex},
    FilterRow{"to_ncr", convert<utf16_references>},
    FilterRow{"to_ncr_points", convert<character_references>},
    FilterRow{"to_percent_utf16be", to_percent_utf16be},
    FilterRow{"md5", hashed<HashName::md5>},
    FilterRow{"sha1", hashed<HashName::sha1>},
    FilterRow{"sha256", hashed<HashName::sha256>},
    FilterRow{"sha512", hashed<HashName::sha512>},
    FilterRow{"hmac", keyed, 2, 2, false, false, check_keyed},
    FilterRow{"base64", as_base64},
    FilterRow{"hex", as_hex},
    FilterRow{"url", url},
};

} // namespace

std::span<FilterRow const> octet_filters() { return rows; }

} // namespace haatline::gateway::mapping
