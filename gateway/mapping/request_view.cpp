#include "gateway/mapping/request_view.hpp"

#include "gateway/mapping/json_path.hpp"
#include "gateway/mapping/section.hpp"
#include "gateway/mapping/xml_path.hpp"

#include <pugixml.hpp>

#include <algorithm>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

constexpr std::size_t items_max = 100;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_in_any_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

RequestView::RequestView(RawRequest const& request) : request_(request) {}
RequestView::~RequestView() = default;

void RequestView::prepare(Section const& section,
                          std::vector<std::pair<std::string, std::string>> path,
                          bool query_is_form) {
    path_ = std::move(path);
    json_field_ = section.json_field;
    octets_ = section.octets;
    ignore_case_ = section.ignore_case;
    query_is_form_ = query_is_form;
}

std::string_view RequestView::keep(std::string text) const {
    return kept_.emplace_front(std::move(text));
}

Found RequestView::find(Source const& source) const {
    switch (source.place) {
    case Place::query:
        return field(query_, request_.query, source.name);
    case Place::form:
        return query_is_form_ ? field(query_, request_.query, source.name)
                              : field(form_, request_.body, source.name);
    case Place::query_or_form:
        return request_.method != "GET" ? field(form_, request_.body, source.name)
                                        : field(query_, request_.query, source.name);
    case Place::json:
        return json(source.name);
    case Place::xml:
        return xml(source.name);
    case Place::path:
        for (auto const& [name, value] : path_)
            if (name == source.name) return {value, false, nullptr};
        return {};
    case Place::header: {
        auto const lines = request_.headers.all(source.name);
        if (lines.empty()) return {};
        return {lines.front(), lines.size() > 1, nullptr};
    }
    case Place::cookie:
        return cookie(source.name);
    case Place::body:
        return {request_.body, false, nullptr};
    default:
        return {};
    }
}

Fields const* RequestView::parsed(Parsed& part, std::string_view text) const {
    if (!part.done) {
        part.done = true;
        auto fields = Fields::parse(text, octets_);
        if (fields)
            part.fields = std::move(*fields);
        else
            part.fault = fields.error().detail;
    }
    return part.fields ? &*part.fields : nullptr;
}

Fields const* RequestView::query() const { return parsed(query_, request_.query); }
Fields const* RequestView::form() const {
    return query_is_form_ ? query() : parsed(form_, request_.body);
}

Found RequestView::field(Parsed& part, std::string_view text, std::string_view name) const {
    auto const* fields = parsed(part, text);
    if (!fields) return {std::nullopt, false, part.fault.c_str()};
    if (!ignore_case_) {
        auto const found = fields->find(name);
        return {found.value, found.twice, nullptr};
    }
    Found out;
    for (auto const& [each, value] : fields->all()) {
        if (!same_in_any_case(each, name)) continue;
        out.twice = out.text.has_value();
        if (!out.text) out.text = value;
    }
    return out;
}

json::value const* RequestView::json_root() const {
    if (!json_done_) {
        json_done_ = true;
        std::string_view text = request_.body;
        if (!json_field_.empty()) {
            auto found = field(query_, request_.query, json_field_);
            if (!found.text) found = field(form_, request_.body, json_field_);
            text = found.text.value_or(std::string_view());
        }
        auto parsed = parse_json(text);
        if (parsed)
            json_ = std::move(*parsed);
        else
            json_fault_ = parsed.error().detail;
    }
    return json_ ? &*json_ : nullptr;
}

Found RequestView::json(std::string_view path) const {
    auto const* root = json_root();
    if (!root) return {std::nullopt, false, json_fault_.c_str()};
    if (item_.value) root = item_.value;
    if (path.starts_with('^')) {
        path.remove_prefix(1);
        root = item_.around;
        if (!root) return {};
    }
    std::optional<std::string> text;
    if (ignore_case_ && root->is_object()) {
        for (auto const& member : root->get_object())
            if (same_in_any_case({member.key().data(), member.key().size()}, path))
                text = text_at(member.value(), "");
    } else {
        text = text_at(*root, path);
    }
    if (!text) return {};
    return {keep(std::move(*text)), false, nullptr};
}

std::vector<std::string_view> RequestView::json_names() const {
    std::vector<std::string_view> out;
    auto const* root = item_.value ? item_.value : json_root();
    if (root && root->is_object())
        for (auto const& member : root->get_object())
            out.emplace_back(member.key().data(), member.key().size());
    return out;
}

Found RequestView::xml(std::string_view path) const {
    if (!xml_done_) {
        xml_done_ = true;
        auto parsed = parse_xml(request_.body);
        if (parsed)
            xml_ = std::move(*parsed);
        else
            xml_fault_ = parsed.error().detail;
    }
    if (!xml_) return {std::nullopt, false, xml_fault_.c_str()};
    auto text = text_at(*xml_, path);
    if (!text) return {};
    return {keep(std::move(*text)), false, nullptr};
}

/// `a=1; b=2` (RFC 6265 §4.2.1).
Found RequestView::cookie(std::string_view name) const {
    auto const lines = request_.headers.all("cookie");
    Found out;
    auto rest = lines.empty() ? std::string_view() : lines.front();
    out.twice = lines.size() > 1;
    while (!rest.empty()) {
        auto const end = rest.find(';');
        auto pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.size() <= name.size() || !pair.starts_with(name) || pair[name.size()] != '=')
            continue;
        out.twice = out.twice || out.text.has_value();
        if (!out.text) out.text = pair.substr(name.size() + 1);
    }
    return out;
}

Result<std::vector<RequestView::Item>> RequestView::items(std::string_view path) const {
    auto const* root = json_root();
    if (!root) return fail(Errc::bad_request, json_fault_);
    std::vector<Item> level{{root, nullptr}};
    // "*.report": every item of the first list, then every item of the list inside it.
    while (true) {
        auto const star = path.find("*.");
        auto const step =
            star == std::string_view::npos ? path : path.substr(0, star == 0 ? 0 : star - 1);
        std::vector<Item> next;
        for (auto const& each : level) {
            auto const* list = value_at(*each.value, step);
            auto const* array = list ? list->if_array() : nullptr;
            if (!array) return fail(Errc::bad_request, "the list of events is missing");
            for (auto const& item : *array) next.push_back({&item, each.value});
            if (next.size() > items_max)
                return fail(Errc::limit, "more than 100 events in one request");
        }
        level = std::move(next);
        if (star == std::string_view::npos) return level;
        path.remove_prefix(star + 2);
    }
}

} // namespace haatline::gateway::mapping
