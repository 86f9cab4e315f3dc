#include "gateway/wire/jwt.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <cmath>
#include <optional>

namespace haatline::gateway {
namespace json = boost::json;
namespace {

constexpr std::size_t token_bytes_max = 8 * 1024;
constexpr int rsa_bits_min = 2048; // RFC 7518 §3.3
/// How far a provider's clock may be ahead of ours: NTP keeps both within a second.
constexpr auto clock_leeway = std::chrono::seconds(60);
constexpr double seconds_max = 1e11; ///< the year 5138; what is beyond cannot be added to

using PublicKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

tl::unexpected<Error> refused(std::string why) {
    return fail(Errc::unauthenticated, "the token " + std::move(why));
}

/// An object of a token; the depth is bounded because a stranger wrote it.
std::optional<json::object> object_of(std::string_view base64url_text) {
    auto const text = from_base64url(base64url_text);
    if (!text) return std::nullopt;
    json::parse_options options;
    options.max_depth = 4;
    boost::system::error_code ec;
    auto value = json::parse(*text, ec, {}, options);
    if (ec || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::optional<std::string_view> text_in(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    if (!value || !value->is_string()) return std::nullopt;
    return std::string_view(value->as_string().data(), value->as_string().size());
}

/// A NumericDate (RFC 7519 §2), which may have a fraction.
std::optional<TimePoint> time_in(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    if (!value) return std::nullopt;
    double const seconds = value->is_int64()    ? static_cast<double>(value->as_int64())
                           : value->is_uint64() ? static_cast<double>(value->as_uint64())
                           : value->is_double() ? value->as_double()
                                                : -1;
    if (!(seconds >= 0 && seconds <= seconds_max)) return std::nullopt;
    return TimePoint(Millis(static_cast<std::int64_t>(std::llround(seconds * 1000))));
}

PublicKey rsa_key(std::string const& pem) {
    EVP_PKEY* key = nullptr;
    std::unique_ptr<OSSL_DECODER_CTX, decltype(&OSSL_DECODER_CTX_free)> const decoder(
        OSSL_DECODER_CTX_new_for_pkey(&key, "PEM", "SubjectPublicKeyInfo", "RSA",
                                      EVP_PKEY_PUBLIC_KEY, nullptr, nullptr),
        &OSSL_DECODER_CTX_free);
    auto const* from = reinterpret_cast<unsigned char const*>(pem.data());
    std::size_t left = pem.size();
    if (!decoder || OSSL_DECODER_from_data(decoder.get(), &from, &left) != 1) ERR_clear_error();
    return {key, &EVP_PKEY_free};
}

bool rsa_holds(EVP_PKEY* key, std::string_view text, std::string_view signature) {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const state(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
    auto const octets = [](std::string_view t) {
        return reinterpret_cast<unsigned char const*>(t.data());
    };
    // RSA's padding is PKCS #1 v1.5 unless told otherwise, which RS256 is (RFC 7518 §3.3).
    bool const holds =
        state && EVP_DigestVerifyInit(state.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
        EVP_DigestVerify(state.get(), octets(signature), signature.size(), octets(text),
                         text.size()) == 1;
    if (!holds) ERR_clear_error(); // or the thread's next user of OpenSSL takes it for his
    return holds;
}

} // namespace

struct JwtVerifier::Keys {
    std::vector<PublicKey> rsa;
};

Result<JwtVerifier> JwtVerifier::make(JwtRule rule) {
    auto const wrong = [](std::string why) { return fail(Errc::invalid_config, std::move(why)); };
    if (rule.keys.empty()) return wrong("tokens need a key");
    if (rule.age_max.count() <= 0 || rule.age_max > std::chrono::hours(24))
        return wrong("a token's age lies between a second and a day");
    auto keys = std::make_shared<Keys>();
    for (auto const& key : rule.keys) {
        if (key.full().empty()) return wrong("a token's key is empty");
        if (rule.algorithm != JwtRule::Algorithm::rs256) continue;
        auto parsed = rsa_key(key.full());
        if (!parsed || EVP_PKEY_get_base_id(parsed.get()) != EVP_PKEY_RSA)
            return wrong("RS256 needs an RSA public key in PEM (BEGIN PUBLIC KEY)");
        if (EVP_PKEY_get_bits(parsed.get()) < rsa_bits_min)
            return wrong(fmt::format("RS256 needs a key of at least {} bits", rsa_bits_min));
        keys->rsa.push_back(std::move(parsed));
    }
    return JwtVerifier(std::move(rule), std::move(keys));
}

JwtVerifier::JwtVerifier(JwtRule rule, std::shared_ptr<Keys const> keys)
    : rule_(std::move(rule)), keys_(std::move(keys)) {}

bool JwtVerifier::signature_holds(std::string_view text, std::string_view signature) const {
    bool holds = false; // no early end: which of the keys it was tells nothing
    if (rule_.algorithm == JwtRule::Algorithm::rs256) {
        for (auto const& key : keys_->rsa) holds |= rsa_holds(key.get(), text, signature);
        return holds;
    }
    for (auto const& key : rule_.keys) {
        auto const wanted = hmac(HashName::sha256, key.full(), text);
        holds |= wanted.size() == signature.size() && !wanted.empty() &&
                 sodium_memcmp(wanted.data(), signature.data(), wanted.size()) == 0;
    }
    return holds;
}

Result<Verified> JwtVerifier::verify(std::string_view token, std::string_view body,
                                     TimePoint now) const {
    if (token.empty() || token.size() > token_bytes_max) return refused("is missing or too long");
    auto const first = token.find('.');
    auto const last = token.rfind('.');
    if (first == std::string_view::npos || first == last ||
        token.find('.', first + 1) != last) // three pieces and no more
        return refused("is not of three pieces");
    auto const header = object_of(token.substr(0, first));
    bool const ours =
        header && text_in(*header, "alg") ==
                      (rule_.algorithm == JwtRule::Algorithm::hs256 ? "HS256" : "RS256");
    if (!ours) return refused("is not signed by the algorithm this route is set to");
    // What must be understood and is not (RFC 7515 §4.1.11).
    if (header->contains("crit")) return refused("asks for an extension");
    auto const signature = from_base64url(token.substr(last + 1));
    if (!signature || !signature_holds(token.substr(0, last), *signature))
        return refused("does not hold: another key, or it was changed");

    auto const claims = object_of(token.substr(first + 1, last - first - 1));
    if (!claims) return refused("has no claims");
    auto const issued = time_in(*claims, "iat");
    if (!issued) return refused("does not say when it was issued");
    if (now - *issued > rule_.age_max || *issued - now > clock_leeway)
        return refused("is too old, or the clocks differ");
    if (claims->contains("exp")) {
        auto const ends = time_in(*claims, "exp");
        if (!ends || now >= *ends) return refused("has expired");
    }
    if (claims->contains("nbf")) {
        auto const begins = time_in(*claims, "nbf");
        if (!begins || *begins - now > clock_leeway) return refused("is not valid yet");
    }
    for (auto const& [name, wanted] : rule_.claims)
        if (text_in(*claims, name) != wanted)
            return refused(fmt::format("has another {} than this route is set to", name));
    if (rule_.hashes_body) {
        auto const named = from_hex(text_in(*claims, "payload_hash").value_or("-"));
        if (!named || *named != digest(HashName::sha256, body))
            return refused("was made for another body");
    }
    Verified out{std::string(text_in(*claims, "jti").value_or(""))};
    if (rule_.needs_id && out.once.empty()) return refused("has no id");
    return out;
}

std::string make_token(std::string_view claims, Secret const& key) {
    auto const text = base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64url(claims);
    return text + '.' + base64url(hmac(HashName::sha256, key.full(), text));
}

} // namespace haatline::gateway
