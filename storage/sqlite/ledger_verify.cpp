#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/ledger.hpp"
#include "storage/sqlite/ledger_seal.hpp"

#include <unordered_map>

namespace haatline::storage {
namespace {

constexpr Sql kAll{"ledger.all",
                   "SELECT seq, at, act, state, parcel, campaign, subject, class, consent, terms, "
                   "segments, paise, category, language, purpose, caused_by, variables, route, "
                   "ids, reason, raw_code, hash FROM message_ledger ORDER BY seq"};
constexpr Sql kTerms{"ledger.all_terms",
                     "SELECT id, hash, entity, header, template, version, chain FROM "
                     "message_terms ORDER BY id"};
constexpr Sql kGuards{
    "ledger.guards",
    "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN "
    "('message_ledger_keeps_rows', 'message_ledger_keeps_words', "
    "'message_ledger_grows_at_the_end', 'message_terms_keeps_rows', 'message_terms_keeps_words')"};
constexpr std::size_t kFaultsTold = 20;

class Proof {
  public:
    explicit Proof(Db& db) : sql_(db) {}

    Result<LedgerReport> read(std::string_view known_head) {
        for (auto const part : {&Proof::guards, &Proof::terms})
            if (auto done = (this->*part)(); !done) return fail(done.error());
        if (auto done = rows(known_head); !done) return fail(done.error());
        return std::move(report_);
    }

  private:
    void tell(std::string fault) {
        if (report_.faults.size() < kFaultsTold) report_.faults.push_back(std::move(fault));
    }

    Result<void> guards() {
        Run run(sql_[kGuards]);
        bool const whole = run->step() && run->integer(0) == 5;
        if (auto ended = sql_.ended(*run, kGuards); !ended) return ended;
        if (!whole)
            tell("triggers that keep the message ledger append-only are gone: restore a backup, or "
                 "find out who took them away and what was changed since");
        return {};
    }

    Result<void> terms() {
        Run row(sql_[kTerms]);
        while (row->step()) {
            auto const hash = ledger::hash_of(ledger::sealed_terms(
                {row->text(2), row->text(3), row->text(4), row->text(5), row->text(6)}));
            if (row->text(1) != hash)
                tell(fmt::format("message terms {} (entity, header, template, chain) were changed: "
                                 "compare `haatline ledger export` with a backup's",
                                 row->integer(0)));
            terms_.emplace(row->integer(0), std::string(row->text(1)));
        }
        return sql_.ended(*row, kTerms);
    }

    Result<void> rows(std::string_view known_head) {
        auto head = ledger::start();
        std::int64_t seq = 0;
        bool met = known_head.empty() || known_head == ledger::in_hex(head);
        std::string room;
        Run row(sql_[kAll]);
        while (row->step()) {
            look_at(*row, seq, head, room);
            seq = row->integer(0);
            head = row->text(ledger::numbers + ledger::texts);
            report_.head.at = TimePoint(Millis(row->integer(1)));
            ++report_.head.rows;
            met = met || ledger::in_hex(head) == known_head;
        }
        report_.head.hash = ledger::in_hex(head);
        if (auto ended = sql_.ended(*row, kAll); !ended) return ended;
        if (!met)
            tell("the head given with --messages is in no row: the end was cut off, or rows were "
                 "written anew: restore the backup made after it was noted, and compare");
        return {};
    }

    void look_at(Statement const& row, std::int64_t before, std::string const& head,
                 std::string& room) {
        auto const seq = row.integer(0);
        if (seq != before + 1) {
            tell(fmt::format("message rows {} to {} are missing: restore a backup, or find them "
                             "in one with `haatline ledger export`",
                             before + 1, seq - 1));
            return;
        }
        ledger::Seal seal(room);
        constexpr int last = ledger::numbers + ledger::texts;
        for (int i = 0; i < last; ++i) seal.add(row.text(i));
        auto const terms = row.integer(9);
        auto const it = terms_.find(terms);
        if (terms != 0 && it == terms_.end()) {
            tell(fmt::format("message row {} names terms {}, which are gone: restore a backup", seq,
                             terms));
            return;
        }
        seal.add(it == terms_.end() ? std::string_view() : std::string_view(it->second));
        seal.add(head);
        if (row.text(last) != seal.hash())
            tell(fmt::format("message row {} was changed, or a row was put in, taken out or moved "
                             "before it: compare it with `haatline ledger export` of a backup",
                             seq));
    }

    Prepared sql_;
    std::unordered_map<std::int64_t, std::string> terms_;
    LedgerReport report_;
};

} // namespace

Result<LedgerReport> verify_ledger(Db& db, std::string_view known_head) {
    if (!known_head.empty() && !is_hash(known_head))
        return fail(Errc::bad_request, "--messages takes the 64 hexadecimal digits that `haatline "
                                       "ledger head` printed");
    return Proof(db).read(known_head);
}

} // namespace haatline::storage
