#include "gateway/wire/sigv4.hpp"

#include "gateway/wire/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>
#include <vector>

namespace haatline::gateway {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

/// An address in its parts, as they go over the wire.
struct Address {
    std::string host, path, query;
};

Result<Address> address_of(std::string_view url) {
    auto const scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return fail(Errc::bad_request, "only a whole address can be signed (https://…)");
    std::string_view const usual_port = url.starts_with("https") ? ":443" : ":80";
    url.remove_prefix(scheme + 3);
    Address out;
    auto const end = std::min(url.find_first_of("/?"), url.size());
    auto host = url.substr(0, end);
    if (host.ends_with(usual_port)) host.remove_suffix(usual_port.size());
    out.host = host;
    if (out.host.empty()) return fail(Errc::bad_request, "an address without a host");
    url = url.substr(end);
    auto const question = url.find('?');
    out.path = url.substr(0, question);
    if (question != std::string_view::npos) out.query = url.substr(question + 1);
    return out;
}

void append_escaped(std::string& out, std::string_view text) {
    for (char const c : text) {
        bool const stands = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (stands)
            out += c;
        else
            out += '%' + hex_upper(std::string_view(&c, 1));
    }
}

/// Without empty and dot segments, each escaped once more than on the wire: only S3 signs its paths as they are.
std::string canonical_path(std::string_view path) {
    std::vector<std::string_view> kept;
    bool const folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    while (!path.empty()) {
        auto const slash = std::min(path.find('/'), path.size());
        auto const segment = path.substr(0, slash);
        path = path.substr(std::min(slash + 1, path.size()));
        if (segment == ".." && !kept.empty()) kept.pop_back();
        if (!segment.empty() && segment != "." && segment != "..") kept.push_back(segment);
    }
    std::string out;
    for (auto const& segment : kept) {
        out += '/';
        append_escaped(out, segment);
    }
    if (out.empty() || folder) out += '/';
    return out;
}

/// A name or value of a query as it was meant; a broken escape stands for itself.
std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const octet =
            text[i] == '%' ? from_hex(text.substr(i + 1, 2)) : Result<std::string>(std::string());
        if (octet && octet->size() == 1) {
            out += *octet;
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string canonical_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> all;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const pair = query.substr(0, end);
        query = query.substr(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        auto const equals = std::min(pair.find('='), pair.size());
        auto& [name, value] = all.emplace_back();
        append_escaped(name, decoded(pair.substr(0, equals)));
        append_escaped(value, decoded(pair.substr(std::min(equals + 1, pair.size()))));
    }
    std::sort(all.begin(), all.end());
    std::string out;
    for (auto const& [name, value] : all)
        out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, value);
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// Without blanks around it, and one where several stand.
std::string squeezed(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const blank = c == ' ' || c == '\t';
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

/// "20150830T123600Z"
std::string stamp_of(TimePoint now) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now);
    auto const day = std::chrono::floor<std::chrono::days>(seconds);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(seconds - day);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

struct Prepared {
    std::string canonical, signed_names, stamp;
    HeaderLines added;
};

Result<Prepared> prepared(AwsKey const& key, ClientRequest const& request, TimePoint now) {
    if (key.id.empty() || key.secret.full().empty() || key.region.empty() || key.service.empty())
        return fail(Errc::bad_request,
                    "a signature of AWS needs a region, a service, a key's id and its secret");
    auto const address = address_of(request.path);
    if (!address) return fail(address.error());
    Prepared out;
    out.stamp = stamp_of(now);
    out.added.emplace_back("X-Amz-Date", out.stamp);
    if (auto const& token = key.session_token.full(); !token.empty())
        out.added.emplace_back("X-Amz-Security-Token", token);
    std::map<std::string, std::string> headers; // a name's values in order, commas between
    auto const add = [&](std::string_view name, std::string_view value) {
        auto const [at, first] = headers.try_emplace(lower(name), squeezed(value));
        if (!first) at->second += ',' + squeezed(value);
    };
    add("host", address->host);
    if (request.has_body() && !request.content_type.empty())
        add("content-type", request.content_type);
    for (auto const& [name, value] : request.headers) add(name, value);
    for (auto const& [name, value] : out.added) add(name, value);
    std::string lines;
    for (auto const& [name, value] : headers) {
        lines += fmt::format("{}:{}\n", name, value);
        out.signed_names += (out.signed_names.empty() ? "" : ";") + name;
    }
    out.canonical =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, canonical_path(address->path),
                    canonical_query(address->query), lines, out.signed_names,
                    hex_lower(digest(HashName::sha256, request.body)));
    return out;
}

} // namespace

Result<std::string> canonical_request(AwsKey const& key, ClientRequest const& request,
                                      TimePoint now) {
    auto out = prepared(key, request, now);
    if (!out) return fail(out.error());
    return std::move(out->canonical);
}

Result<HeaderLines> sign_v4(AwsKey const& key, ClientRequest const& request, TimePoint now) {
    auto made = prepared(key, request, now);
    if (!made) return fail(made.error());
    auto const day = made->stamp.substr(0, 8);
    auto const scope = fmt::format("{}/{}/{}/aws4_request", day, key.region, key.service);
    auto const text = fmt::format("{}\n{}\n{}\n{}", algorithm, made->stamp, scope,
                                  hex_lower(digest(HashName::sha256, made->canonical)));
    auto signing = "AWS4" + key.secret.full();
    for (auto const& part : {day, key.region, key.service, std::string("aws4_request")})
        signing = hmac(HashName::sha256, signing, part);
    auto out = std::move(made->added);
    out.emplace_back("Authorization",
                     fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", algorithm,
                                 key.id, scope, made->signed_names,
                                 hex_lower(hmac(HashName::sha256, signing, text))));
    return out;
}

} // namespace haatline::gateway
