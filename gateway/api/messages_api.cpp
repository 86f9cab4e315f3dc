#include "base/json_text.hpp"
#include "cluster/alert/when.hpp"
#include "gateway/api/api.hpp"
#include "gateway/api/messages_json.hpp"
#include "gateway/api/problem.hpp"

#include <fmt/format.h>

namespace haatline::gateway {
namespace {

using Told = Result<storage::outbox::Done>;

/// Ids in the order they came in; `known`: it was there already, by its `once`.
RawReply accepted(std::vector<std::string> const& ids, bool batch, Told const& done) {
    if (!done) return problem(done.error());
    auto const one = [&](std::size_t i) {
        bool const known = i < done->ids.size() && done->ids[i] == 0;
        return fmt::format("{{\"id\":\"{}\",\"known\":{}}}", ids[i], known);
    };
    std::string body;
    if (batch) {
        body.reserve(ids.size() * 64);
        body = fmt::format("{{\"accepted\":{},\"known\":{},\"messages\":[", done->put, done->known);
        for (std::size_t i = 0; i < ids.size(); ++i) body += (i > 0 ? "," : "") + one(i);
        body += "]}\n";
    } else {
        body = one(0) + "\n";
    }
    auto out = json_reply(202, std::move(body));
    if (!batch)
        out.headers.emplace_back("Location", fmt::format("{}/messages/{}", api_root, ids.front()));
    return out;
}

RawReply told(std::string const& id, Result<std::optional<storage::outbox::Seen>> const& seen) {
    if (!seen) return problem(seen.error());
    if (!*seen)
        return problem({Errc::not_found, "there is no such message, or it is no longer kept"});
    auto const& found = **seen;
    std::string body =
        fmt::format("{{\"id\":\"{}\",\"state\":\"{}\",\"tries\":{},\"segments\":{}", id,
                    storage::outbox::name_of(found.state), found.tries, found.segments);
    auto const add = [&](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        body += fmt::format(",\"{}\":", name);
        append_json_text(body, value);
    };
    add("route", found.route);
    add("reason", found.reason);
    add("written_at", alerts::when_text(found.written_at));
    add("changed_at", alerts::when_text(found.moved_at));
    add("valid_until", alerts::when_text(found.valid_until));
    return json_reply(200, body + "}\n");
}

} // namespace

/// 202 only once they are on disk: what is answered is never lost. On the loop, without another thread:
/// one message costs a few µs.
void Api::put_messages(Asked asked) {
    boost::json::monotonic_resource memory(8 * 1024);
    auto const value = parse_json(asked.request.body, &memory);
    if (!value) return asked.respond(problem(value.error()));
    JsonFaults faults;
    MessageContext const from{asked.key, ports_->languages,
                              [this] { return ports_->world->random.next(); },
                              ports_->world->clock.now()};
    auto messages = messages_of_json(*value, from, faults);
    if (!faults.empty()) {
        constexpr std::size_t told_most = 100;
        if (faults.size() > told_most) faults.resize(told_most);
        return asked.respond(problem({Errc::bad_request, "nothing was taken: see errors"}, faults));
    }
    storage::outbox::Put put;
    put.at = ports_->world->clock.now();
    std::vector<std::string> ids;
    for (auto& each : messages.each) {
        ids.push_back(std::move(each.id));
        put.parcels.push_back(std::move(each.parcel));
    }
    ports_->put(std::move(put),
                [ids = std::move(ids), batch = messages.batch, respond = std::move(asked.respond)](
                    Told const& done) { respond(accepted(ids, batch, done)); });
}

void Api::show_message(Asked asked) {
    if (!is_message_id(asked.id))
        return asked.respond(problem({Errc::not_found, "that is no id of a message of ours"}));
    ports_->read([id = asked.id, respond = std::move(asked.respond)](storage::Reader& reader) {
        auto const seen = std::make_shared<Result<std::optional<storage::outbox::Seen>>>(
            reader.message(name_of_id(id), once_of(id)));
        return [id, respond, seen] { respond(told(id, *seen)); };
    });
}

} // namespace haatline::gateway
