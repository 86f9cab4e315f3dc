#include "gateway/mapping/guard.hpp"

#include "gateway/mapping/hear.hpp"
#include "gateway/mapping/sign_words.hpp"
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

/// What stands behind the token: the route's own address is known to us, whatever a proxy made of it.
std::string_view behind_token(std::string_view path) {
    constexpr int before = 3; // "/in/ROUTE/TOKEN"
    if (!path.starts_with("/in/") && !path.starts_with("/dlr/"))
        return path == "/" ? std::string_view() : path;
    for (int i = 0; i < before; ++i) {
        auto const slash = path.find('/', 1);
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    }
    return path;
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
        auto const& raw = view_->raw();
        bool covered = true;
        auto const query = query_fields(), posted = posted_fields(covered);
        bool const by_body =
            std::any_of(
                recipe.parts.begin(), recipe.parts.end(),
                [](SignedPart const& part) { return part.kind == SignedPart::Kind::body; }) ||
            std::any_of(query.begin(), query.end(), [&](NamedValue const& each) {
                return !recipe.body_hash_field.empty() && each.first == recipe.body_hash_field;
            });
        if (!covered && !by_body)
            return refused("the JSON has members inside members, which nothing signs");
        SignedRequest const request{raw.method, ear_->route.url, behind_token(raw.path),
                                    raw.query,  raw.headers,     query,
                                    posted,     raw.body};
        auto good = verify(recipe, request, secrets, ear_->now);
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

    std::vector<NamedValue> query_fields() const {
        auto const* fields = view_->query();
        return fields ? fields->all() : std::vector<NamedValue>();
    }

    /// The fields of a form, or the members of a flat JSON object; none of other bodies.
    /// `covered`: false when some member of a JSON object is no text and so would be in no signature.
    std::vector<NamedValue> posted_fields(bool& covered) const {
        auto const& raw = view_->raw();
        if (raw.body.empty()) return {};
        if (raw.content_type.find("json") == std::string::npos) {
            auto const* fields =
                raw.content_type.find("xml") == std::string::npos ? view_->form() : nullptr;
            return fields ? fields->all() : std::vector<NamedValue>();
        }
        std::vector<NamedValue> out;
        for (auto const name : view_->json_names()) {
            auto const found = view_->find({Place::json, std::string(name)});
            covered = covered && found.text.has_value();
            if (found.text) out.emplace_back(name, *found.text);
        }
        return out;
    }

    RequestView const* view_;
    Ear const* ear_;
    Scope scope_;
};

bool is_for(Guard const& guard, std::string_view section) {
    return guard.sections.empty() ||
           std::find(guard.sections.begin(), guard.sections.end(), section) != guard.sections.end();
}

} // namespace

Result<Admitted> admits(Mapping const& mapping, RequestView const& view, std::string_view section,
                        Ear const& ear) {
    Admitted out;
    if (mapping.guards.empty()) return out;
    Asked const asked(view, ear);
    for (auto const& guard : mapping.guards) {
        if (!is_for(guard, section) || !asked.can_ask(guard)) continue;
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

} // namespace haatline::gateway::mapping
