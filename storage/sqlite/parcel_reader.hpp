#pragma once

#include "storage/outbox.hpp"
#include "storage/sqlite/sql.hpp"

#include <optional>
#include <string_view>

namespace haatline::storage {

/// storage/store.hpp, Reader: what of the outbox is read on a read-only connection.
Result<std::vector<outbox::Parcel>> waiting_parcels(Prepared& sql, outbox::Want const& want);
Result<std::vector<std::int64_t>> campaigns_with_waiting(Prepared& sql);
Result<std::optional<outbox::Seen>> message_seen(Prepared& sql, std::string_view named,
                                                 std::string_view once);
Result<outbox::OpenParts> parts_without_end(Prepared& sql, outbox::OpenPartsAfter const& after);
Result<outbox::Counts> count_parcels(Prepared& sql);

} // namespace haatline::storage
