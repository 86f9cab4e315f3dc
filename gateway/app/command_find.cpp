#include "gateway/app/command_find.hpp"

#include "base/json_text.hpp"
#include "storage/find.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

namespace haatline::gateway {
namespace {

struct KindName {
    Named kind;
    std::string_view name;
};
constexpr std::array kKinds{KindName{Named::product, "product"},
                            KindName{Named::district, "district"}, KindName{Named::place, "place"}};

std::string_view name_of(Named kind) {
    return std::find_if(kKinds.begin(), kKinds.end(),
                        [&](auto const& row) { return row.kind == kind; })
        ->name;
}

std::optional<Named> kind_named(std::string_view name) {
    auto const* it = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](auto const& row) { return row.name == name; });
    return it == kKinds.end() ? std::nullopt : std::optional(it->kind);
}

std::string json(storage::NamedHit const& hit) {
    std::string out = "{";
    auto const add = [&](std::string_view key, std::string_view text) {
        append_json_text(out, key);
        out += ':';
        append_json_text(out, text);
        out += ',';
    };
    add("kind", name_of(hit.kind));
    add("code", hit.code);
    add("label", hit.label);
    add("word", hit.found.word);
    add("why", name(hit.found.why));
    return out + fmt::format("\"apart\":{},\"weak\":{}}}\n", hit.found.apart, hit.found.weak);
}

std::string line(storage::NamedHit const& hit) {
    auto const weak = hit.found.weak ? ", a weak word: never decides alone" : "";
    auto const apart = hit.found.apart ? fmt::format(", {} apart", hit.found.apart) : "";
    return fmt::format("{:9} {:12} {:16} {} ({}{}{})\n", name_of(hit.kind), hit.code, hit.label,
                       hit.found.word, meaning(hit.found.why), apart, weak);
}

} // namespace

int command_find(FindOptions const& options) {
    auto const hits =
        storage::find_named(options.data, options.word, kind_named(options.kind), options.most);
    if (!hits) {
        std::cerr << "haatline: " << hits.error().detail << '\n';
        return 2;
    }
    for (auto const& hit : *hits) std::cout << (options.json ? json(hit) : line(hit));
    if (hits->empty() && !options.json)
        std::cout << "nothing: no name is spelt, sounds or begins so\n";
    return hits->empty() ? 1 : 0;
}

void describe_find(CLI::App& find, std::function<void(std::function<int()>)> chosen) {
    auto given = std::make_shared<FindOptions>();
    find.add_option("WORD", given->word, "a product, district or town, in any writing")->required();
    find.add_option("--kind", given->kind, "product, district or place (a town of a PIN)")
        ->check(CLI::IsMember({"product", "district", "place"}));
    find.add_option("--most", given->most, "so many of each kind")
        ->check(CLI::Range(1, 36))
        ->capture_default_str();
    find.add_option("--data", given->data, "folder of the database")->capture_default_str();
    find.add_flag("--json", given->json, "one JSON object a line");
    find.footer("What a caller's word finds, surest first, and why: its own name, another word for "
                "it, sounds the same, one letter differs.\n\nExamples:\n  haatline find achar\n  "
                "haatline find vaaraanasee --kind district\n  haatline find banaras --json\n");
    find.callback([given, chosen] { chosen([given] { return command_find(*given); }); });
}

} // namespace haatline::gateway
