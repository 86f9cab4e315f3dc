#include "gateway/wire/credentials.hpp"

#include "gateway/net/headers.hpp"
#include "gateway/wire/token.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace haatline::gateway {
namespace {

tl::unexpected<Error> not_shown(std::string what) {
    return fail(Errc::unauthenticated, std::move(what) + " is missing or given twice");
}

tl::unexpected<Error> wrong(std::string what) {
    return fail(Errc::unauthenticated, std::move(what) + " is not the one this route is set to");
}

bool any_is(std::span<Secret const> secrets, std::string_view given) {
    bool found = false; // all are compared: which of them it was tells nothing
    for (auto const& secret : secrets) found |= same_secret(secret.full(), given);
    return found;
}

/// Behind "Scheme ", or nothing; schemes are words of either case (RFC 9110 §11.1).
std::optional<std::string_view> behind(std::string_view scheme, std::string_view value) {
    if (scheme.empty()) return value;
    if (value.size() <= scheme.size() || value[scheme.size()] != ' ' ||
        !same_header(value.substr(0, scheme.size()), scheme))
        return std::nullopt;
    value.remove_prefix(scheme.size());
    while (value.starts_with(' ')) value.remove_prefix(1);
    return value;
}

std::optional<std::string_view> only(std::span<NamedValue const> fields, std::string_view name) {
    std::optional<std::string_view> out;
    std::size_t met = 0;
    for (auto const& [label, value] : fields)
        if (label == name && ++met == 1) out = value;
    return met == 1 ? out : std::nullopt;
}

/// The octets of a fingerprint; empty when it is none.
std::string fingerprint(std::string_view text) {
    std::string bare;
    for (char const c : text)
        if (c != ':') bare += c;
    auto octets = from_hex(bare).value_or("");
    bool const known =
        octets.size() == octets_of(HashName::sha256) || octets.size() == octets_of(HashName::sha1);
    return known ? octets : "";
}

Result<void> shown_is(BasicCredential const& wanted, ShownCredentials const& shown) {
    auto const header = shown.headers.get("Authorization");
    auto const coded = header ? behind("Basic", *header) : std::nullopt;
    if (!coded) return not_shown("Authorization: Basic");
    auto const pair = from_base64(*coded);
    auto const colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return wrong("user or password");
    auto const text = std::string_view(*pair);
    bool const user = same_secret(wanted.user, text.substr(0, colon));
    bool const password = any_is(wanted.passwords, text.substr(colon + 1));
    if (!(user & password)) return wrong("user or password");
    return {};
}

Result<void> shown_is(HeaderKey const& wanted, ShownCredentials const& shown) {
    auto const header = shown.headers.get(wanted.header);
    auto const key = header ? behind(wanted.scheme, *header) : std::nullopt;
    if (!key) return not_shown(fmt::format("the key in header {}", wanted.header));
    if (!any_is(wanted.keys, *key))
        return wrong(fmt::format("the key in header {}", wanted.header));
    return {};
}

Result<void> shown_is(FieldCredential const& wanted, ShownCredentials const& shown) {
    auto const fields = wanted.in_query ? shown.query_fields : shown.posted_fields;
    auto const password = only(fields, wanted.password_field);
    if (!password) return not_shown("field " + wanted.password_field);
    auto const user = wanted.user_field.empty() ? std::optional<std::string_view>(wanted.user)
                                                : only(fields, wanted.user_field);
    if (!user) return not_shown("field " + wanted.user_field);
    bool const is_user = wanted.user_field.empty() || same_secret(wanted.user, *user);
    bool const is_password = any_is(wanted.passwords, *password);
    if (!(is_user & is_password)) return wrong("user or password");
    return {};
}

Result<void> shown_is(ClientCertificate const& wanted, ShownCredentials const& shown) {
    auto const peer = IpAddress::parse(shown.peer);
    if (!peer || !any_holds(shown.trusted_proxies, *peer))
        return fail(Errc::unauthenticated,
                    "a certificate's fingerprint is believed only from trusted_proxies");
    auto const header = shown.headers.get(wanted.header);
    if (!header) return not_shown(fmt::format("the fingerprint in header {}", wanted.header));
    auto const given = fingerprint(*header);
    bool found = false;
    for (auto const& each : wanted.fingerprints) found |= same_secret(fingerprint(each), given);
    if (!found) return wrong("the client certificate");
    return {};
}

bool no_secret(std::span<Secret const> secrets) {
    return secrets.empty() ||
           std::ranges::any_of(secrets, [](Secret const& secret) { return secret.full().empty(); });
}

Result<void> fault(std::string why) { return fail(Errc::invalid_config, std::move(why)); }

Result<void> is_sound(BasicCredential const& each) {
    if (each.user.empty() || each.user.find(':') != std::string::npos)
        return fault("a user for Basic must not be empty or hold a colon");
    return no_secret(each.passwords) ? fault("a password is empty") : Result<void>();
}

Result<void> is_sound(HeaderKey const& each) {
    if (each.header.empty()) return fault("a key in a header needs the header's name");
    return no_secret(each.keys) ? fault("a key is empty") : Result<void>();
}

Result<void> is_sound(FieldCredential const& each) {
    if (each.password_field.empty()) return fault("a password in a field needs the field's name");
    if (!each.user_field.empty() && each.user.empty()) return fault("a user is empty");
    return no_secret(each.passwords) ? fault("a password is empty") : Result<void>();
}

Result<void> is_sound(ClientCertificate const& each) {
    if (each.header.empty()) return fault("a fingerprint needs the header's name");
    if (each.fingerprints.empty()) return fault("a client certificate needs a fingerprint");
    for (auto const& text : each.fingerprints)
        if (fingerprint(text).empty())
            return fault("a fingerprint is 64 (SHA-256) or 40 (SHA-1) hexadecimal digits");
    return {};
}

} // namespace

Result<void> sound(Credential const& credential) {
    return std::visit([](auto const& each) { return is_sound(each); }, credential);
}

Result<void> check(Credential const& credential, ShownCredentials const& shown) {
    return std::visit([&](auto const& each) { return shown_is(each, shown); }, credential);
}

Result<std::string_view> bearer_token(Headers const& headers) {
    auto const header = headers.get("Authorization");
    auto const token = header ? behind("Bearer", *header) : std::nullopt;
    if (!token) return not_shown("Authorization: Bearer");
    return *token;
}

} // namespace haatline::gateway
