#include "gateway/app/demo_dlt.hpp"

#include "base/csv.hpp"

#include <fmt/format.h>

namespace haatline::gateway {
namespace {

// Numbers of nobody: real ones of entities and telemarketers do not go on with noughts.
constexpr std::string_view kTelemarketer = "1302000000000000001", kPromotional = "600000";
constexpr std::string_view kBrand = "Haatline"; // `brand` of the catalogues, in each of them

std::string table(std::vector<std::vector<std::string>> const& rows) {
    std::string out;
    for (auto const& row : rows) out += csv_line(row);
    return out;
}

} // namespace

std::vector<DemoFile> demo_register(std::vector<SmsText> const& texts) {
    using dlt::FileKind;
    std::string const entity(demo_entity), header(demo_header);
    return {{FileKind::entities, table({{"Entity ID", "Entity Name", "Brand"},
                                        {entity, "Haatline (demo)", std::string(kBrand)}})},
            {FileKind::headers, table({{"Header", "Category"},
                                       {header, "service_implicit"},
                                       {std::string(kPromotional), "promotional"}})},
            {FileKind::chains,
             table({{"Entity ID", "Telemarketers"}, {entity, std::string(kTelemarketer)}})},
            {FileKind::targets, table({{"URL", "Kind"}, {"haatline.example", "url"}})},
            {FileKind::templates, demo_templates(texts)}};
}

std::string demo_dlt_section() {
    return fmt::format("[dlt]\nentity = \"{}\"\nheader = \"{}\"\npromotional_header = \"{}\"\n"
                       "answers = \"free\" # menus as numbered texts are no templates\n",
                       demo_entity, demo_header, kPromotional);
}

} // namespace haatline::gateway
