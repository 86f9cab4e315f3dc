#include "gateway/mapping/reader.hpp"

#include "menus/reader/one_document.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway::mapping {
namespace {

constexpr std::size_t scalar_bytes_max = 16 * 1024;
constexpr std::size_t sections_max = 32;
constexpr int language_version = 1;

// The largest shipped mapping has 1,700. Aliases count each time: eight of them nested ten by ten are a hundred million.
constexpr std::size_t values_max = 20'000;

/// Whether a document holds at most so many values, each alias followed.
bool is_bounded(YAML::Node const& node, std::size_t& left) {
    if (left == 0) return false;
    --left;
    if (node.IsMap()) {
        for (auto const& item : node)
            if (!is_bounded(item.first, left) || !is_bounded(item.second, left)) return false;
    } else if (node.IsSequence()) {
        for (auto const& item : node)
            if (!is_bounded(item, left)) return false;
    }
    return true;
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

} // namespace

std::string MappingReader::scalar(YAML::Node const& node, std::string const& owner, int line) {
    if (node.IsNull()) return {};
    if (!node.IsScalar()) {
        complain(menus::line_of(node, line), owner + ": one text belongs here, not a list or map");
        return {};
    }
    if (node.Scalar().size() <= scalar_bytes_max) return node.Scalar();
    complain(menus::line_of(node, line), owner + ": longer than 16 KiB");
    return {};
}

std::string MappingReader::line_text(Table& table, std::string_view name, std::string fallback) {
    auto const* word = table.take(name);
    if (!word) return fallback;
    return scalar(word->value, fmt::format("{}: `{}`", table.owner(), name), word->line);
}

bool MappingReader::flag(Table& table, std::string_view name, bool fallback) {
    auto const* word = table.take(name);
    if (!word) return fallback;
    auto const text = word->value.IsScalar() ? word->value.Scalar() : std::string();
    if (text == "true" || text == "yes") return true;
    if (text == "false" || text == "no") return false;
    table.complain(word->line, fmt::format("`{}` must be true or false", name));
    return fallback;
}

std::vector<std::string> MappingReader::list(YAML::Node const& node, std::string const& owner,
                                             int line) {
    std::vector<std::string> out;
    if (!node.IsSequence()) {
        out.push_back(scalar(node, owner, line));
        return out;
    }
    for (auto const& item : node) out.push_back(scalar(item, owner, line));
    if (out.empty()) complain(line, owner + ": a list of nothing; leave it out");
    return out;
}

void MappingReader::read_limits(Table& table, Limits& out) {
    auto const* word = table.take("limits");
    if (!word) return;
    Table inner(source_, word->value, "limits", word->line);
    out.gsm_chars = inner.number("gsm_chars", 20, 2000, 0);
    out.ucs2_chars = inner.number("ucs2_chars", 10, 2000, 0);
    out.text_chars = inner.number("text_chars", 20, 10'000, 0);
    out.answer_within_ms = inner.number("answer_within_ms", 100, 60'000, 0);
    out.session_ttl_s = inner.number("session_ttl_s", 10, 86'400, 0);
    out.rate_per_s = inner.number("rate_per_s", 1, 100'000, 0);
    out.price_paise = inner.number("price_paise", 0, 100'000, 0);
    out.send_hours = line_text(inner, "send_hours");
    inner.close();
}

void MappingReader::read_settings(Table& table, Mapping& out) {
    if (auto const* word = table.take("settings")) {
        Table inner(source_, word->value, "settings", word->line);
        for (auto const& [name, value, line, known] : inner.words()) {
            if (!is_name(name)) complain(line, "settings: names are of a-z, 0-9 and _");
            out.settings.set(name, scalar(value, "settings: `" + name + '`', line));
        }
    }
    if (auto const* word = table.take("secrets"))
        out.secrets = list(word->value, "secrets", word->line);
}

void MappingReader::read(YAML::Node const& root, Mapping& out, bool with_tests) {
    Table table(source_, root, "mapping", 1);
    if (!table.is_map()) return;
    if (table.number("mapping", language_version, language_version, 0) != language_version)
        table.complain(1, "begin with `mapping: 1`, the version of the language");
    out.provider = line_text(table, "provider");
    if (!is_name(out.provider))
        table.complain(1,
                       "`provider` must be a name of a-z, 0-9 and _, which routes are called by");
    out.title = line_text(table, "title", out.provider);
    out.confidence = line_text(table, "confidence", "low");
    if (out.confidence != "high" && out.confidence != "medium" && out.confidence != "low")
        table.complain(1, "`confidence` is high, medium or low");
    out.notes = line_text(table, "notes");
    if (auto const* word = table.take("sources"))
        out.sources = list(word->value, "sources", word->line);
    read_settings(table, out);
    read_limits(table, out.limits);
    if (auto const* word = table.take("in")) {
        Table sections(source_, word->value, "in", word->line);
        if (sections.words().size() > sections_max)
            complain(word->line, "in: more than 32 sections");
        for (auto const& [name, node, line, known] : sections.words()) {
            out.in.emplace_back();
            read_section(name, node, line, out.in.back());
        }
    }
    if (auto const* word = table.take("out")) {
        Table calls(source_, word->value, "out", word->line);
        if (calls.words().size() > sections_max) complain(word->line, "out: more than 32 calls");
        for (auto const& [name, node, line, known] : calls.words()) {
            out.out.emplace_back();
            read_call(name, node, line, out.out.back());
        }
    }
    if (out.in.empty() && out.out.empty())
        table.complain(1, "a mapping has `in:` (requests we get) or `out:` (requests we make)");
    if (auto const* word = table.take("security")) read_guards(*word, out);
    if (auto const* word = table.take("tests"); word && with_tests) read_proofs(*word, out);
    table.close();
    check_together(out);
}

std::shared_ptr<Mapping const> load_mapping(std::string_view content, std::string const& file,
                                            std::vector<Problem>& problems, bool with_tests) {
    auto const before = problems.size();
    auto out = std::make_shared<Mapping>();
    out->file = file;
    if (content.size() > mapping_bytes_max) {
        problems.push_back({file, 1, "longer than 256 KiB: not a mapping"});
        return nullptr;
    }
    try {
        std::string const text(content);
        std::size_t left = values_max;
        if (!menus::is_one_document(text)) {
            problems.push_back(
                {file, 1,
                 "a mapping is one document; here is none, or a second one behind --- or a "
                 "comma at the margin"});
        } else if (auto const root = YAML::Load(text); !is_bounded(root, left)) {
            problems.push_back(
                {file, 1, "more than 20,000 values, each alias counted as often as it stands"});
        } else {
            MappingReader(file, problems).read(root, *out, with_tests);
        }
    } catch (YAML::Exception const& error) { // yaml-cpp's own way to say where
        problems.push_back({file, error.mark.is_null() ? 1 : error.mark.line + 1,
                            "not readable as YAML: " + error.msg});
    }
    if (problems.size() != before) return nullptr;
    return out;
}

Section const* Mapping::section(std::string_view name) const {
    for (auto const& each : in)
        if (each.name == name) return &each;
    return nullptr;
}

Call const* Mapping::call(std::string_view name) const {
    for (auto const& each : out)
        if (each.name == name) return &each;
    return nullptr;
}

bool Mapping::hears(Channel channel) const {
    return std::any_of(in.begin(), in.end(),
                       [&](Section const& section) { return section.channel == channel; });
}

} // namespace haatline::gateway::mapping
