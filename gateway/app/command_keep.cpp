#include "gateway/app/command_keep.hpp"

#include "gateway/net/control_socket.hpp"
#include "storage/secrets.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <filesystem>
#include <iostream>

namespace haatline::gateway {
namespace {

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 2;
}

/// The gateway that serves the folder alone may erase; it is told, and asked afterwards what came of
/// it, since it may be an older one that does not listen.
bool erased_by_gateway(std::string const& dir, std::int64_t person) {
    // An erasure takes a second at most, unless the machine is starved.
    constexpr std::chrono::seconds patience{20};
    if (!ask_running(dir, "erase", patience)) return false;
    auto const gone = storage::is_erased(dir, person);
    return gone && *gone;
}

} // namespace

int command_backup(std::string const& dir, std::string const& file) {
    auto const report = storage::backup(dir, file, system_world());
    if (!report) return refuse(report.error());
    std::cout << fmt::format(
        "{}: {} tables, {} rows, {} open dialogues, {} bytes\n"
        "{}: the keys, refreshed; keep this one file apart from the backups and "
        "never keep old copies of it, or an erasure does not reach them\n",
        file, report->tables, report->rows, report->dialogues, report->bytes, report->keys);
    return 0;
}

int command_restore(std::string const& dir, std::string const& file,
                    storage::RestoreOptions const& options, storage::Staff const& staff) {
    auto const report = storage::restore(dir, file, options, system_world());
    if (!report) return refuse(report.error());
    auto const noted =
        storage::record_act(dir,
                            {staff.name, "restore", "folder", "",
                             fmt::format("{}", report->made_at.time_since_epoch().count()), ""},
                            staff.now);
    if (!noted) return refuse(noted.error());
    std::cout << fmt::format("restored as of {:%Y-%m-%d %H:%M} UTC: {} enterprises, {} open "
                             "dialogues, {} erased again\n",
                             fmt::gmtime(std::chrono::system_clock::to_time_t(report->made_at)),
                             report->enterprises, report->dialogues, report->erased_again);
    auto const secrets = storage::secret_numbers(dir);
    if (!secrets) return refuse(secrets.error());
    std::error_code ignored;
    if (*secrets > 0 &&
        !std::filesystem::exists(std::filesystem::path(dir) / "haatline.pepper", ignored))
        std::cout << fmt::format("{} secret numbers need their haatline.pepper: copy it into {} "
                                 "before you serve (docs/backup.md)\n",
                                 *secrets, dir);
    return 0;
}

int command_erase(std::string const& dir, storage::Whom const& whom, storage::Staff const& staff,
                  std::string const& reason, bool yes) {
    auto const found = storage::whom_to_erase(dir, whom);
    if (!found) return refuse(found.error());
    if (!yes) {
        std::cout << fmt::format(
                         "This erases person {} for good: {} enterprise(s) that nobody else "
                         "owns, {} number(s), and every word of hers.\nType ERASE to go on: ",
                         found->person, found->enterprises, found->phones)
                  << std::flush;
        std::string typed;
        if (!std::getline(std::cin, typed) || typed != "ERASE") {
            std::cout << "nothing was done\n";
            return 1;
        }
    }
    auto const done = storage::erase_by_desk(dir, found->person, staff, reason, system_world());
    if (!done) return refuse(done.error());
    std::cout << (*done || erased_by_gateway(dir, found->person)
                      ? "erased; screens that showed her name to others go within a day\n"
                      : "the gateway that serves this folder erases within some seconds; screens "
                        "that showed her name to others go within a day\n");
    return 0;
}

} // namespace haatline::gateway
