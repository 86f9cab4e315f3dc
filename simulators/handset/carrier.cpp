#include "simulators/handset/carrier.hpp"

#include "simulators/handset/carrier_mapped.hpp"

#include <fmt/format.h>

namespace haatline::simulators {
namespace {

struct Row {
    std::string_view name;
    std::unique_ptr<Carrier> (*make)(Line, World&);
};

constexpr Row carriers[] = {
    {"africastalking", make_africastalking},
    {"imimobile", make_imimobile},
    {"comviva", make_comviva},
};

bool unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, std::string_view text) {
    for (char const c : text) {
        if (unreserved(c))
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
}

} // namespace

Result<std::unique_ptr<Carrier>> make_carrier(std::string_view provider, Line line, World& world) {
    for (auto const& row : carriers)
        if (row.name == provider) return row.make(std::move(line), world);
    if (auto preset = ussd_preset(provider)) {
        auto out = make_mapped(std::move(*preset), std::move(line), world);
        if (out->dial("*789#") && out->answers_later())
            return fail(Errc::unsupported,
                        fmt::format("{} takes its screens by requests of the gateway's own; "
                                    "`haatline simulate aggregator --listen` plays it",
                                    provider));
        return out;
    }
    return fail(Errc::not_found, fmt::format("no provider named '{}'; there are {}", provider,
                                             fmt::join(mapped_ussd_providers(), ", ")));
}

std::vector<std::string_view> carrier_names() {
    std::vector<std::string_view> names;
    for (auto const& row : carriers) names.push_back(row.name);
    return names;
}

std::optional<std::string> behind_code(std::string_view code, std::string_view dialled) {
    auto const base = code.substr(0, code.find('#'));
    if (base.empty() || !dialled.starts_with(base) || !dialled.ends_with('#')) return std::nullopt;
    dialled = dialled.substr(base.size(), dialled.size() - base.size() - 1);
    if (dialled.empty()) return std::string{};
    if (dialled.front() != '*') return std::nullopt;
    return std::string(dialled.substr(1));
}

std::string encode_fields(std::vector<std::pair<std::string_view, std::string>> const& fields) {
    std::string out;
    for (auto const& [name, value] : fields) {
        if (!out.empty()) out += '&';
        append_encoded(out, name);
        out += '=';
        append_encoded(out, value);
    }
    return out;
}

std::string fresh_id(World& world) {
    return fmt::format("{:010x}", world.random.next() & 0xFF'FFFF'FFFFULL);
}

tl::unexpected<Error> refused(gateway::ClientReply const& reply) {
    switch (reply.status) {
    case 403:
        return fail(Errc::unauthenticated,
                    "the gateway refused the call (403): wrong --token, unknown route, or this "
                    "address is not on the route's list");
    case 413:
        return fail(Errc::limit, "the gateway refused the call (413): too long");
    default:
        return fail(Errc::invalid_data,
                    fmt::format("the gateway answered {}: {}", reply.status, reply.body));
    }
}

} // namespace haatline::simulators
