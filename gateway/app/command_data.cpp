#include "gateway/app/command_data.hpp"

#include "storage/transfer.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

namespace haatline::gateway {
namespace {

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 2;
}

} // namespace

int command_import(std::string const& dir, std::string const& kind, std::string const& file,
                   storage::Staff const& staff) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream content;
    if (!in || !(content << in.rdbuf())) {
        std::cerr << "haatline: " << file << " cannot be read, or is empty: check the path\n";
        return 2;
    }
    auto const report = storage::import_file(dir, kind, content.str(), staff);
    if (!report) return refuse(report.error());
    for (auto const& row : report->rejected)
        std::cerr << fmt::format("{}:{}: {}\n", file, row.line, row.reason);
    std::cout << fmt::format("{} kept, {} unchanged, {} rejected\n", report->kept,
                             report->unchanged, report->rejected.size());
    return report->rejected.empty() ? 0 : 1;
}

int command_export(std::string const& dir, std::string const& kind, std::string const& format,
                   storage::Staff const& staff) {
    auto const out = storage::export_kind(dir, kind, format);
    if (!out) return refuse(out.error());
    if (kind == "enterprises")
        if (auto kept =
                storage::record_act(dir, {staff.name, "export", kind, "", "", format}, staff.now);
            !kept)
            return refuse(kept.error());
    std::cout << *out << std::flush;
    return std::cout ? 0 : 2;
}

} // namespace haatline::gateway
