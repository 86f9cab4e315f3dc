#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace haatline::gateway {

/// What was typed after `haatline dlt import|list|try|…`.
struct DltOptions {
    std::string data = "var";
    std::string file, kind, operator_, as, rules;
    std::string text, language = "en", category = "service_implicit";
    std::string menus, locales, format = "text", only_language, header;
    unsigned paise = 18; ///< of a segment: reference/telecom-india.md §7
    bool json = false, all = false;
};

/// Describes the commands on the command line; `chosen` is handed the one that was typed.
void describe_dlt(CLI::App& dlt, std::function<void(std::function<int()>)> chosen);

/// Exit status: 0 every row kept or known, 1 rows were rejected, 2 nothing read.
int dlt_import_command(DltOptions const& options);
int dlt_list_command(DltOptions const& options);
/// 0: the text is a registered template's; 1: it is not.
int dlt_try_command(DltOptions const& options);
/// 0: every text of the catalogue that must be registered is; 1: an error; 2: something cannot be read.
int dlt_check_command(DltOptions const& options);
int dlt_propose_command(DltOptions const& options);
/// 0: the folder has the demo's register; 1: it has one of somebody's, which stays as it is.
int dlt_demo_command(DltOptions const& options);

} // namespace haatline::gateway
