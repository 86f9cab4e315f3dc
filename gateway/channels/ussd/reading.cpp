#include "gateway/channels/ussd/reading.hpp"

#include "base/limits.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

constexpr std::size_t ident_max = 128;
constexpr std::string_view form = "application/x-www-form-urlencoded";

} // namespace

Result<Fields> fields_of(RawRequest const& request) {
    if (request.method == "GET") return Fields::parse(request.query);
    if (!request.content_type.empty() && request.content_type != form)
        return fail(Errc::bad_request, fmt::format("the content type is not {}", form));
    return Fields::parse(request.body);
}

std::string Reading::text(std::string_view name) {
    auto value = fields_.need(name);
    if (value) return std::move(*value);
    if (!faults_.empty()) faults_ += "; ";
    faults_ += value.error().detail;
    return {};
}

std::string Reading::ident(std::string_view name) {
    auto const faults_before = faults_.size();
    auto value = text(name);
    if (faults_.size() != faults_before) return {};
    if (!is_ident(value)) fault(name, fmt::format("is not {}", ident_shape));
    return value;
}

bool is_ident(std::string_view text) {
    return !text.empty() && text.size() <= ident_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Msisdn Reading::phone(std::string_view name) {
    auto const faults_before = faults_.size();
    auto const value = text(name);
    if (faults_.size() != faults_before) return {};
    auto const parsed = Msisdn::parse(value);
    if (parsed) return *parsed;
    fault(name, "is not an Indian mobile number");
    return {};
}

void Reading::fault(std::string_view name, std::string_view what) {
    if (!faults_.empty()) faults_ += "; ";
    faults_ += fmt::format("field {} {}", name, what);
}

std::string bounded_input(std::string_view typed) {
    if (typed.size() <= limits::input_bytes) return std::string(typed);
    std::size_t end = 0;
    for (std::size_t at = 0; at < limits::input_bytes;) {
        text::next_code_point(typed, at);
        if (at <= limits::input_bytes) end = at;
    }
    return std::string(typed.substr(0, end));
}

std::string bare_code(std::string_view service_code) {
    if (service_code.starts_with('*')) service_code.remove_prefix(1);
    if (service_code.ends_with('#')) service_code.remove_suffix(1);
    return std::string(service_code);
}

std::string dialled_parts(std::string_view dialled) {
    constexpr std::size_t key_max = 3, place = 6;
    std::string out;
    for (std::size_t at = 0; at <= dialled.size();) {
        auto const end = std::min(dialled.find('*', at), dialled.size());
        auto const part = dialled.substr(at, end - at);
        if (at > 0) out += '*';
        out += part.size() <= key_max || part.size() == place ? part : std::string_view("?");
        at = end + 1;
    }
    return out;
}

bool dialled_behind(std::string_view dialled, std::string_view bare_code, std::string& behind) {
    if (!dialled.starts_with(bare_code)) return false;
    dialled.remove_prefix(bare_code.size());
    if (!dialled.empty() && dialled.front() != '*') return false;
    behind = bounded_input(dialled.empty() ? dialled : dialled.substr(1));
    return true;
}

} // namespace haatline::gateway
