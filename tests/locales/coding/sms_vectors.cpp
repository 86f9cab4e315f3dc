#include "tests/locales/coding/sms_vectors.hpp"

#include "locales/coding/user_data.hpp"
#include "locales/text/utf8.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <fstream>
#include <iterator>

namespace haatline::tests {
namespace {

using boost::json::object;
using boost::json::value;

std::string text_of(value const& found) { return std::string(found.as_string().c_str()); }
unsigned number_of(value const& found) { return found.to_number<unsigned>(); }

coding::SmsRoute route_of(object const& row) {
    coding::SmsRoute route;
    std::string const policy = text_of(row.at("policy")), allow = text_of(row.at("allow"));
    route.policy = policy == "off"       ? coding::Policy::off
                   : policy == "cheaper" ? coding::Policy::cheaper
                                         : coding::Policy::prefer;
    auto const allows = [&](char const* word) { return allow.find(word) != std::string::npos; };
    route.allow = {allows("gsm7"), allows("single"), allows("locking"), allows("ucs2")};
    for (value const& table : row.at("tables").as_array())
        route.tables = static_cast<coding::TableMask>(route.tables | 1U << number_of(table));
    route.ref16 = row.at("ref16").as_bool();
    return route;
}

SmsVector::Form expected_of(object const& row) {
    SmsVector::Form form{text_of(row.at("kind")),
                         number_of(row.at("dcs")),
                         number_of(row.at("lock")),
                         number_of(row.at("single")),
                         row.at("clean").as_bool(),
                         number_of(row.at("units")),
                         {}};
    for (value const& found : row.at("parts").as_array()) {
        object const& part = found.as_object();
        form.parts.push_back({text_of(part.at("text")), text_of(part.at("udh")),
                              text_of(part.at("ud")), text_of(part.at("smpp")),
                              number_of(part.at("udl"))});
    }
    return form;
}

std::vector<SmsVector> read() {
    std::ifstream file(HAATLINE_SOURCE_DIR "/tests/locales/coding/sms_vectors.json");
    std::string const content{std::istreambuf_iterator<char>(file), {}};
    std::vector<SmsVector> all;
    value const whole = boost::json::parse(content);
    for (value const& found : whole.at("vectors").as_array()) {
        object const& row = found.as_object();
        all.push_back({text_of(row.at("id")), text_of(row.at("lang")), text_of(row.at("text")),
                       route_of(row), static_cast<std::uint16_t>(number_of(row.at("ref"))),
                       expected_of(row.at("expect").as_object())});
    }
    return all;
}

std::string hex(coding::Octets const& octets) {
    return tests::hex({reinterpret_cast<char const*>(octets.data()), octets.size()});
}

} // namespace

std::string hex(std::string_view octets) {
    std::string out;
    for (char const octet : octets) out += fmt::format("{:02x}", static_cast<unsigned char>(octet));
    return out;
}

std::string decomposed(std::string_view text) {
    std::string mended, out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const code = text::next_code_point(text, at);
        text::append(mended, code == text::kIllFormed ? 0xFFFD : code);
    }
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfd = icu::Normalizer2::getNFDInstance(status);
    nfd->normalize(icu::UnicodeString::fromUTF8(mended), status).toUTF8String(out);
    return U_SUCCESS(status) ? out : "ICU has no data";
}

std::vector<SmsVector> const& sms_vectors() {
    static std::vector<SmsVector> const all = read();
    return all;
}

SmsVector::Form form_of(coding::SmsPlan const& plan, std::string_view text,
                        std::uint16_t reference) {
    SmsVector::Form form{std::string(coding::name(plan.kind)),
                         plan.dcs(),
                         plan.tables.locking,
                         plan.tables.single,
                         plan.clean,
                         plan.units,
                         {}};
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        coding::Part const part = coding::coded(plan, text, i, reference);
        form.parts.push_back({std::string(part.text), hex(part.header),
                              hex(coding::packed_ud(part)), hex(coding::short_message(part)),
                              part.length});
    }
    return form;
}

} // namespace haatline::tests
