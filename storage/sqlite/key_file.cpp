#include "storage/sqlite/key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace haatline::storage {
namespace {

// Numbers low octet first. Head: name, format, store id, when, how many keys come first and sorted.
// Then records of one size, so that one can be overwritten in its place and others added behind.
constexpr std::string_view kName = "HaatKeys";
constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kHeadBytes = 64, kRecordBytes = 64, kCheckBytes = 16;
constexpr std::size_t kStoreId = 16, kWhen = 48, kCount = 56;
constexpr std::size_t kId = 8, kValue = 16, kCheck = 48;

enum class Kind : unsigned char { key = 1, erased = 2, day_key = 3, digest = 4 };
using Record = std::array<unsigned char, kRecordBytes>;

void put_number(unsigned char* to, std::uint64_t value) {
    for (std::size_t i = 0; i < 8; ++i) to[i] = static_cast<unsigned char>(value >> (8 * i));
}

std::uint64_t number_at(unsigned char const* from) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < 8; ++i) out |= static_cast<std::uint64_t>(from[i]) << (8 * i);
    return out;
}

Record record(Kind kind, std::int64_t id, std::span<unsigned char const> value) {
    Record out{};
    out[0] = static_cast<unsigned char>(kind);
    put_number(out.data() + kId, static_cast<std::uint64_t>(id));
    std::copy(value.begin(), value.end(), out.begin() + kValue);
    crypto_generichash(out.data() + kCheck, kCheckBytes, out.data(), kCheck, nullptr, 0);
    return out;
}

std::int64_t id_of(Record const& record) {
    return static_cast<std::int64_t>(number_at(record.data() + kId));
}

bool whole(Record const& record) {
    std::array<unsigned char, kCheckBytes> check{};
    crypto_generichash(check.data(), check.size(), record.data(), kCheck, nullptr, 0);
    return std::equal(check.begin(), check.end(), record.begin() + kCheck);
}

Error damaged(std::string const& path) {
    return {Errc::invalid_data,
            fmt::format("{}: the keys are damaged: put back another copy of this file", path)};
}

Result<void> fits(std::string const& path, Record const& head) {
    if (!std::equal(kName.begin(), kName.end(), head.begin()))
        return fail(Errc::invalid_data,
                    fmt::format("{}: this is no file of keys: give haatline.keys as `haatline "
                                "backup` wrote it",
                                path));
    if (number_at(head.data() + kName.size()) > kFormat)
        return fail(Errc::invalid_data,
                    fmt::format("{}: a newer haatline wrote these keys: use that one", path));
    return {};
}

/// An open file that is closed at the end.
class File {
  public:
    File(std::string const& path, int flags)
        : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~File() {
        if (file_ >= 0) ::close(file_);
    }
    File(File const&) = delete;
    bool open() const { return file_ >= 0; }
    bool read(Record& into, std::uint64_t at) const {
        return ::pread(file_, into.data(), into.size(), static_cast<off_t>(at)) ==
               static_cast<ssize_t>(into.size());
    }
    bool write(Record const& from, std::uint64_t at) const {
        return ::pwrite(file_, from.data(), from.size(), static_cast<off_t>(at)) ==
               static_cast<ssize_t>(from.size());
    }
    bool sync() const { return ::fsync(file_) == 0; }
    std::uint64_t records() const {
        struct stat about {};
        if (::fstat(file_, &about) != 0) return 0;
        auto const bytes = static_cast<std::uint64_t>(about.st_size);
        return bytes < kHeadBytes ? 0 : (bytes - kHeadBytes) / kRecordBytes;
    }
    Error fault() const {
        return {errno == ENOENT ? Errc::not_found : Errc::unavailable,
                fmt::format("{}: {}: check the path, its rights and the room on its disk", path_,
                            std::strerror(errno))};
    }

  private:
    std::string path_;
    int file_;
};

std::uint64_t place_of(std::uint64_t record) { return kHeadBytes + record * kRecordBytes; }

} // namespace

Result<KeyFile> KeyFile::read(std::string const& path) {
    [[maybe_unused]] static int const ready = sodium_init();
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return fail(Errc::not_found, fmt::format("{}: the keys cannot be read: put haatline.keys "
                                                 "beside the backup, or name it with --keys",
                                                 path));
    Record each{};
    auto const next = [&] {
        in.read(reinterpret_cast<char*>(each.data()), static_cast<std::streamsize>(each.size()));
        return in.gcount() == static_cast<std::streamsize>(each.size());
    };
    if (!next()) return fail(damaged(path));
    if (auto fit = fits(path, each); !fit) return fail(fit.error());
    KeyFile out;
    out.store_id.assign(each.begin() + kStoreId, each.begin() + kWhen);
    out.written_at = TimePoint(Millis(static_cast<std::int64_t>(number_at(each.data() + kWhen))));
    auto const keys = number_at(each.data() + kCount);
    // An addition that was cut off by a crash leaves part of a record at the end: it is made again.
    for (std::uint64_t at = 0; next(); ++at) {
        if (!whole(each)) return fail(damaged(path));
        auto const id = id_of(each);
        Key value{};
        std::copy_n(each.begin() + kValue, value.size(), value.begin());
        switch (static_cast<Kind>(each[0])) {
        case Kind::key:
            out.keys.emplace_hint(out.keys.end(), id, value);
            break;
        case Kind::erased:
            out.erased.insert(id);
            break;
        case Kind::day_key:
            out.backups[id].day_key = value;
            break;
        case Kind::digest:
            out.backups[id].digest = value;
            break;
        }
    }
    if (out.keys.size() != keys) return fail(damaged(path));
    return out;
}

