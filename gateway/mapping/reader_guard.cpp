#include "gateway/mapping/reader.hpp"
#include "gateway/mapping/sign_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace haatline::gateway::mapping {
namespace {

constexpr std::string_view of_setting = "setting:";

} // namespace

/// `[where it stands, what it must be]`.
std::pair<Expression, Expression> MappingReader::shown_and_wanted(Table& table,
                                                                  std::string_view name) {
    auto const* word = table.take(name);
    if (!word) return {};
    auto const both = list(word->value, table.owner(), word->line);
    if (both.size() != 2) {
        table.complain(word->line, fmt::format("`{}: [FIELD, setting:… or secret:…]`", name));
        return {};
    }
    auto shown = expression(both[0], Place::query_or_form, table.owner(), word->line);
    shown.may_be_absent = true; // what is not there is wrong, and nothing more is said of it
    return {std::move(shown), expression(both[1], Place::constant, table.owner(), word->line)};
}

/// The secret's name out of `secret:name`.
std::string MappingReader::secret_name(Expression const& expression, Table& table) {
    if (!!expression && expression.sources.front().place == Place::secret)
        return expression.sources.front().name;
    table.complain(table.line(), "the password is `secret:NAME`");
    return {};
}

Guard MappingReader::fields_guard(Table& table) {
    FieldsGuard how;
    Guard out;
    Expression secret;
    std::tie(how.user, how.user_is) = shown_and_wanted(table, "user");
    std::tie(how.password, secret) = shown_and_wanted(table, "password");
    out.secret = secret_name(secret, table);
    out.how = std::move(how);
    return out;
}

Guard MappingReader::basic_guard(Table& table) {
    BasicGuard how;
    Guard out;
    how.user_is =
        expression(line_text(table, "user"), Place::constant, table.owner(), table.line());
    out.secret = secret_name(
        expression(line_text(table, "password"), Place::constant, table.owner(), table.line()),
        table);
    out.how = std::move(how);
    return out;
}

Guard MappingReader::header_guard(Table& table) {
    HeaderGuard how;
    Guard out;
    how.header = line_text(table, "name");
    how.scheme = line_text(table, "prefix");
    while (how.scheme.ends_with(' ')) how.scheme.pop_back();
    out.secret = line_text(table, "secret");
    if (how.header.empty()) table.complain(table.line(), "`name:` is the header the key stands in");
    out.how = std::move(how);
    return out;
}

Guard MappingReader::certificate_guard(Table& table) {
    CertificateGuard how{line_text(table, "header"), line_text(table, "setting")};
    if (how.header.empty() || how.setting.empty())
        table.complain(table.line(), "`header:` and `setting:` (the fingerprints) belong here");
    Guard out;
    out.how = std::move(how);
    return out;
}

