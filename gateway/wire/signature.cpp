#include "gateway/wire/signature.hpp"

#include "gateway/net/headers.hpp"
#include "gateway/wire/signed_text.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>

namespace haatline::gateway {
namespace {

using Kind = SignedPart::Kind;

/// A list holds one signature for each secret of the account: two, while one is replaced.
constexpr std::size_t signatures_max = 4;

bool same_octets(std::string_view a, std::string_view b) {
    return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string computed(Recipe const& recipe, std::string_view text, std::string const& secret) {
    if (recipe.keying == Recipe::Keying::hmac) return hmac(recipe.hash, secret, text);
    return digest(recipe.hash, std::string(text) + secret);
}

/// The octets of each signature that is one; what cannot be decoded is none.
std::vector<std::string> presented(Recipe const& recipe, std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t met = 0; met < signatures_max; ++met) {
        auto const comma = recipe.list ? text.find(',') : std::string_view::npos;
        auto one = text.substr(0, comma);
        while (recipe.list && one.starts_with(' ')) one.remove_prefix(1);
        auto octets = recipe.encoding == Recipe::Encoding::hex ? from_hex(one) : from_base64(one);
        if (octets && octets->size() == octets_of(recipe.hash)) out.push_back(std::move(*octets));
        if (comma == std::string_view::npos) break;
        text = text.substr(comma + 1);
    }
    return out;
}

Result<void> timely(Recipe const& recipe, SignedRequest const& request, TimePoint now) {
    if (!recipe.timestamp) return {};
    auto const text = only_value(*recipe.timestamp, request);
    if (!text) return fail(text.error());
    std::int64_t seconds = 0;
    auto const [end, ec] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    // Twelve digits reach the year 33658 and cannot overflow what follows.
    if (ec != std::errc{} || end != text->data() + text->size() || text->size() > 12)
        return fail(Errc::unauthenticated,
                    fmt::format("{} is no time in Unix seconds", recipe.timestamp->name));
    auto const signed_at = std::chrono::sys_seconds(std::chrono::seconds(seconds));
    if (now - signed_at > recipe.window || signed_at - now > recipe.window)
        return fail(Errc::unauthenticated,
                    fmt::format("{} is more than {} s from our clock: an old request again, or "
                                "compare the clocks",
                                recipe.timestamp->name, recipe.window.count()));
    return {};
}

Result<void> covered(Recipe const& recipe, SignedRequest const& request) {
    if (!request.query.empty() && !recipe.query_unsigned && !covers_query(recipe, request))
        return fail(Errc::unauthenticated, "the signature says nothing about the query");
    if (!request.body.empty() && !recipe.body_unsigned && !covers_body(recipe, request))
        return fail(Errc::unauthenticated, "the signature says nothing about the body");
    auto const hash = body_hash(recipe, request);
    if (!hash) return {};
    auto const named = from_hex(*hash);
    if (!named || !same_octets(*named, digest(HashName::sha256, request.body)))
        return fail(Errc::unauthenticated,
                    fmt::format("{} is not the body's hash", recipe.body_hash_field));
    return {};
}

bool signs(Recipe const& recipe, SignedPlace const& place) {
    return std::ranges::any_of(recipe.parts, [&](SignedPart const& part) {
        if (place.in == SignedPlace::In::header)
            return part.kind == Kind::header && same_header(part.text, place.name);
        return part.kind == Kind::fields &&
               (part.from == SignedPart::From::sent || part.from == SignedPart::From::both);
    });
}

} // namespace

Result<void> Recipe::sound() const {
    auto const wrong = [](std::string why) { return fail(Errc::invalid_config, std::move(why)); };
    if (signature.name.empty()) return wrong("a signature needs a header or a field to stand in");
    if (parts.empty()) return wrong("a signature needs parts that are signed");
    if (!is_available(hash))
        return wrong(fmt::format("this machine's OpenSSL refuses {}", name_of(hash)));
    if (window.count() <= 0 || window > std::chrono::hours(24))
        return wrong("a signature's window lies between a second and a day");
    for (auto const& part : parts)
        if (part.text.empty() && (part.kind == Kind::text || part.kind == Kind::header))
            return wrong("a signed text or header has no text");
    for (auto const* const place : {&timestamp, &nonce}) {
        if (!*place) continue;
        if ((*place)->name.empty() || !signs(*this, **place))
            return wrong("a timestamp or nonce that is not signed itself proves nothing");
    }
    return {};
}

Result<Verified> verify(Recipe const& recipe, SignedRequest const& request,
                        std::span<Secret const> secrets, TimePoint now) {
    auto const text = only_value(recipe.signature, request);
    if (!text) return fail(text.error());
    if (auto const whole = covered(recipe, request); !whole) return fail(whole.error());
    auto const given = presented(recipe, *text);
    std::string held; // no early end: how many secrets and addresses were tried tells nothing
    for (auto const& base : addresses_of(recipe, request.base)) {
        auto const signed_part = signed_text(recipe, request, base);
        if (!signed_part) return fail(signed_part.error());
        for (auto const& secret : secrets) {
            if (secret.full().empty()) continue;
            auto const wanted = computed(recipe, *signed_part, secret.full());
            for (auto const& one : given)
                if (same_octets(wanted, one)) held = one;
        }
    }
    if (held.empty())
        return fail(Errc::unauthenticated, "the signature does not hold: another secret, another "
                                           "public address, or a request that was changed");
    // Only now: what stands in an unsigned request says nothing about anybody's clock.
    if (auto const fresh = timely(recipe, request, now); !fresh) return fail(fresh.error());
    if (!recipe.nonce) return Verified{std::move(held)};
    auto const nonce = only_value(*recipe.nonce, request);
    if (!nonce) return fail(nonce.error());
    return Verified{std::string(*nonce)};
}

Result<std::string> text_to_sign(Recipe const& recipe, SignedRequest const& request) {
    return signed_text(recipe, request, request.base);
}

Result<std::string> sign(Recipe const& recipe, SignedRequest const& request, Secret const& secret) {
    auto const text = text_to_sign(recipe, request);
    if (!text) return fail(text.error());
    auto const octets = computed(recipe, *text, secret.full());
    return recipe.encoding == Recipe::Encoding::hex ? hex_lower(octets) : base64(octets);
}

} // namespace haatline::gateway
