#include "gateway/api/alert_json.hpp"

#include "cluster/alert/when.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

namespace json = boost::json;
using alerts::Audience;
using alerts::Item;

void read_audience(JsonFields fields, Audience& out) {
    fields.texts("states", out.states);
    fields.texts("districts", out.districts);
    fields.numbers("pins", out.pins);
    fields.objects("around", alerts::list_most, [&](JsonFields circle) {
        std::int64_t km = 0;
        alerts::Circle one;
        circle.number("pin", one.pin, 0, 999'999);
        circle.number("km", km, 0, 500);
        one.metres = km * 1'000;
        circle.done();
        out.around.push_back(one);
    });
    fields.texts("products", out.products);
    fields.texts("sectors", out.sectors);
    fields.texts("roles", out.roles);
    fields.texts("languages", out.languages);
    fields.done();
}

template <class List>
void put(json::object& out, json::string_view name, List const& list) {
    if (list.empty()) return;
    json::array values;
    for (auto const& each : list) values.emplace_back(each);
    out[name] = std::move(values);
}

json::object audience_object(Audience const& audience) {
    json::object out;
    put(out, "states", audience.states);
    put(out, "districts", audience.districts);
    put(out, "pins", audience.pins);
    json::array around;
    for (auto const& circle : audience.around)
        around.push_back(json::object{{"pin", circle.pin}, {"km", circle.metres / 1'000}});
    if (!around.empty()) out["around"] = std::move(around);
    put(out, "products", audience.products);
    put(out, "sectors", audience.sectors);
    put(out, "roles", audience.roles);
    put(out, "languages", audience.languages);
    return out;
}

void put_time(json::object& out, json::string_view name, TimePoint at) {
    if (at != TimePoint()) out[name] = alerts::when_text(at);
}

json::value from(std::string_view text) { return json::string(text.data(), text.size()); }

} // namespace

Item item_of_json(json::value const& value, JsonFaults& faults) {
    Item out;
    JsonFields fields(value, {}, faults);
    fields.text("title", out.title);
    fields.text("source", out.source);
    fields.text("topic", out.topic);
    fields.text("category", out.category);
    fields.text("fallback", out.fallback);
    fields.when("start_at", out.start_at);
    fields.when("valid_until", out.valid_until);
    std::string hours;
    fields.text("hours", hours);
    if (auto const read = alerts::hours_named(hours))
        out.hours = *read;
    else if (!hours.empty())
        fields.fault("hours", "must be within one day, e.g. \"10:00-18:00\", in Indian time");
    fields.number("per_second", out.per_second, 0, 100'000);
    fields.number("weekly_cap", out.weekly_cap, 1, 50);
    fields.object("audience", [&](JsonFields inner) { read_audience(inner, out.audience); });
    fields.objects("texts", alerts::languages_most, [&](JsonFields inner) {
        alerts::Text text;
        inner.text("language", text.language);
        inner.text("text", text.body);
        inner.text("template", text.template_id);
        inner.done();
        out.texts.push_back(std::move(text));
    });
    fields.done();
    return out;
}

JsonFault as_pointer(alerts::Fault const& fault) {
    std::string pointer = "/" + fault.field;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    std::replace(pointer.begin(), pointer.end(), '[', '/');
    std::erase(pointer, ']');
    return {std::move(pointer), fault.what};
}

json::object item_json(Item const& item) {
    json::object out{{"title", item.title},
                     {"source", item.source},
                     {"topic", item.topic},
                     {"category", item.category}};
    if (!item.fallback.empty()) out["fallback"] = item.fallback;
    put_time(out, "start_at", item.start_at);
    put_time(out, "valid_until", item.valid_until);
    out["hours"] = alerts::hours_text(item.hours);
    out["per_second"] = item.per_second;
    out["weekly_cap"] = item.weekly_cap;
    out["audience"] = audience_object(item.audience);
    json::array texts;
    for (auto const& text : item.texts) {
        json::object one{{"language", text.language}, {"text", text.body}};
        if (!text.template_id.empty()) one["template"] = text.template_id;
        texts.push_back(std::move(one));
    }
    out["texts"] = std::move(texts);
    return out;
}

json::object campaign_json(storage::campaigns::Campaign const& campaign) {
    json::object out{{"id", campaign.id},
                     {"standing", from(alerts::name_of(campaign.standing))},
                     {"mark", campaign.mark}};
    for (auto& each : item_json(campaign.item)) out[each.key()] = std::move(each.value());
    out["author"] = campaign.hands.author;
    out["edited_by"] = campaign.hands.edited_by;
    if (!campaign.hands.submitted_by.empty()) out["submitted_by"] = campaign.hands.submitted_by;
    if (!campaign.approved_by.empty()) out["approved_by"] = campaign.approved_by;
    put_time(out, "created_at", campaign.created);
    put_time(out, "changed_at", campaign.changed);
    put_time(out, "began_at", campaign.began);
    put_time(out, "ended_at", campaign.ended);
    out["looked_at"] = campaign.looked_at;
    out["written"] = campaign.written;
    return out;
}

json::object preview_json(alerts::Preview const& preview) {
    json::array lines;
    for (auto const& line : preview.lines)
        lines.push_back(json::object{{"language", line.language},
                                     {"recipients", line.recipients},
                                     {"segments", line.parts},
                                     {"units_left", line.units_left},
                                     {"alphabet", line.ucs2 ? "ucs2" : "gsm7"},
                                     {"paise", line.paise}});
    json::object left_out;
    for (auto const& [why, n] : preview.left_out) left_out[why] = n;
    return {{"exact", preview.exact},
            {"counted", preview.counted},
            {"recipients", preview.recipients},
            {"segments", preview.messages},
            {"paise", preview.paise},
            {"paise_a_segment", preview.paise_a_part},
            {"rupees", alerts::rupees(preview.paise)},
            {"seconds_at_least", preview.seconds_at_least},
            {"languages", std::move(lines)},
            {"left_out", std::move(left_out)}};
}

json::object progress_json(storage::campaigns::Progress const& progress) {
    json::object by_state;
    for (std::size_t i = 0; i < progress.by_state.size(); ++i)
        by_state[json::string_view(
            storage::outbox::name_of(static_cast<storage::outbox::State>(i)).data(),
            storage::outbox::name_of(static_cast<storage::outbox::State>(i)).size())] =
            progress.by_state[i];
    json::object reasons;
    for (auto const& [why, n] : progress.reasons) reasons[why] = n;
    auto const& campaign = progress.campaign;
    return {{"id", campaign.id},
            {"standing", from(alerts::name_of(campaign.standing))},
            {"subscribers", progress.subscribers},
            {"looked_at", campaign.looked_at},
            {"written", campaign.written},
            {"all_written", campaign.all_written},
            {"segments", progress.segments},
            {"messages", std::move(by_state)},
            {"reasons", std::move(reasons)}};
}

} // namespace haatline::gateway
