#include "gateway/api/alert_json.hpp"
#include "gateway/api/api.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/wire/fields.hpp"

#include <algorithm>
#include <charconv>

namespace haatline::gateway {
namespace {

namespace json = boost::json;
namespace campaigns = storage::campaigns;

/// A preview looks at so many people unless everybody is asked for; an audience of a million takes three seconds.
constexpr std::uint64_t kCounted = 250'000;

std::int64_t number_of(std::string_view id) {
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(id.data(), id.data() + id.size(), out);
    return ec == std::errc() && end == id.data() + id.size() && out > 0 ? out : 0;
}

RawReply body_of(unsigned status, json::object const& object) {
    return json_reply(status, json::serialize(object) + "\n");
}

RawReply told(Result<campaigns::Campaign> const& campaign, unsigned status) {
    if (!campaign) return problem(campaign.error());
    auto out = body_of(status, campaign_json(*campaign));
    if (status == 201)
        out.headers.emplace_back("Location", fmt::format("{}/alerts/{}", api_root, campaign->id));
    return out;
}

/// An empty body is an empty object.
Result<json::value> object_in(RawRequest const& request) {
    return parse_json(request.body.empty() ? std::string_view("{}") : request.body);
}

} // namespace

void Api::list_alerts(Asked asked) {
    auto const fields = Fields::parse(asked.request.query);
    if (!fields) return asked.respond(problem(fields.error()));
    campaigns::Filter filter;
    filter.standing = fields->get("standing");
    filter.before = number_of(fields->get("before"));
    if (auto const most = number_of(fields->get("most")); most > 0)
        filter.most = static_cast<int>(std::min<std::int64_t>(most, 1'000));
    on_desk(std::move(asked), false, [ports = ports_, filter](Asked const&) {
        auto const all = campaigns::list(ports->data_dir, filter);
        if (!all) return problem(all.error());
        json::array out;
        for (auto const& each : *all) out.push_back(campaign_json(each));
        return body_of(200, {{"alerts", std::move(out)}});
    });
}

void Api::write_alert(Asked asked, bool fresh) {
    auto const value = object_in(asked.request);
    if (!value) return asked.respond(problem(value.error()));
    JsonFaults faults;
    auto item = item_of_json(*value, faults);
    auto const who = staff(asked);
    if (faults.empty())
        for (auto const& fault : alerts::faults_of(item, ports_->languages, who.now))
            faults.push_back(as_pointer(fault));
    if (!faults.empty())
        return asked.respond(
            problem({Errc::bad_request, "the alert is not whole: see errors"}, faults));
    on_desk(std::move(asked), true,
            [ports = ports_, who, fresh, item = std::move(item)](Asked const& a) {
                return fresh ? told(campaigns::create(ports->data_dir, item, who), 201)
                             : told(campaigns::edit(ports->data_dir, number_of(a.id), item, who),
                                    200);
            });
}

void Api::show_alert(Asked asked) {
    on_desk(std::move(asked), false, [ports = ports_](Asked const& a) {
        return told(campaigns::show(ports->data_dir, number_of(a.id)), 200);
    });
}

void Api::preview_alert(Asked asked) {
    auto const value = object_in(asked.request);
    if (!value) return asked.respond(problem(value.error()));
    JsonFaults faults;
    JsonFields fields(*value, {}, faults);
    std::uint64_t most = kCounted;
    std::uint32_t paise = ports_->paise_a_segment;
    fields.number("count", most, 0, INT64_MAX);
    fields.number("paise_a_segment", paise, 0, 100'000);
    fields.done();
    if (!faults.empty()) return asked.respond(problem({Errc::bad_request, "see errors"}, faults));
    on_desk(std::move(asked), false,
            [ports = ports_, most, paise, now = ports_->world->clock.now()](Asked const& a) {
                auto const campaign = campaigns::show(ports->data_dir, number_of(a.id));
                if (!campaign) return problem(campaign.error());
                auto const counts = campaigns::count(ports->data_dir, campaign->id, most, now);
                if (!counts) return problem(counts.error());
                auto const preview = alerts::preview(campaign->item, *counts, paise);
                if (!preview) return problem(preview.error());
                auto out = preview_json(*preview);
                out["id"] = campaign->id;
                out["mark"] = campaign->mark;
                return body_of(200, out);
            });
}

void Api::progress_of_alert(Asked asked) {
    on_desk(std::move(asked), false, [ports = ports_](Asked const& a) {
        auto const progress = campaigns::progress(ports->data_dir, number_of(a.id));
        return progress ? body_of(200, progress_json(*progress)) : problem(progress.error());
    });
}

void Api::move_alert(Asked asked) {
    auto const value = object_in(asked.request);
    if (!value) return asked.respond(problem(value.error()));
    JsonFaults faults;
    JsonFields fields(*value, {}, faults);
    std::string reason, mark;
    fields.text("reason", reason);
    fields.text("mark", mark);
    fields.done();
    if (!faults.empty()) return asked.respond(problem({Errc::bad_request, "see errors"}, faults));
    auto const verb = alerts::verb_named(asked.route->verb);
    if (!verb) return asked.respond(problem({Errc::internal, "a route without its verb"}));
    on_desk(std::move(asked), true,
            [ports = ports_, who = staff(asked), verb = *verb, reason, mark](Asked const& a) {
                return told(
                    campaigns::move(ports->data_dir, number_of(a.id), verb, who, reason, mark),
                    200);
            });
}

} // namespace haatline::gateway
