#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

/// What a fuzz target is: a function that takes any bytes at all. Built with libFuzzer each target
/// is a program; else all of them stand in one table, and `test_fuzz` replays the kept inputs.
namespace haatline::fuzz {

struct Target {
    std::string_view name; ///< folder of its inputs under tests/fuzz/corpus
    void (*one)(std::string_view input);
};

inline std::vector<Target>& targets() {
    static std::vector<Target> all;
    return all;
}

/// What must be true whatever came in. A lie ends the process, as a crash does.
inline void expect(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "fuzz: this must hold for every input: %s\n", what);
    std::abort();
}

/// Takes an input apart: a choice, a line, the rest. At the end everything is 0 or empty.
class Bytes {
  public:
    explicit Bytes(std::string_view input) : rest_(input) {}

    std::size_t below(std::size_t bound) {
        if (rest_.empty()) return 0;
        auto const byte = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return byte % bound;
    }
    std::string_view line() {
        auto const end = rest_.find('\n');
        auto const out = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return out;
    }
    std::string_view rest() const { return rest_; }
    bool empty() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

} // namespace haatline::fuzz

#ifdef HAATLINE_LIBFUZZER
#define HAATLINE_FUZZ_TARGET(name)                                                                 \
    static void name(std::string_view input);                                                      \
    extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {            \
        name({reinterpret_cast<char const*>(data), size});                                         \
        return 0;                                                                                  \
    }                                                                                              \
    static void name(std::string_view input)
#else
#define HAATLINE_FUZZ_TARGET(name)                                                                 \
    static void name(std::string_view input);                                                      \
    static bool const name##_stands_in_the_table =                                                 \
        (haatline::fuzz::targets().push_back({#name, name}), true);                                \
    static void name(std::string_view input)
#endif
