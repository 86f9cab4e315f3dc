#include "gateway/app/pepper.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace haatline::gateway {
namespace {

static_assert(crypto_generichash_KEYBYTES == 32);
static_assert(crypto_shorthash_siphashx24_KEYBYTES == 16);

std::string hex(unsigned char const* octets, std::size_t count) {
    constexpr std::string_view letters = "0123456789abcdef";
    std::string out(2 * count, '0');
    for (std::size_t i = 0; i < count; ++i) {
        out[2 * i] = letters[octets[i] >> 4];
        out[2 * i + 1] = letters[octets[i] & 15];
    }
    return out;
}

unsigned char const* octets_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

struct File {
    int descriptor;
    ~File() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

tl::unexpected<Error> no_file(std::string const& path) {
    return fail(Errc::unavailable,
                fmt::format("{}: {}: check the data folder and its rights; without this file no "
                            "secret number can be checked",
                            path, std::strerror(errno)));
}

/// Whole or not at all: written beside it, synced, then named.
Result<void> write_key(std::string const& path, Pepper::Key const& key) {
    auto const beside = path + ".new";
    File const file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (file.descriptor < 0) return no_file(beside);
    if (::write(file.descriptor, key.data(), key.size()) != static_cast<ssize_t>(key.size()) ||
        ::fsync(file.descriptor) != 0 || ::rename(beside.c_str(), path.c_str()) != 0)
        return no_file(beside);
    // The name too: digests made under a key whose name the disk forgot would never fit again.
    auto const dir = std::filesystem::path(path).parent_path().string();
    File const folder{::open(dir.empty() ? "." : dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.descriptor < 0 || ::fsync(folder.descriptor) != 0) return no_file(path);
    return {};
}

} // namespace

Pepper::Pepper(Key const& key) : key_(key) {
    constexpr std::string_view purpose = "haatline marks of what phones sent";
    crypto_generichash(mark_key_.data(), mark_key_.size(), octets_of(purpose), purpose.size(),
                       key_.data(), key_.size());
}

Result<Pepper> Pepper::of_folder(std::string const& dir, Random& random,
                                 std::function<Result<void>()> const& before_making) {
    auto const path = (std::filesystem::path(dir) / "haatline.pepper").string();
    Key key{};
    File const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.descriptor >= 0) {
        unsigned char more = 0;
        if (::read(file.descriptor, key.data(), key.size()) != static_cast<ssize_t>(key.size()) ||
            ::read(file.descriptor, &more, 1) != 0)
            return fail(Errc::invalid_data,
                        fmt::format("{}: is not the key of 32 octets that was made here: put the "
                                    "right file back; with another one no secret number fits",
                                    path));
        return Pepper(key);
    }
    if (errno != ENOENT) return no_file(path);
    if (before_making)
        if (auto may = before_making(); !may) return fail(may.error());
    for (std::size_t at = 0; at < key.size(); at += 8) {
        auto const chance = random.next();
        std::memcpy(key.data() + at, &chance, sizeof chance);
    }
    if (auto written = write_key(path, key); !written) return fail(written.error());
    return Pepper(key);
}

std::string Pepper::digest(std::string_view person, std::string_view digits) const {
    auto const said = fmt::format("secret number of person {}: {}", person, digits);
    std::array<unsigned char, 32> out{};
    crypto_generichash(out.data(), out.size(), octets_of(said), said.size(), key_.data(),
                       key_.size());
    return hex(out.data(), out.size());
}

std::string Pepper::mark(std::string_view text) const {
    std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> out{};
    crypto_shorthash_siphashx24(out.data(), octets_of(text), text.size(), mark_key_.data());
    return hex(out.data(), out.size());
}

} // namespace haatline::gateway
