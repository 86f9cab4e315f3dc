#include "base/folder.hpp"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace haatline;
namespace fs = std::filesystem;

namespace {

class TempFolder {
  public:
    TempFolder() {
        std::string pattern = (fs::temp_directory_path() / "haatline-folder-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~TempFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    void write(std::string const& name, std::string_view content) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << content;
    }
    std::string path(std::string const& name = {}) const {
        return name.empty() ? path_.string() : (path_ / name).string();
    }

  private:
    fs::path path_;
};

} // namespace

TEST_CASE("a folder gives its files of the wanted kinds, sorted, at any depth") {
    TempFolder const folder;
    folder.write("hi/messages.po", "नमस्ते\n");
    folder.write("hi/language.toml", "code = \"hi\"");
    folder.write("en/messages.po", "");
    folder.write("README.md", "not a text");
    folder.write(".git/messages.po", "hidden");
    folder.write("en/.messages.po", "an editor's copy");
    folder.write("hi/messages.po~", "an editor's copy");

    auto const files = read_folder(folder.path(), {".po", ".toml"});
    REQUIRE(files);
    REQUIRE(files->size() == 3);
    CHECK((*files)[0].path == folder.path("en/messages.po"));
    CHECK((*files)[1].path == folder.path("hi/language.toml"));
    CHECK((*files)[2].path == folder.path("hi/messages.po"));
    CHECK((*files)[0].content.empty());
    CHECK((*files)[2].content == "नमस्ते\n");

    auto const embedded = as_embedded(*files);
    REQUIRE(embedded.size() == 3);
    CHECK(embedded[2].path == (*files)[2].path);
    CHECK(embedded[2].content == "नमस्ते\n");
}

TEST_CASE("a folder that is not there is told by name") {
    auto const files = read_folder("/no/such/folder", {".po"});
    REQUIRE_FALSE(files);
    CHECK(files.error().code == Errc::invalid_config);
    CHECK(files.error().detail == "cannot read /no/such/folder: No such file or directory");
}

TEST_CASE("a wrong folder does not fill the memory") {
    TempFolder const folder;
    folder.write("a.po", "12345");
    folder.write("b.po", "12345");
    auto code = [&](FolderLimits limits) {
        auto const files = read_folder(folder.path(), {".po"}, limits);
        return files ? Errc::internal : files.error().code;
    };
    CHECK(read_folder(folder.path(), {".po"}, {2, 5, 10}));
    CHECK(code({1, 5, 10}) == Errc::limit);
    CHECK(code({2, 4, 10}) == Errc::limit);
    CHECK(code({2, 5, 9}) == Errc::limit);
}

TEST_CASE("links in a circle do not trap the reader") {
    TempFolder const folder;
    folder.write("en/messages.po", "x");
    fs::create_directory_symlink(folder.path(), folder.path("en/again"));
    auto const files = read_folder(folder.path(), {".po"});
    REQUIRE(files);
    CHECK(files->size() == 1);
}
