#include "gateway/mapping/attest.hpp"

#include "gateway/mapping/hear.hpp"
#include "gateway/mapping/sign_words.hpp"
#include "gateway/mapping/signed_view.hpp"
#include "gateway/mapping/understand.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

void set_header(ClientRequest& request, std::string_view name, std::string value) {
    std::erase_if(request.headers, [&](auto const& each) { return same_header(each.first, name); });
    request.headers.emplace_back(name, std::move(value));
}

/// A field more, where this request has its fields.
void add_field(ClientRequest& request, std::string_view name, std::string_view value) {
    bool const in_json = request.content_type.find("json") != std::string::npos;
    if (!request.body.empty() && in_json) {
        boost::system::error_code ec;
        auto body = json::parse(request.body, ec);
        if (ec || !body.is_object()) return;
        body.as_object()[{name.data(), name.size()}] =
            json::string_view(value.data(), value.size());
        request.body = json::serialize(body);
        return;
    }
    std::string pair;
    append_form_escaped(pair, name);
    pair += '=';
    append_form_escaped(pair, value);
    if (request.method == "GET") {
        request.path += (request.path.find('?') == std::string::npos ? '?' : '&') + pair;
        return;
    }
    if (!request.body.empty()) request.body += '&';
    request.body += pair;
}

void put(ClientRequest& request, SignedPlace const& place, std::string value) {
    if (place.in == SignedPlace::In::header)
        return set_header(request, place.name, std::move(value));
    add_field(request, place.name, value);
}

/// One request, guard after guard.
class Signer {
  public:
    Signer(Section const& section, RouteFacts const& route, std::string_view fresh, TimePoint now,
           ClientRequest& request)
        : section_(section), route_(route), fresh_(fresh), now_(now), request_(request) {
        scope_.route = &route;
        scope_.now = now;
    }

    Result<void> show(Guard const& guard) const {
        Secret const secret{std::string(route_.secrets.get(guard.secret))};
        return std::visit([&](auto const& how) { return with(how, secret); }, guard.how);
    }

  private:
    Result<void> with(FieldsGuard const&, Secret const&) const { return {}; }

    Result<void> with(HeaderGuard const& how, Secret const& key) const {
        if (!key.full().empty())
            set_header(request_, how.header,
                       how.scheme.empty() ? key.full() : how.scheme + ' ' + key.full());
        return {};
    }

    Result<void> with(BasicGuard const& how, Secret const& password) const {
        if (password.full().empty()) return {};
        auto const user = evaluate(how.user_is, scope_);
        if (!user) return fail(user.error());
        set_header(request_, "Authorization",
                   "Basic " + base64(user->value_or(std::string()) + ':' + password.full()));
        return {};
    }

    Result<void> with(CertificateGuard const& how, Secret const&) const {
        std::string_view const all = route_.settings.get(how.setting);
        if (!all.empty())
            set_header(request_, how.header, std::string(all.substr(0, all.find(','))));
        return {};
    }

    Result<void> with(SignatureGuard const& how, Secret const& secret) const {
        if (secret.full().empty()) return {};
        auto recipe = how.recipe;
        if (!how.method_setting.empty() &&
            !set_method(recipe, route_.settings.get(how.method_setting)))
            return fail(Errc::invalid_config,
                        fmt::format("setting {} names no way to sign", how.method_setting));
        auto const seconds =
            std::chrono::duration_cast<std::chrono::seconds>(now_.time_since_epoch());
        if (recipe.timestamp) put(request_, *recipe.timestamp, std::to_string(seconds.count()));
        if (recipe.nonce) put(request_, *recipe.nonce, std::string(fresh_));
        auto const raw = as_raw(request_);
        RequestView view(raw);
        view.prepare(section_, {}, false);
        auto made = sign(recipe, SignedView(view).request(route_.url), secret);
        if (!made) return fail(made.error());
        put(request_, recipe.signature, std::move(*made));
        return {};
    }

    Result<void> with(TokenGuard const& how, Secret const& key) const {
        if (key.full().empty()) return {};
        if (how.rule.algorithm != JwtRule::Algorithm::hs256)
            return fail(Errc::unsupported,
                        "its tokens are signed by a key that only the provider has");
        auto const seconds =
            std::chrono::duration_cast<std::chrono::seconds>(now_.time_since_epoch());
        json::object claims{{"iat", seconds.count()},
                            {"jti", json::string_view(fresh_.data(), fresh_.size())}};
        if (how.rule.hashes_body)
            claims["payload_hash"] = hex_lower(digest(HashName::sha256, request_.body));
        set_header(request_, how.header, how.scheme + make_token(json::serialize(claims), key));
        return {};
    }

    Section const& section_;
    RouteFacts const& route_;
    std::string_view fresh_;
    TimePoint now_;
    ClientRequest& request_;
    Scope scope_;
};

} // namespace

Result<void> attest(Mapping const& mapping, Section const& section, RouteFacts const& route,
                    std::string_view fresh, TimePoint now, ClientRequest& request) {
    Signer const signer(section, route, fresh, now, request);
    for (auto const& guard : mapping.guards) {
        if (!guard.is_for(section.name)) continue;
        if (auto shown = signer.show(guard); !shown) return shown;
    }
    return {};
}

} // namespace haatline::gateway::mapping