Result<void> KeyFile::write(std::string const& path) const {
    [[maybe_unused]] static int const ready = sodium_init();
    auto const part = path + ".part";
    ::unlink(part.c_str());
    {
        File out(part, O_WRONLY | O_CREAT | O_EXCL);
        if (!out.open()) return fail(out.fault());
        Record head{};
        std::copy(kName.begin(), kName.end(), head.begin());
        put_number(head.data() + kName.size(), kFormat);
        std::copy_n(store_id.begin(), std::min<std::size_t>(store_id.size(), kWhen - kStoreId),
                    head.begin() + kStoreId);
        put_number(head.data() + kWhen,
                   static_cast<std::uint64_t>(written_at.time_since_epoch().count()));
        put_number(head.data() + kCount, keys.size());
        // One write a record would be a million system calls for a million people.
        std::string all(reinterpret_cast<char const*>(head.data()), head.size());
        all.reserve(kHeadBytes + (keys.size() + erased.size() + 2 * backups.size()) * kRecordBytes);
        auto const add = [&](Kind kind, std::int64_t id, std::span<unsigned char const> value) {
            auto const one = record(kind, id, value);
            all.append(reinterpret_cast<char const*>(one.data()), one.size());
        };
        for (auto const& [id, key] : keys) add(Kind::key, id, key);
        for (auto const person : erased) add(Kind::erased, person, {});
        for (auto const& [made_at, about] : backups) {
            add(Kind::day_key, made_at, about.day_key);
            add(Kind::digest, made_at, about.digest);
        }
        int const file = ::open(part.c_str(), O_WRONLY | O_CLOEXEC);
        std::size_t written = 0;
        while (file >= 0 && written < all.size()) {
            auto const some = ::write(file, all.data() + written, all.size() - written);
            if (some <= 0) break;
            written += static_cast<std::size_t>(some);
        }
        bool const good = written == all.size() && ::fsync(file) == 0;
        auto const error = out.fault();
        if (file >= 0) ::close(file);
        sodium_memzero(all.data(), all.size());
        if (!good) return fail(error);
    }
    std::error_code renamed;
    std::filesystem::rename(part, path, renamed);
    if (renamed) return fail(Errc::unavailable, fmt::format("{}: {}", path, renamed.message()));
    return sync_path(std::filesystem::absolute(path).parent_path().string());
}

Result<void> erase_in_key_file(std::string const& path, std::string_view store_id,
                               std::span<std::int64_t const> subjects,
                               std::span<std::int64_t const> persons) {
    [[maybe_unused]] static int const ready = sodium_init();
    File file(path, O_RDWR);
    if (!file.open()) return fail(file.fault());
    Record head{};
    if (!file.read(head, 0)) return fail(damaged(path));
    if (auto fit = fits(path, head); !fit) return fit;
    if (!std::equal(store_id.begin(), store_id.end(), head.begin() + kStoreId))
        return fail(Errc::conflict, fmt::format("{}: the keys of another database", path));
    auto const keys = number_at(head.data() + kCount);
    for (auto const subject : subjects) {
        std::uint64_t low = 0, high = keys;
        Record each{};
        while (low < high) {
            auto const middle = low + (high - low) / 2;
            if (!file.read(each, place_of(middle))) return fail(damaged(path));
            id_of(each) < subject ? low = middle + 1 : high = middle;
        }
        if (low == keys || !file.read(each, place_of(low)) || id_of(each) != subject) continue;
        if (!file.write(record(Kind::key, subject, {}), place_of(low))) return fail(file.fault());
    }
    auto end = file.records();
    for (auto const person : persons)
        if (!file.write(record(Kind::erased, person, {}), place_of(end++)))
            return fail(file.fault());
    if (!file.sync()) return fail(file.fault());
    return {};
}

Result<Digest> digest_of_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Errc::not_found, fmt::format("{}: cannot be read", path));
    crypto_generichash_state state;
    Digest out{};
    crypto_generichash_init(&state, nullptr, 0, out.size());
    std::vector<char> some(1 << 20);
    while (in) {
        in.read(some.data(), static_cast<std::streamsize>(some.size()));
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const*>(some.data()),
                                  static_cast<unsigned long long>(in.gcount()));
    }
    crypto_generichash_final(&state, out.data(), out.size());
    return out;
}

Result<void> sync_path(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool const good = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (good) return {};
    return fail(Errc::unavailable, fmt::format("{}: {}", path, std::strerror(errno)));
}

} // namespace haatline::storage
