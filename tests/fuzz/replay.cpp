// Replays every kept input through its target, under the suite's own compiler and sanitizers; no clang is needed.
// With arguments: `test_fuzz TARGET FILE…` replays just these.
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using haatline::fuzz::Target;
namespace fs = std::filesystem;

std::string content_of(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A crash is the end of this process; what stands last on the output is the input that did it.
void replay(Target const& target, fs::path const& file) {
    std::printf("%.*s %s\n", static_cast<int>(target.name.size()), target.name.data(),
                file.filename().c_str());
    std::fflush(stdout);
    auto const content = content_of(file);
    // Of its own size on the heap, so that reading behind the end is seen.
    std::vector<char> const exact(content.begin(), content.end());
    target.one({exact.data(), exact.size()});
}

std::size_t replay_all(Target const& target) {
    auto const folder = fs::path(HAATLINE_SOURCE_DIR) / "tests/fuzz/corpus" / target.name;
    std::vector<fs::path> files;
    if (fs::is_directory(folder))
        for (auto const& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    target.one({});
    for (auto const& file : files) replay(target, file);
    return files.size();
}

} // namespace

int main(int argc, char** argv) {
    auto& targets = haatline::fuzz::targets();
    if (argc > 1) {
        for (auto const& target : targets)
            for (int i = 2; target.name == argv[1] && i < argc; ++i) replay(target, argv[i]);
        return 0;
    }
    std::sort(targets.begin(), targets.end(),
              [](Target const& a, Target const& b) { return a.name < b.name; });
    int passed = 0, failed = 0;
    for (auto const& target : targets) {
        auto const inputs = replay_all(target);
        if (inputs == 0)
            std::printf("%.*s has no kept inputs\n", static_cast<int>(target.name.size()),
                        target.name.data());
        ++(inputs > 0 ? passed : failed);
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
