#include "cluster/dlt/day.hpp"
#include "gateway/app/config.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>

using namespace haatline;
using namespace haatline::gateway;

namespace {

struct Folder {
    tests::TempDir dir;
    void write(std::string const& name, std::string const& text) const {
        std::ofstream(dir.path() + "/" + name, std::ios::binary) << text;
    }
    Result<Config> read(std::string const& toml) const {
        return parse_config(toml, "haatline.toml", dir.path());
    }
    std::string fault(std::string const& keys) const {
        auto const config = read("[dlt]\nentity = \"1301157000000000001\"\n" + keys);
        return config ? "none" : config.error().detail;
    }
};

dlt::Rules today(DltConfig const& config) {
    return config.rules().value().on(*dlt::day_read("2026-11-22"));
}

} // namespace

TEST_CASE("without a section about the register nothing is asked of a message") {
    auto const config = Folder().read("");
    REQUIRE(config);
    CHECK(config->dlt.enforce == DltEnforce::off);
}

TEST_CASE("a section about the register refuses what is not registered, unless it says otherwise") {
    Folder folder;
    auto const config = folder.read("[dlt]\nentity = \"1301157000000000001\"\n");
    REQUIRE(config);
    CHECK(config->dlt.enforce == DltEnforce::refuse);
    CHECK(folder.read("[dlt]\nenforce = \"off\"\n"));
    CHECK_FALSE(folder.read("[dlt]\n"));
}

TEST_CASE("every key about the register is taken") {
    Folder folder;
    folder.write("mine.csv", "key,value,from,until,mark,source\nheader_alarm_days,15,,,ours,desk\n"
                             "hours.promotional,09:00-20:00,,,ours,desk\n");
    auto const config = folder.read(R"([dlt]
entity = "1301157000000000001"
enforce = "warn"
brand = "Haatline"
header = "HAATLN"
promotional_header = "600123"
chain = ["1302157000000000001", "1302157000000000002"]
content_category = 3
promotional_hours = "09:30-20:30"
alphanumeric_scripts = "latin"
rules_file = "mine.csv"
)");
    if (!config) FAIL(config.error().detail);
    auto const& dlt = config->dlt;
    CHECK(dlt.enforce == DltEnforce::warn);
    CHECK(dlt.entity == "1301157000000000001");
    CHECK(dlt.brand == "Haatline");
    CHECK(dlt.header == "HAATLN");
    CHECK(dlt.promotional_header == "600123");
    CHECK(dlt.chain == std::vector<std::string>{"1302157000000000001", "1302157000000000002"});
    CHECK(dlt.content_category == 3);
    CHECK(today(dlt).header_alarm_days == 15);
    CHECK(today(dlt).hours[0] == dlt::Hours{9 * 60 + 30, 20 * 60 + 30}); // a key goes over the file
    CHECK_FALSE(today(dlt).alphanumeric_indian);
}

TEST_CASE("a wrong key about the register is named with its line") {
    Folder folder;
    CHECK(folder.fault("enforce = \"maybe\"\n").find("must be one of off, warn, refuse") !=
          std::string::npos);
    CHECK(folder.fault("header = \"AD-HAATLN\"\n").find("without the operator's prefix") !=
          std::string::npos);
    CHECK(folder.fault("chain = [\"12\"]\n").find("at most 16 telemarketers") != std::string::npos);
    CHECK(folder.fault("promotional_hours = \"9-21\"\n").find("must be like 10:00-21:00") !=
          std::string::npos);
    CHECK(folder.fault("promotional_hours = \"10:00-21:00,yes\"\n").find("six columns") !=
          std::string::npos);
    CHECK(folder.fault("rules_file = \"none.csv\"\n").find("none.csv") != std::string::npos);
    CHECK(folder.fault("entitty = \"1\"\n").find("entitty") != std::string::npos);
}
