#include "gateway/mapping/guard.hpp"

#include "gateway/mapping/hear.hpp"
#include "gateway/mapping/sign_words.hpp"
#include "gateway/mapping/signed_view.hpp"
#include "gateway/wire/credentials.hpp"
#include "gateway/wire/token.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway::mapping {
namespace {

tl::unexpected<Error> refused(std::string why) {
    return fail(Errc::unauthenticated, std::move(why));
}

/// Two while one is replaced by the next.
std::vector<Secret> secrets_of(std::string const& name, RouteFacts const& route) {
    std::vector<Secret> out;
    for (auto const* held : {&route.secrets, &route.next_secrets})
        if (auto const value = held->get(name); !value.empty())
            out.emplace_back(std::string(value));
    return out;
}

std::string text_of(Expression const& expression, Scope const& scope) {
    if (!expression) return {};
    auto value = evaluate(expression, scope);
    return value && *value ? std::move(**value) : std::string();
}

/// What one request shows, for one guard after the other.
class Asked {
  public:
    Asked(RequestView const& view, Ear const& ear) : view_(&view), ear_(&ear) {
        scope_.route = &ear.route;
        scope_.request = &view;
        scope_.now = ear.now;
    }

    /// Whether the route has what this guard would ask for.
    bool can_ask(Guard const& guard) const {
        if (auto const* by_certificate = std::get_if<CertificateGuard>(&guard.how))
            return !ear_->route.settings.get(by_certificate->setting).empty();
        if (!secrets_of(guard.secret, ear_->route).empty()) return true;
        auto const* by_fields = std::get_if<FieldsGuard>(&guard.how);
        return by_fields && !text_of(by_fields->user_is, scope_).empty();
    }

    Result<std::string> ask(Guard const& guard) const {
        auto const secrets = secrets_of(guard.secret, ear_->route);
        return std::visit([&](auto const& how) { return holds_for(how, secrets); }, guard.how);
    }

  private:
    Result<std::string> holds_for(FieldsGuard const& how,
                                  std::vector<Secret> const& secrets) const {
        auto const given = text_of(how.password, scope_);
        bool password = false; // all are compared: which of them it was tells nothing
        for (auto const& secret : secrets) password |= same_secret(secret.full(), given);
        bool const has_user = !!how.user;
        bool const user =
            !has_user || same_secret(text_of(how.user_is, scope_), text_of(how.user, scope_));
        if (!(user & password))
            return refused(fmt::format("{} or {} is wrong",
                                       has_user ? shown(how.user.sources.front()) : "the user",
                                       shown(how.password.sources.front())));
        return std::string();
    }

    Result<std::string> holds_for(HeaderGuard const& how,
                                  std::vector<Secret> const& secrets) const {
        return shows(HeaderKey{how.header, how.scheme, secrets});
    }

    Result<std::string> holds_for(BasicGuard const& how, std::vector<Secret> const& secrets) const {
        return shows(BasicCredential{text_of(how.user_is, scope_), secrets});
    }

    Result<std::string> holds_for(CertificateGuard const& how, std::vector<Secret> const&) const {
        ClientCertificate wanted{how.header, {}};
        std::string_view all = ear_->route.settings.get(how.setting);
        while (!all.empty()) {
            auto const comma = all.find(',');
            auto one = all.substr(0, comma);
            all = comma == std::string_view::npos ? std::string_view() : all.substr(comma + 1);
            while (one.starts_with(' ')) one.remove_prefix(1);
            wanted.fingerprints.emplace_back(one);
        }
        return shows(wanted);
    }

    Result<std::string> holds_for(SignatureGuard const& how,
                                  std::vector<Secret> const& secrets) const {
        auto recipe = how.recipe;
        if (!how.method_setting.empty() &&
            !set_method(recipe, ear_->route.settings.get(how.method_setting)))
            return refused(fmt::format("setting {} names no way to sign", how.method_setting));
        SignedView const shown(*view_);
        if (!shown.covers_all(recipe))
            return refused("the JSON has members inside members, which nothing signs");
        auto good = verify(recipe, shown.request(ear_->route.url), secrets, ear_->now);
        if (!good) return refused(std::move(good.error().detail));
        return std::move(good->once);
    }

    Result<std::string> holds_for(TokenGuard const& how, std::vector<Secret> const& secrets) const {
        auto rule = how.rule;
        rule.keys = secrets;
        auto const verifier = JwtVerifier::make(std::move(rule));
        if (!verifier) return refused(verifier.error().detail);
        auto const& raw = view_->raw();
        auto const header = raw.headers.get(how.header);
        if (!header || !header->starts_with(how.scheme))
            return refused(
                fmt::format("header {} is missing, doubled or not `{}…`", how.header, how.scheme));
        auto good = verifier->verify(header->substr(how.scheme.size()), raw.body, ear_->now);
        if (!good) return refused(std::move(good.error().detail));
        return std::move(good->once);
    }

    Result<std::string> shows(Credential const& wanted) const {
        auto const& raw = view_->raw();
        auto const good = check(wanted, {raw.headers, {}, {}, raw.peer, ear_->trusted_proxies});
        if (!good) return refused(good.error().detail);
        return std::string();
    }

    RequestView const* view_;
    Ear const* ear_;
    Scope scope_;
};

} // namespace

bool asks_for_proof(Mapping const& mapping, std::string_view section, RouteFacts const& route) {
    RawRequest const nothing;
    RequestView const view(nothing);
    Recall const nobody;
    Ear const ear{route, nobody};
    Asked const asked(view, ear);
    return std::any_of(mapping.guards.begin(), mapping.guards.end(), [&](Guard const& guard) {
        return guard.is_for(section) && asked.can_ask(guard);
    });
}

Result<Admitted> admits(Mapping const& mapping, RequestView const& view, std::string_view section,
                        Ear const& ear) {
    Admitted out;
    if (mapping.guards.empty()) return out;
    Asked const asked(view, ear);
    for (auto const& guard : mapping.guards) {
        if (!guard.is_for(section) || !asked.can_ask(guard)) continue;
        auto once = asked.ask(guard);
        if (!once) return fail(once.error());
        if (!once->empty()) out.once.push_back(std::move(*once));
    }
    return out;
}

std::vector<std::string> not_asked_for(Mapping const& mapping, RouteFacts const& route) {
    std::vector<std::string> out;
    for (auto const& guard : mapping.guards) {
        auto const* by_certificate = std::get_if<CertificateGuard>(&guard.how);
        auto const& name = by_certificate ? by_certificate->setting : guard.secret;
        auto const& held = by_certificate ? route.settings : route.secrets;
        if (held.get(name).empty() && std::find(out.begin(), out.end(), name) == out.end())
            out.push_back(name);
    }
    return out;
}

bool Guard::is_for(std::string_view section) const {
    return sections.empty() ||
           std::find(sections.begin(), sections.end(), section) != sections.end();
}

} // namespace haatline::gateway::mapping
