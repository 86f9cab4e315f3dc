#include "storage/sqlite/log_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

namespace haatline::storage {
namespace {

constexpr std::size_t header_bytes = 32;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::uint32_t magic = 0x377f0682; // the last bit says whose byte order sums are in
constexpr std::uint32_t page_bytes_max = 65536;

std::uint32_t big_endian(unsigned char const* at) {
    return static_cast<std::uint32_t>(at[0]) << 24 | static_cast<std::uint32_t>(at[1]) << 16 |
           static_cast<std::uint32_t>(at[2]) << 8 | at[3];
}

/// The running sum over pairs of words that chains every frame to all before it.
struct Sum {
    bool big = false;
    std::uint32_t a = 0, b = 0;

    void add(unsigned char const* at, std::size_t bytes) {
        for (std::size_t i = 0; i + 8 <= bytes; i += 8) {
            a += word(at + i) + b;
            b += word(at + i + 4) + a;
        }
    }
    bool is(unsigned char const* at) const {
        return a == big_endian(at) && b == big_endian(at + 4);
    }

  private:
    std::uint32_t word(unsigned char const* at) const {
        if (big) return big_endian(at);
        return static_cast<std::uint32_t>(at[3]) << 24 | static_cast<std::uint32_t>(at[2]) << 16 |
               static_cast<std::uint32_t>(at[1]) << 8 | at[0];
    }
};

struct Damage {
    std::uint64_t whole_bytes = 0; ///< of the file, up to the last commit before the damage
    std::uint64_t lost_commits = 0;
};

/// One pass over the file, for the frames of this generation of the log: those with the header's salts.
class Frames {
  public:
    Frames(std::ifstream& file, std::array<unsigned char, header_bytes> const& header)
        : file_(file), header_(header), page_bytes_(big_endian(&header[8])) {
        sum_.big = (big_endian(&header[0]) & 1) != 0;
        sum_.add(header.data(), 24);
    }

    bool header_is_whole() const { return sum_.is(&header_[24]); }

    Damage read() {
        Damage out{header_bytes, 0};
        bool whole = true, commit_behind_damage = false;
        std::vector<unsigned char> frame(frame_header_bytes + page_bytes_);
        for (std::uint64_t end = header_bytes + frame.size(); next(frame); end += frame.size()) {
            // Frames of before the log was last begun anew lie behind its end, none of its own behind those:
            // where one does, a damaged frame lost its salts.
            bool const ours = same_generation(frame);
            bool const commits = ours && big_endian(&frame[4]) != 0;
            whole = whole && ours;
            if (whole) {
                sum_.add(frame.data(), 8);
                sum_.add(&frame[frame_header_bytes], page_bytes_);
                whole = sum_.is(&frame[16]);
                if (whole && commits) out.whole_bytes = end;
            }
            if (whole || !ours) continue;
            // The first commit may be the one that was being written; a frame behind it proves that
            // it was on the disk.
            if (commit_behind_damage) out.lost_commits += commits || out.lost_commits == 0 ? 1 : 0;
            commit_behind_damage = commit_behind_damage || commits;
        }
        return out;
    }

  private:
    bool next(std::vector<unsigned char>& frame) {
        file_.read(reinterpret_cast<char*>(frame.data()),
                   static_cast<std::streamsize>(frame.size()));
        return static_cast<std::size_t>(file_.gcount()) == frame.size();
    }
    bool same_generation(std::vector<unsigned char> const& frame) const {
        return std::equal(&header_[16], &header_[24], &frame[8]);
    }

    std::ifstream& file_;
    std::array<unsigned char, header_bytes> const& header_;
    std::uint32_t page_bytes_;
    Sum sum_;
};

tl::unexpected<Error> damaged(std::string const& path, std::string const& what) {
    return fail(Errc::invalid_data,
                fmt::format("{}: the log is damaged: {}. Restore a backup", path, what));
}

/// The header of a database says how many pages it has; a copy that was interrupted, or a disk that
/// lost its end, has fewer. Only without a log, which may hold what the file still lacks.
Result<void> check_length(std::string const& path) {
    constexpr std::size_t header_end = 100;
    std::ifstream file(path, std::ios::binary);
    std::array<unsigned char, header_end> header{};
    file.read(reinterpret_cast<char*>(header.data()), header.size());
    if (static_cast<std::size_t>(file.gcount()) < header.size())
        return {};                                                     // SQLite says what it is
    if (!std::equal(&header[24], &header[28], &header[92])) return {}; // the count is not kept
    auto const size_field = static_cast<std::uint64_t>(header[16]) << 8 | header[17];
    auto const page_bytes = size_field == 1 ? page_bytes_max : size_field;
    auto const said = page_bytes * big_endian(&header[28]);
    std::error_code ignored;
    auto const is = std::filesystem::file_size(path, ignored);
    if (ignored || is >= said) return {};
    return fail(Errc::invalid_data,
                fmt::format("{}: it has {} bytes of {}: the file is damaged: restore a backup",
                            path, is, said));
}

} // namespace

Result<void> check_log(std::string const& database_path) {
    std::string const path = database_path + "-wal";
    std::ifstream file(path, std::ios::binary);
    std::array<unsigned char, header_bytes> header{};
    file.read(reinterpret_cast<char*>(header.data()), header.size());
    if (static_cast<std::size_t>(file.gcount()) < header.size()) return check_length(database_path);
    std::error_code ignored;
    if (std::filesystem::file_size(database_path, ignored) == 0)
        return damaged(database_path, "the database is empty although its log is not; it was cut");
    if (header == std::array<unsigned char, header_bytes>{}) return {}; // never reached the disk
    auto const page_bytes = big_endian(&header[8]);
    bool const plausible = (big_endian(&header[0]) & ~1U) == magic && page_bytes >= 512 &&
                           page_bytes <= page_bytes_max && (page_bytes & (page_bytes - 1)) == 0;
    if (!plausible) return damaged(path, "its first bytes are no log's");
    Frames frames(file, header);
    if (!frames.header_is_whole()) return damaged(path, "its first bytes are not what was written");
    auto const found = frames.read();
    if (found.lost_commits == 0) return {};
    return damaged(path, fmt::format("{} commits or more lie behind bytes that are not what was "
                                     "written; without them, keeping what stands before: `truncate "
                                     "-s {} {}`",
                                     found.lost_commits, found.whole_bytes, path));
}

} // namespace haatline::storage
