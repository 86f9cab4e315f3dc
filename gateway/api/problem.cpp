#include "gateway/api/problem.hpp"

#include "base/json_text.hpp"

#include <fmt/format.h>

namespace haatline::gateway {
namespace {

/// In words for people; the name is for programs.
std::string title_of(std::string_view name) {
    std::string out(name);
    for (auto& c : out)
        if (c == '_') c = ' ';
    if (!out.empty() && out.front() >= 'a')
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
    return out;
}

} // namespace

RawReply json_reply(unsigned status, std::string body) {
    RawReply out;
    out.status = status;
    out.content_type = "application/json";
    out.headers.emplace_back("Cache-Control", "no-store");
    out.body = std::move(body);
    return out;
}

RawReply problem(Error const& error, JsonFaults const& faults, unsigned given) {
    auto const& about = error.about();
    auto const status = given != 0 ? given : about.http_status;
    std::string body = "{\"type\":";
    append_json_text(body, fmt::format("/api/v1/openapi.json#{}", about.name));
    body += ",\"title\":";
    append_json_text(body, title_of(about.name));
    body += fmt::format(",\"status\":{},\"detail\":", status);
    // What is ours to mend is for our log, not for another program.
    append_json_text(body, about.our_fault && about.code == Errc::internal
                               ? "this is a fault of ours; it is in the log"
                               : error.detail);
    if (!faults.empty()) {
        body += ",\"errors\":[";
        for (std::size_t i = 0; i < faults.size(); ++i) {
            if (i > 0) body += ',';
            body += "{\"pointer\":";
            append_json_text(body, faults[i].pointer);
            body += ",\"detail\":";
            append_json_text(body, faults[i].what);
            body += '}';
        }
        body += ']';
    }
    body += "}\n";
    auto out = json_reply(status, std::move(body));
    out.content_type = "application/problem+json";
    if (status == 401) out.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (about.retryable) out.headers.emplace_back("Retry-After", "1");
    return out;
}

} // namespace haatline::gateway
