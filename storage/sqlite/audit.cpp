#include "storage/sqlite/audit.hpp"

#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sql.hpp"
#include "storage/sqlite/transaction.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace haatline::storage {
namespace {

constexpr Sql kLast{"audit.last", "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"};
constexpr Sql kAppend{"audit.append",
                      "INSERT INTO audit (seq, at, who, act, object, before, after, reason, "
                      "prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr Sql kAll{"audit.all", "SELECT seq, at, who, act, object, before, after, reason, "
                                "prev_hash, hash FROM audit ORDER BY seq"};
constexpr Sql kGuards{"audit.guards",
                      "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = "
                      "'audit' AND name IN ('audit_keeps_rows', 'audit_keeps_words', "
                      "'audit_grows_at_the_end')"};

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kFaultsTold = 20;
constexpr std::size_t kNameBytes = 64, kReasonBytes = 400;
/// Names the layout below; another one would need another name.
constexpr std::string_view kLayout = "haatline audit 1";

/// Each text with its size before it, eight bytes, low one first, so that no two lists read alike.
std::string hash_of(std::initializer_list<std::string_view> texts) {
    [[maybe_unused]] static int const ready = sodium_init();
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, kHashBytes);
    for (auto const text : texts) {
        std::array<unsigned char, 8> size{};
        for (std::size_t i = 0; i < size.size(); ++i)
            size[i] = static_cast<unsigned char>(text.size() >> (8 * i));
        crypto_generichash_update(&state, size.data(), size.size());
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const*>(text.data()),
                                  text.size());
    }
    std::array<unsigned char, kHashBytes> out{};
    crypto_generichash_final(&state, out.data(), out.size());
    std::array<char, 2 * kHashBytes + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), out.data(), out.size());
    return {hex.data(), 2 * kHashBytes};
}

std::string state_hash(std::string_view words) {
    return words.empty() ? std::string() : hash_of({"haatline state 1", words});
}

} // namespace

std::string nothing_yet() { return std::string(2 * kHashBytes, '0'); }

bool is_hash(std::string_view text) {
    return text.size() == 2 * kHashBytes && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

namespace {

/// Ten digits or more, also in groups and of any script: a telephone number. A date has eight.
bool reads_like_a_number(std::string_view written) {
    int digits = 0;
    for (char const c : text::ascii_digits(written)) {
        if (c >= '0' && c <= '9') {
            if (++digits >= 10) return true;
        } else if (c != ' ' && c != '-') {
            digits = 0;
        }
    }
    return false;
}

bool has_controls(std::string_view written) {
    return std::any_of(written.begin(), written.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// There is something, and nothing of it can be read: letters and digits of any script can.
bool is_blank(std::string_view written) {
    return !written.empty() && text::match_key(written).empty();
}

} // namespace

Result<void> acceptable(AuditEntry const& entry) {
    if (entry.who.empty() || entry.act.empty() || entry.object.empty())
        return fail(Errc::bad_request, "an act needs who did it, what was done, and to what");
    if (entry.who.size() > kNameBytes || entry.reason.size() > kReasonBytes ||
        has_controls(entry.who) || has_controls(entry.reason))
        return fail(Errc::bad_request,
                    fmt::format("a name has at most {} octets, a reason {}, on one line",
                                kNameBytes, kReasonBytes));
    if (is_blank(entry.who) || is_blank(entry.reason))
        return fail(Errc::bad_request,
                    "a name or a reason of blanks says nothing: write who it is, and why");
    for (std::string_view const written : {entry.who, entry.reason})
        if (reads_like_a_number(written))
            return fail(Errc::bad_request,
                        "what is written into the audit is never erased: leave telephone numbers "
                        "out of names and reasons");
    return {};
}

namespace {

Result<void> append(Db& db, AuditEntry const& entry, TimePoint now) {
    Prepared sql(db);
    std::int64_t seq = 1;
    auto previous = nothing_yet();
    {
        Run last(sql[kLast]);
        if (last->step()) {
            seq = last->integer(0) + 1;
            previous = last->text(1);
        }
        if (auto ended = sql.ended(*last, kLast); !ended) return ended;
    }
    auto const at = now.time_since_epoch().count();
    auto const before = state_hash(entry.before), after = state_hash(entry.after);
    auto const hash = hash_of({kLayout, std::to_string(seq), std::to_string(at), entry.who,
                               entry.act, entry.object, before, after, entry.reason, previous});
    auto const done = change(sql, kAppend, seq, at, entry.who, entry.act, entry.object, before,
                             after, entry.reason, previous, hash);
    if (!done) return fail(done.error());
    return {};
}

/// What is wrong with one row, given the row before it.
std::string fault_of(Statement const& row, std::int64_t seq_before, std::string_view hash_before) {
    auto const seq = row.integer(0);
    if (seq != seq_before + 1)
        return fmt::format("audit rows {} to {} are missing", seq_before + 1, seq - 1);
    if (row.text(8) != hash_before)
        return fmt::format("audit row {} does not follow from the row before it", seq);
    auto const hash = hash_of({kLayout, row.text(0), row.text(1), row.text(2), row.text(3),
                               row.text(4), row.text(5), row.text(6), row.text(7), row.text(8)});
    if (row.text(9) != hash) return fmt::format("audit row {} was changed", seq);
    return {};
}

} // namespace

Result<void> audit(Db& db, AuditEntry const& entry, TimePoint now) {
    if (auto fit = acceptable(entry); !fit) return fit;
    if (db.in_transaction()) return append(db, entry, now);
    Prepared sql(db);
    Transaction transaction(sql);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto done = append(db, entry, now); !done) return done;
    return transaction.commit();
}

Result<void> record_act(std::string const& dir, AuditEntry const& entry, TimePoint now) {
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    return audit(*db, entry, now);
}

Result<std::string> audit_head(Db& db) {
    Prepared sql(db);
    Run last(sql[kLast]);
    auto head = nothing_yet();
    if (last->step()) head = last->text(1);
    if (auto ended = sql.ended(*last, kLast); !ended) return fail(ended.error());
    return head;
}

Result<AuditReport> verify_audit(Db& db, std::string_view known_head) {
    if (!known_head.empty() && !is_hash(known_head))
        return fail(Errc::bad_request,
                    "--head takes the 64 hexadecimal digits that an earlier verify printed");
    AuditReport out;
    auto const tell = [&](std::string fault) {
        if (!fault.empty() && out.faults.size() < kFaultsTold)
            out.faults.push_back(std::move(fault));
    };
    Prepared sql(db);
    {
        Run guards(sql[kGuards]);
        bool const whole = guards->step() && guards->integer(0) == 3;
        if (auto ended = sql.ended(*guards, kGuards); !ended) return fail(ended.error());
        if (!whole) tell("the triggers that keep the audit append-only are gone");
    }
    std::int64_t seq = 0;
    out.head = nothing_yet();
    bool met = known_head.empty() || known_head == out.head;
    Run row(sql[kAll]);
    while (row->step()) {
        tell(fault_of(*row, seq, out.head));
        seq = row->integer(0);
        out.head = row->text(9);
        met = met || out.head == known_head;
        ++out.rows;
    }
    if (auto ended = sql.ended(*row, kAll); !ended) return fail(ended.error());
    if (!met)
        tell("the head given with --head is in no audit row: the end was cut off, or rows were "
             "written anew");
    return out;
}

} // namespace haatline::storage
