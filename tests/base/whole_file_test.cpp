#include "base/whole_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace haatline;
namespace fs = std::filesystem;

namespace {

std::size_t files_in(fs::path const& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

TEST_CASE("a file is written whole in place of the old one, its rights and links kept") {
    tests::TempDir const dir;
    fs::path const file = fs::path(dir.path()) / "texts.po",
                   link = fs::path(dir.path()) / "link.po";
    REQUIRE(write_whole_file(file.string(), "one").has_value());
    CHECK(read_whole_file(file.string(), 10).value() == "one");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("texts.po", link);
    std::string const long_text(100'000, 'x');
    REQUIRE(write_whole_file(link.string(), long_text).has_value());
    CHECK(fs::is_symlink(link));
    CHECK(read_whole_file(file.string(), long_text.size()).value() == long_text);
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(files_in(dir.path()) == 2);
}

TEST_CASE("a pipe is written to and stays a pipe") {
    tests::TempDir const dir;
    auto const pipe = dir.path() + "/pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    int const reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    REQUIRE(reader >= 0);
    CHECK(write_whole_file(pipe, "one").has_value());
    char read[4] = {};
    CHECK(::read(reader, read, sizeof read) == 3);
    CHECK(std::string(read) == "one");
    ::close(reader);
    CHECK(fs::is_fifo(pipe));
    CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("what cannot be written leaves nothing behind and tells the path") {
    tests::TempDir const dir;
    auto const nowhere = dir.path() + "/none/texts.po";
    auto const refused = write_whole_file(nowhere, "one");
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().detail.find(nowhere) != std::string::npos);
    fs::create_directory(dir.path() + "/folder");
    std::ofstream(dir.path() + "/folder/kept") << "kept";
    CHECK_FALSE(write_whole_file(dir.path() + "/folder", "one").has_value());
    CHECK(files_in(dir.path()) == 1);
}

TEST_CASE("a file is read whole, or refused when it is not there, a folder or too long") {
    tests::TempDir const dir;
    auto const file = dir.path() + "/texts.po";
    REQUIRE(write_whole_file(file, "1234").has_value());
    CHECK(read_whole_file(file, 4).value() == "1234");
    CHECK(read_whole_file(file, 3).error().code == Errc::limit);
    CHECK_FALSE(read_whole_file(dir.path() + "/none", 4).has_value());
    CHECK_FALSE(read_whole_file(dir.path(), 4).has_value());
    REQUIRE(write_whole_file(file, "").has_value());
    CHECK(read_whole_file(file, 4).value().empty());
}
