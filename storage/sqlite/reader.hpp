#pragma once

#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/parcel_reader.hpp"
#include "storage/store.hpp"

namespace haatline::storage {

/// Answers questions on a connection of its own that cannot write.
class SqliteReader final : public Reader {
  public:
    SqliteReader(Db db, people::Ages ages, Retention kept)
        : db_(std::move(db)), sql_(db_), ages_(ages), kept_(kept) {}

    Result<Answer> answer(Question const& question, Caller const& caller) override;
    void open_round() override;
    void close_round() override;
    Result<std::string> snapshot_of(std::uint64_t phone) override;
    Result<std::vector<outbox::Parcel>> parcels(outbox::Want const& want) override {
        return waiting_parcels(sql_, want);
    }
    Result<std::vector<std::int64_t>> campaigns_waiting() override {
        return campaigns_with_waiting(sql_);
    }
    Result<std::optional<outbox::Seen>> message(std::string_view named,
                                                std::string_view once) override {
        return message_seen(sql_, named, once);
    }
    Result<outbox::OpenParts> open_parts(outbox::OpenPartsAfter const& after) override {
        return parts_without_end(sql_, after);
    }
    Result<outbox::Counts> parcel_counts() override { return count_parcels(sql_); }

    Prepared& statements() { return sql_; } ///< for tests that read plans

  private:
    Db db_;
    Prepared sql_;
    people::Ages ages_;
    Retention kept_;
    Words words_;
    bool in_round_ = false;
    Result<void> fresh_; ///< whether `words_` could be read for this round
};

} // namespace haatline::storage
