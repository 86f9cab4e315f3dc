#pragma once

#include "cluster/dlt/export_file.hpp"
#include "gateway/app/dlt_texts.hpp"

#include <string>
#include <vector>

/// A register of nobody, made from the catalogues, to try the rules without a DLT operator.
namespace haatline::gateway {

constexpr std::string_view demo_entity = "1301000000000000001", demo_header = "HAATLN";

struct DemoFile {
    dlt::FileKind kind = dlt::FileKind::templates;
    std::string csv;
};

/// Entity with its brand, sender names, chain, white list and a template for each text: as a portal would
/// export them.
std::vector<DemoFile> demo_register(std::vector<SmsText> const& texts);

/// The section of the configuration that holds messages against it.
std::string demo_dlt_section();

} // namespace haatline::gateway
