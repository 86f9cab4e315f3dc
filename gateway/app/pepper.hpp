#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// The key under which secret numbers and what phones sent are digested, so that neither the
/// database nor its backups can tell them. It stands in a file of its own in the data folder
/// (`haatline.pepper`, mode 0600) and belongs into no backup of the database: four digits are
/// guessed in a moment by whoever has both.
class Pepper {
  public:
    using Key = std::array<unsigned char, 32>;

    explicit Pepper(Key const& key);
    /// Reads the folder's key, or makes one at the first start.
    /// @param before_making  asked when there is none; when it fails none is made, and so does this.
    /// @fails Errc::unavailable when the file cannot be read or written, Errc::invalid_data when it
    /// holds something else than 32 octets.
    static Result<Pepper> of_folder(std::string const& dir, Random& random,
                                    std::function<Result<void>()> const& before_making = {});

    /// Digest of a person's secret number: keyed BLAKE2b-256 over person and digits, in hex.
    std::string digest(std::string_view person, std::string_view digits) const;
    /// Mark of a text that is compared but must not be kept: keyed SipHash-128, in hex.
    std::string mark(std::string_view text) const;

  private:
    Key key_;
    std::array<unsigned char, 16> mark_key_{};
};

} // namespace haatline::gateway
