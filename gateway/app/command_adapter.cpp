#include "gateway/app/command_adapter.hpp"

#include "gateway/app/config.hpp"
#include "gateway/mapping/mapping.hpp"
#include "gateway/mapping/presets.hpp"
#include "gateway/mapping/prove.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <optional>

namespace haatline::gateway {
namespace json = boost::json;
namespace {

void print(std::string const& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string channels_of(mapping::Mapping const& provider) {
    std::string out;
    for (std::size_t i = 0; i < mapping::channel_names.size(); ++i)
        if (provider.hears(static_cast<mapping::Channel>(i)))
            (out += out.empty() ? "" : ",") += mapping::channel_names[i];
    if (!provider.out.empty()) (out += out.empty() ? "" : ",") += "out";
    return out;
}

/// The content of a preset's name or of a file.
Result<std::string> content_of(std::string const& file) {
    auto text = read_mapping_text(file);
    if (!text)
        if (auto const preset = mapping::preset_named(file)) return std::string(preset->content);
    return text;
}

struct Sum {
    std::size_t mappings = 0, passed = 0, failed = 0, unreadable = 0;
};

void test_one(std::string const& name, std::string_view content, AdapterOptions const& options,
              Sum& sum, json::array& report) {
    std::vector<Problem> problems;
    ++sum.mappings;
    auto const loaded = mapping::load_mapping(content, name, problems);
    json::object row{{"file", name}};
    if (!loaded) {
        ++sum.unreadable;
        json::array all;
        for (auto const& problem : problems) {
            auto const text = fmt::format("{}:{}: {}", problem.file, problem.line, problem.what);
            if (!options.json) std::fprintf(stderr, "%s\n", text.c_str());
            all.push_back(json::value(text));
        }
        row["problems"] = std::move(all);
        report.push_back(std::move(row));
        return;
    }
    std::size_t failed = 0;
    json::array failures;
    auto const results = mapping::prove(*loaded);
    for (auto const& each : results) {
        if (each.passed) continue;
        ++failed;
        auto const text = fmt::format("{}:{}: {}: {}", name, each.line, each.name, each.why);
        if (!options.json) print("  FAILED " + text + "\n");
        failures.push_back(json::value(text));
    }
    sum.failed += failed;
    sum.passed += results.size() - failed;
    if (!options.json && !options.quiet)
        print(fmt::format("{:<16} {:>3} passed {:>3} failed\n", loaded->provider,
                          results.size() - failed, failed));
    row["provider"] = loaded->provider;
    row["passed"] = results.size() - failed;
    row["failed"] = failed;
    row["failures"] = std::move(failures);
    report.push_back(std::move(row));
}

} // namespace

int command_adapter_list(AdapterOptions const& options) {
    json::array rows;
    for (auto const& preset : mapping::presets()) {
        std::vector<Problem> problems;
        auto const loaded =
            mapping::load_mapping(preset.content, std::string(preset.path), problems);
        if (!loaded) {
            for (auto const& problem : problems)
                std::fprintf(stderr, "%s:%d: %s\n", problem.file.c_str(), problem.line,
                             problem.what.c_str());
            return 2;
        }
        if (options.json)
            rows.push_back(json::object{{"provider", loaded->provider},
                                        {"channels", channels_of(*loaded)},
                                        {"confidence", loaded->confidence},
                                        {"tests", loaded->tests.size()},
                                        {"title", loaded->title}});
        else
            print(fmt::format("{:<16} {:<14} {:<7} {:>3} tests  {}\n", loaded->provider,
                              channels_of(*loaded), loaded->confidence, loaded->tests.size(),
                              loaded->title));
    }
    if (options.json) print(json::serialize(rows) + '\n');
    return 0;
}

int command_adapter_test(AdapterOptions const& options) {
    Sum sum;
    json::array report;
    if (options.files.empty())
        for (auto const& preset : mapping::presets())
            test_one(std::string(preset.path), preset.content, options, sum, report);
    for (auto const& file : options.files) {
        auto const content = content_of(file);
        if (!content) {
            std::fprintf(stderr, "%s; and no preset is called so (haatline adapter list)\n",
                         content.error().detail.c_str());
            return 2;
        }
        test_one(file, *content, options, sum, report);
    }
    if (options.json)
        print(json::serialize(json::object{{"mappings", sum.mappings},
                                           {"passed", sum.passed},
                                           {"failed", sum.failed},
                                           {"unreadable", sum.unreadable},
                                           {"files", std::move(report)}}) +
              '\n');
    else
        print(fmt::format(
            "{} mappings: {} passed, {} failed{}\n", sum.mappings, sum.passed, sum.failed,
            sum.unreadable == 0 ? "" : fmt::format(", {} cannot be read", sum.unreadable)));
    if (sum.unreadable > 0) return 2;
    return sum.failed == 0 ? 0 : 1;
}

} // namespace haatline::gateway
