#include "simulators/world/chance.hpp"
#include "simulators/world/settlers.hpp"
#include "simulators/world/timeline.hpp"
#include "simulators/world/village.hpp"
#include "storage/demo.hpp"
#include "storage/sqlite/open.hpp"

#include <stdlib.h>

#include <filesystem>

namespace haatline::simulators::world {
namespace {

// Enough that a search finds somebody near the PIN codes that callers type.
constexpr int enterprises = 400;

Result<std::string> temporary_folder() {
    std::error_code failed;
    auto const all = std::filesystem::temp_directory_path(failed);
    std::string name = (all / "haatline-world-XXXXXX").string();
    if (failed || !::mkdtemp(name.data()))
        return fail(Errc::unavailable, "no temporary folder can be made: check TMPDIR");
    return name;
}

} // namespace

Result<std::unique_ptr<Ground>> Ground::make() {
    std::unique_ptr<Ground> ground(new Ground());
    auto folder = temporary_folder();
    if (!folder) return fail(folder.error());
    ground->folder_ = std::move(*folder);
    auto loaded = gateway::load_program({}, {}, gateway::standard_budgets());
    if (!loaded) return fail(loaded.error());
    if (!loaded->program)
        return fail(Errc::invalid_data, "the menus do not pass: run `haatline check`");
    ground->program_ = loaded->program;
    ground->errands_.emplace(ground->program_->menu);

    Timeline timeline;
    Chance chance(1);
    haatline::World world{timeline, chance};
    auto const filled = storage::fill_demo(ground->folder_, enterprises, world);
    if (!filled) return fail(filled.error());
    if (auto const settled = settle(ground->folder_, world); !settled) return fail(settled.error());
    ground->image_ = ground->disk_.image();
    auto const pepper = gateway::Pepper::of_folder(ground->folder_, chance);
    if (!pepper) return fail(pepper.error());
    ground->pepper_ = *pepper;
    return ground;
}

Ground::~Ground() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

} // namespace haatline::simulators::world
