#include "gateway/app/provider_files.hpp"
#include "gateway/mapping/mapping.hpp"
#include "gateway/mapping/presets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>

using namespace haatline;
using namespace haatline::gateway;

namespace {

struct Folder {
    tests::TempDir dir;
    std::string file(std::string const& name, std::string_view content) const {
        auto const path = dir.path() + '/' + name;
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
};

std::string_view preset(std::string_view name) { return mapping::preset_named(name)->content; }

} // namespace

TEST_CASE("only mappings that stand in files are read again, each for its route") {
    Folder const folder;
    std::vector<RouteConfig> routes(3);
    routes[0].name = "inside_the_binary";
    routes[1].name = "west";
    routes[1].mapping_file = folder.file("west.yaml", preset("arkesel"));
    routes[2].name = "east";
    routes[2].mapping_file = folder.file("east.yaml", preset("dmark"));
    auto const files = provider_files(routes);
    REQUIRE(files.size() == 2);
    folder.file("east.yaml", preset("advanta"));
    auto const read = read_again(files);
    REQUIRE(read);
    CHECK((*read)[0].route == "west");
    CHECK((*read)[0].mapping->provider == "arkesel");
    CHECK((*read)[1].route == "east");
    CHECK((*read)[1].mapping->provider == "advanta");
    CHECK(told_of(*read) ==
          "mappings read again: west, east; settings and secrets are those of the start\n");
    CHECK(told_of({}).empty());
}

TEST_CASE("every problem of every file is told, with its line") {
    Folder const folder;
    auto const broken = folder.file("broken.yaml", "mapping: 1\nprovider: x\nfilds: {}\n");
    auto const gone = folder.dir.path() + "/gone.yaml";
    auto const read = read_again({{"a", broken, nullptr},
                                  {"b", gone, nullptr},
                                  {"c", folder.file("good.yaml", preset("dmark")), nullptr}});
    REQUIRE(!read);
    CHECK(read.error().detail.find(broken + ":3: ") != std::string::npos);
    CHECK(read.error().detail.find(gone) != std::string::npos);
}
