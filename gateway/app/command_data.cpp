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

int command_import(std::string const& dir, std::string const& kind, std::string const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream content;
    if (!in || !(content << in.rdbuf())) {
        std::cerr << "haatline: " << file << " cannot be read, or is empty: check the path\n";
        return 2;
    }
    auto const report = storage::import_file(dir, kind, content.str());
    if (!report) return refuse(report.error());
    for (auto const& row : report->rejected)
        std::cerr << fmt::format("{}:{}: {}\n", file, row.line, row.reason);
    std::cout << fmt::format("{} kept, {} unchanged, {} rejected\n", report->kept,
                             report->unchanged, report->rejected.size());
    return report->rejected.empty() ? 0 : 1;
}

int command_export(std::string const& dir, std::string const& kind, std::string const& format) {
    auto const out = storage::export_kind(dir, kind, format);
    if (!out) return refuse(out.error());
    std::cout << *out << std::flush;
    return std::cout ? 0 : 2;
}

} // namespace haatline::gateway
