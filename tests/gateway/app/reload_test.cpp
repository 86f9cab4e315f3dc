#include "tests/support/catch.hpp"
#include "tests/support/line.hpp"

#include <fstream>
#include <map>

using namespace haatline;
using haatline::tests::Line;

namespace {

/// Of the languages, those a caller of these tests hears: each reload reads and checks them all.
bool is_spoken_here(std::string_view path) {
    if (!path.starts_with("locales/")) return true;
    return path.starts_with("locales/en/") || path.starts_with("locales/hi/") ||
           path.starts_with("locales/hi-Latn/");
}

/// The shipped menus and words in a folder, to be changed while a gateway speaks them.
class Folders {
  public:
    Folders() {
        for (auto const& files : {menus::embedded_files(), locales::embedded_files()})
            for (auto const& file : files)
                if (is_spoken_here(file.path)) content_[std::string(file.path)] = file.content;
        write();
    }
    std::string menus() const { return dir_.path() + "/menus/flows"; }
    std::string locales() const { return dir_.path() + "/locales"; }

    /// In every file, flows and words alike.
    void replace(std::string_view from, std::string_view to) {
        for (auto& [path, text] : content_)
            for (auto at = text.find(from); at != std::string::npos;
                 at = text.find(from, at + to.size()))
                text.replace(at, from.size(), to);
        write();
    }
    void append(std::string const& path, std::string_view more) {
        content_.at(path) += more;
        write();
    }

  private:
    void write() const {
        for (auto const& [path, text] : content_) {
            auto const file = std::filesystem::path(dir_.path()) / path;
            std::filesystem::create_directories(file.parent_path());
            std::ofstream(file, std::ios::binary) << text;
        }
    }

    tests::TempDir dir_;
    std::map<std::string, std::string> content_;
};

std::string first_line(std::string const& screen) { return screen.substr(0, screen.find('\n')); }

/// Up to the question for the PIN code.
std::string up_to_pin(Line& line, std::string const& phone, std::string const& session) {
    line.dial(phone, session, "");
    line.dial(phone, session, "2");
    return line.dial(phone, session, "2*1");
}

} // namespace

TEST_CASE("a dialogue that is open finishes on the menus it began with, a new one begins with the "
          "new") {
    Folders folders;
    Line line(0, folders.menus(), folders.locales());
    auto const pin = up_to_pin(line, "+919876543210", "s1");
    folders.replace("reg.pin", "reg.code");
    folders.replace("PIN code of your work place", "Postal code of your work place");
    auto const reloaded = line.reload();
    INFO(reloaded.text);
    REQUIRE(reloaded.done);
    CHECK(reloaded.text.find("in use: version ") != std::string::npos);
    auto const role = line.dial("+919876543210", "s1", "2*1*800001");
    CHECK(role.find("Make food") != std::string::npos);
    auto const renamed = up_to_pin(line, "+919876543211", "s2");
    CHECK(renamed != pin);
    CHECK(line.dial("+919876543211", "s2", "2*1*800001") == role);
    // What she dials next is the new one.
    CHECK(line.dial("+919876543210", "s3", "").starts_with("CON You stopped at question 3."));
}

TEST_CASE("a wrong answer in an open dialogue is asked again in the words it began with") {
    Folders folders;
    Line line(0, folders.menus(), folders.locales());
    auto const pin = up_to_pin(line, "+919876543210", "s1");
    folders.replace("reg.pin", "reg.code");
    REQUIRE(line.reload().done);
    auto const again = line.dial("+919876543210", "s1", "2*1*12");
    CHECK(again.ends_with(pin.substr(pin.find('\n') + 1)));
}

TEST_CASE("menus that were replaced too often are no more: the caller is asked whether to go on") {
    Folders folders;
    Line line(0, folders.menus(), folders.locales());
    auto const pin = up_to_pin(line, "+919876543210", "s1");
    SECTION("where her screen is still there, she goes on at it") {
        for (int i = 0; i < 5; ++i) {
            folders.append("menus/flows/dial.yaml", "# changed\n");
            REQUIRE(line.reload().done);
        }
        CHECK(first_line(line.dial("+919876543210", "s1", "2*1*800001")) ==
              "CON You stopped at question 2.");
        CHECK(line.dial("+919876543210", "s1", "2*1*800001*1") == pin);
    }
    SECTION("where it was renamed, at the question before") {
        folders.replace("reg.pin", "reg.code");
        for (int i = 0; i < 5; ++i) {
            folders.append("menus/flows/dial.yaml", "# changed\n");
            REQUIRE(line.reload().done);
        }
        CHECK(first_line(line.dial("+919876543210", "s1", "2*1*800001")) ==
              "CON You stopped at question 1.");
        CHECK(line.dial("+919876543210", "s1", "2*1*800001*1").starts_with("CON "));
    }
    SECTION("four replacements are remembered") {
        for (int i = 0; i < 4; ++i) {
            folders.append("menus/flows/dial.yaml", "# changed\n");
            REQUIRE(line.reload().done);
        }
        CHECK(line.dial("+919876543210", "s1", "2*1*800001").find("Make food") !=
              std::string::npos);
    }
}

TEST_CASE("after a restart with other menus an answer is not taken for another screen's") {
    Folders folders;
    Line line(0, folders.menus(), folders.locales());
    up_to_pin(line, "+919876543210", "s1");
    SECTION("with the same menus the call goes on") {
        line.restart(false);
        CHECK(line.dial("+919876543210", "s1", "2*1*800001").find("Make food") !=
              std::string::npos);
    }
    SECTION("with others she is asked whether to go on") {
        folders.append("menus/flows/dial.yaml", "# changed\n");
        line.restart(false);
        CHECK(first_line(line.dial("+919876543210", "s1", "2*1*800001")) ==
              "CON You stopped at question 2.");
    }
}

TEST_CASE("a broken set is refused with the checker's report, and the running one stays") {
    Folders folders;
    Line line(0, folders.menus(), folders.locales());
    auto const pin = up_to_pin(line, "+919876543210", "s1");
    folders.replace("go: reg.done", "go: reg.nowhere");
    auto const reloaded = line.reload();
    CHECK_FALSE(reloaded.done);
    CHECK(reloaded.text.find("leads to `reg.nowhere`, which no file has") != std::string::npos);
    CHECK(reloaded.text.ends_with("refused: the running menus stay\n"));
    CHECK(up_to_pin(line, "+919876543211", "s2") == pin);
    std::filesystem::remove_all(folders.menus());
    CHECK(line.reload().text.find("cannot read " + folders.menus()) != std::string::npos);
    CHECK(up_to_pin(line, "+919876543212", "s3") == pin);
}

TEST_CASE("a reload that finds nothing new says so, and one taken back is the version it was") {
    Folders folders;
    Line line(0, folders.menus(), folders.locales());
    CHECK(line.reload().text == "menus and words are as they were\n");
    up_to_pin(line, "+919876543210", "s1");
    for (int i = 0; i < 6; ++i) {
        folders.replace(i % 2 ? "reg.code" : "reg.pin", i % 2 ? "reg.pin" : "reg.code");
        REQUIRE(line.reload().done);
    }
    CHECK(line.dial("+919876543210", "s1", "2*1*800001").find("Make food") != std::string::npos);
    Line embedded;
    CHECK(embedded.reload().text.starts_with("menus and words are those inside the binary"));
}
