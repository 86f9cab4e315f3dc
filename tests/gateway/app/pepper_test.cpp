#include "gateway/app/pepper.hpp"
#include "gateway/app/phones.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/world.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

using namespace haatline;
using namespace haatline::gateway;
using haatline::tests::SeededRandom;
using haatline::tests::TempDir;

namespace {

Pepper of(std::string const& dir, std::uint64_t seed = 1) {
    SeededRandom random{seed};
    auto const pepper = Pepper::of_folder(dir, random);
    if (!pepper) FAIL(pepper.error().detail);
    return *pepper;
}

std::string file_of(std::string const& dir) { return dir + "/haatline.pepper"; }

} // namespace

TEST_CASE("a folder's key is made once, for its owner's eyes only, and stays") {
    TempDir dir;
    auto const first = of(dir.path());
    struct stat about {};
    REQUIRE(::stat(file_of(dir.path()).c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(about.st_size == 32);
    CHECK_FALSE(std::filesystem::exists(file_of(dir.path()) + ".new"));
    CHECK(of(dir.path(), 2).digest("7", "4821") == first.digest("7", "4821"));
    TempDir other;
    CHECK(of(other.path(), 2).digest("7", "4821") != first.digest("7", "4821"));
}

TEST_CASE("a key that was cut, grew or cannot be made is an error that says what to do") {
    TempDir dir;
    SeededRandom random{1};
    std::ofstream(file_of(dir.path())) << "short";
    auto const cut = Pepper::of_folder(dir.path(), random);
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code == Errc::invalid_data);
    CHECK(cut.error().detail.find("put the right file back") != std::string::npos);
    std::ofstream(file_of(dir.path())) << std::string(33, 'x');
    CHECK(Pepper::of_folder(dir.path(), random).error().code == Errc::invalid_data);
    CHECK(Pepper::of_folder(dir.path() + "/nowhere", random).error().code == Errc::unavailable);
}

TEST_CASE("a key is not made where it may not be, and one that is there asks nobody") {
    TempDir dir;
    SeededRandom random{1};
    auto const never = [] { return Result<void>(fail(Errc::invalid_data, "put it back")); };
    auto const refused = Pepper::of_folder(dir.path(), random, never);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail == "put it back");
    CHECK_FALSE(std::filesystem::exists(file_of(dir.path())));
    auto const made = of(dir.path());
    CHECK(Pepper::of_folder(dir.path(), random, never)->digest("7", "4821") ==
          made.digest("7", "4821"));
}

TEST_CASE("a digest is a person's own: equal digits of two people look different") {
    Pepper const pepper(Pepper::Key{});
    auto const digest = pepper.digest("7", "4821");
    CHECK(digest.size() == 64);
    CHECK(digest == pepper.digest("7", "4821"));
    CHECK(digest != pepper.digest("8", "4821"));
    CHECK(digest != pepper.digest("7", "4822"));
    CHECK(digest != Pepper(Pepper::Key{1}).digest("7", "4821"));
}

TEST_CASE("a mark tells texts apart, is keyed, and says nothing of the text") {
    Pepper const pepper(Pepper::Key{});
    CHECK(pepper.mark("1*2*4821").size() == 32);
    CHECK(pepper.mark("1*2*4821") == pepper.mark("1*2*4821"));
    CHECK(pepper.mark("1*2*4821") != pepper.mark("1*2*4822"));
    CHECK(pepper.mark("1*2*4821") != Pepper(Pepper::Key{1}).mark("1*2*4821"));
}

TEST_CASE(
    "a phone's state keeps size and mark of what came, and reads the text of earlier versions") {
    Pepper const pepper(Pepper::Key{});
    Marker const marker = [&](std::string_view text) { return pepper.mark(text); };
    menus::Session session;
    session.screen = "reg.pin";
    TextMark const heard{8, pepper.mark("1*2*4821")};
    auto const state = phone_state_json("africastalking:s1", heard, false, "", session);
    CHECK(state.find("4821") == std::string::npos);
    Phone phone;
    REQUIRE(read_phone_state(state, phone, marker));
    CHECK(phone.text == heard);

    Phone old;
    REQUIRE(read_phone_state(R"({"d":"africastalking:s1","t":"1*2*4821","s":{"s":"reg.pin"}})", old,
                             marker));
    CHECK(old.text == heard);
    CHECK(Heard(old.text, marker).begins("1*2*4821*1"));
    CHECK_FALSE(Heard(old.text, marker).begins("1*2*4822*1"));
    CHECK_FALSE(Heard(old.text, marker).begins("1*2"));

    Phone silent;
    REQUIRE(read_phone_state(R"({"d":"imimobile:s1","t":"","s":{"s":"reg.pin"}})", silent, marker));
    CHECK(silent.text == TextMark{});
    for (auto const* bad : {"7", "[]", "[3]", "[-1,\"x\"]", "[0,\"x\"]", "[3,4]", "{}", "null"})
        CHECK_FALSE(read_phone_state(
            std::string(R"({"d":"a:s1","t":)") + bad + R"(,"s":{"s":"reg.pin"}})", phone, marker));
}