Guard MappingReader::signature_guard(Table& table) {
    SignatureGuard how;
    Guard out;
    auto& recipe = how.recipe;
    if (table.has("field"))
        recipe.signature = {SignedPlace::In::field, line_text(table, "field")};
    else
        recipe.signature = {SignedPlace::In::header, line_text(table, "header")};
    auto const encoding = line_text(table, "encoding", "base64");
    recipe.encoding = encoding == "hex" ? Recipe::Encoding::hex : Recipe::Encoding::base64;
    if (encoding != "hex" && encoding != "base64")
        table.complain(table.line(), "`encoding` is hex or base64");
    auto const algorithm = line_text(table, "algorithm", "sha256");
    if (algorithm.starts_with(of_setting))
        how.method_setting = algorithm.substr(of_setting.size());
    else if (!set_method(recipe, algorithm))
        table.complain(
            table.line(),
            "`algorithm` is md5, sha1, sha256 or sha512, with `hmac` or `hash` behind it or "
            "nothing, or a setting that holds one");
    recipe.list = !line_text(table, "list").empty();
    recipe.body_hash_field = line_text(table, "body_hash");
    recipe.window = std::chrono::seconds(table.number("max_age_s", 1, 86'400, 300));
    if (auto const* sign = table.take("sign"))
        for (auto const& word : list(sign->value, table.owner(), sign->line))
            if (!add_word(recipe, word))
                table.complain(sign->line, fmt::format("`sign` knows no `{}`", word));
    for (auto const& [name, place] :
         {std::pair{"nonce", &recipe.nonce}, std::pair{"timestamp", &recipe.timestamp}}) {
        if (!table.has(name)) continue;
        *place = place_of(line_text(table, name));
        if (!*place)
            table.complain(table.line(),
                           fmt::format("`{}` is `header:NAME` or `field:NAME`", name));
    }
    if (auto const sound = recipe.sound(); !sound)
        table.complain(table.line(), sound.error().detail);
    out.secret = line_text(table, "secret");
    out.how = std::move(how);
    return out;
}

Guard MappingReader::token_guard(Table& table) {
    TokenGuard how;
    Guard out;
    how.header = line_text(table, "header", "Authorization");
    how.scheme = line_text(table, "prefix", "Bearer ");
    auto const algorithm = line_text(table, "algorithm", "HS256");
    how.rule.algorithm =
        algorithm == "RS256" ? JwtRule::Algorithm::rs256 : JwtRule::Algorithm::hs256;
    if (algorithm != "HS256" && algorithm != "RS256")
        table.complain(table.line(), "`algorithm` of a JWT is HS256 or RS256");
    how.rule.hashes_body = flag(table, "payload_hash", false);
    how.rule.age_max = std::chrono::seconds(table.number("max_age_s", 1, 86'400, 300));
    out.secret = line_text(table, "secret");
    out.how = std::move(how);
    return out;
}

/// Names that must be known: a guard that asks for what cannot be configured would never be asked.
void MappingReader::check_guard(Guard const& guard, Mapping const& mapping) {
    auto const known_setting = [&](std::string const& name) {
        if (!mapping.settings.has(name))
            complain(guard.line, fmt::format("security: setting `{}` is not in `settings:`", name));
    };
    if (auto const* by_certificate = std::get_if<CertificateGuard>(&guard.how))
        known_setting(by_certificate->setting);
    else if (std::find(mapping.secrets.begin(), mapping.secrets.end(), guard.secret) ==
             mapping.secrets.end())
        complain(guard.line,
                 fmt::format("security: secret `{}` is not in `secrets:`", guard.secret));
    if (auto const* by_signature = std::get_if<SignatureGuard>(&guard.how);
        by_signature && !by_signature->method_setting.empty())
        known_setting(by_signature->method_setting);
    for (auto const& name : guard.sections)
        if (!mapping.section(name))
            complain(guard.line,
                     fmt::format("security: `for` names `{}`, which `in:` has not", name));
}

void MappingReader::read_guards(menus::Word const& word, Mapping& out) {
    struct Kind {
        std::string_view word;
        Guard (MappingReader::*read)(Table&);
    };
    constexpr std::array kinds{
        Kind{"fields", &MappingReader::fields_guard},
        Kind{"basic", &MappingReader::basic_guard},
        Kind{"header", &MappingReader::header_guard},
        Kind{"client_certificate", &MappingReader::certificate_guard},
        Kind{"hmac", &MappingReader::signature_guard},
        Kind{"jwt", &MappingReader::token_guard},
    };
    if (!word.value.IsSequence())
        return complain(word.line, "security: a list belongs here: `- basic: {…}`");
    for (auto const& item : word.value) {
        int const line = menus::line_of(item, word.line);
        Kind const* kind = nullptr;
        if (item.IsMap() && item.size() == 1)
            for (auto const& each : kinds)
                if (item.begin()->first.Scalar() == each.word) kind = &each;
        if (!kind) {
            complain(
                line,
                "security: an entry is fields, basic, header, client_certificate, hmac or jwt");
            continue;
        }
        Table table(source_, item.begin()->second, fmt::format("security: {}", kind->word), line);
        if (!table.is_map()) continue;
        std::vector<std::string> sections;
        if (auto const* names = table.take("for"))
            sections = list(names->value, table.owner(), names->line);
        auto guard = (this->*kind->read)(table);
        guard.line = line;
        guard.sections = std::move(sections);
        table.close();
        check_guard(guard, out);
        out.guards.push_back(std::move(guard));
    }
}

} // namespace haatline::gateway::mapping
