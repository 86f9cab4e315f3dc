#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// What the hash of a ledger row is over: every column as text, in the order of the table, the hash
/// of its terms, the hash of the row before; each with its size in four octets, low one first, so
/// that no two rows read alike.
namespace haatline::storage::ledger {

constexpr std::size_t numbers = 12, texts = 9; ///< columns of message_ledger
constexpr std::size_t hash_octets = 32;

/// Stands before the first row: 32 zero octets.
std::string start();
/// BLAKE2b, as octets.
std::string hash_of(std::string_view sealed);
std::string in_hex(std::string_view hash);

std::string sealed_terms(std::array<std::string_view, 5> const& words);

/// Collects a row into `room`.
class Seal {
  public:
    explicit Seal(std::string& room);
    void add(std::string_view text);
    std::string hash() const { return hash_of(room_); }

  private:
    std::string& room_;
};

} // namespace haatline::storage::ledger
