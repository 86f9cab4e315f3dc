#include "cluster/allowance.hpp"
#include "cluster/consent.hpp"
#include "cluster/role.hpp"
#include "storage/sqlite/account.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

// One row a fact: what it is, and its value as a text or a time.
constexpr Sql kEnterprise{"kept.enterprise",
                          "SELECT opened(e.name), ifnull(e.pin, ''), e.district, e.created_at, "
                          "p.role, p.product, ifnull((SELECT "
                          "opened(value) FROM enterprise_id WHERE enterprise = e.id AND kind = "
                          "'UDYAM'), '') FROM enterprise e "
                          "CROSS JOIN enterprise_product p ON p.enterprise = e.id WHERE e.id = ?1"};
constexpr Sql kConsents{"kept.consents", "SELECT purpose, given_at, withdrawn_at, basis FROM "
                                         "consent WHERE person = ?1 ORDER BY purpose, id"};

/// How many of a thing lie here under her name.
struct Counted {
    std::string_view what;
    Sql sql;
};
constexpr std::array kCounted{
    Counted{"phones",
            {"kept.phones", "SELECT count(*) FROM person_phone WHERE person = ?1 AND "
                            "until_at IS NULL AND ?2"}},
    Counted{"acts", {"kept.acts", "SELECT count(*) FROM person_act WHERE person = ?1 AND ?2"}},
    Counted{"alerts",
            {"kept.alerts", "SELECT count(*) FROM subscription WHERE person = ?1 AND "
                            "until_at IS NULL AND ?2"}},
    Counted{"asks",
            {"kept.asks", "SELECT count(*) FROM enquiry WHERE from_person = ?1 AND state IN "
                          "('asked', 'seen') AND expires_at > ?2"}},
    Counted{"blocks", {"kept.blocks", "SELECT count(*) FROM block WHERE by_person = ?1 AND ?2"}},
    Counted{"reports", {"kept.reports", "SELECT count(*) FROM report WHERE by_person = ?1 AND ?2"}},
    Counted{"posts",
            {"kept.posts", "SELECT count(*) FROM listing WHERE person = ?1 AND expires_at "
                           "> ?2"}},
    Counted{"watches", {"kept.watches", "SELECT count(*) FROM watch WHERE person = ?1 AND ?2"}},
};

// Her own alone, under her keys: on a shared phone nobody's words are counted for another.
constexpr Sql kTyped{"kept.typed",
                     "SELECT count(*), ifnull(max(e.at), 0) FROM line_subject l CROSS JOIN event e "
                     "ON e.subject = l.subject AND e.kind = 'answer' AND typeof(e.said) = 'blob' "
                     "WHERE l.person = ?1 AND l.person <> 0"};
constexpr Sql kUnmet{"kept.unmet",
                     "SELECT count(*) FROM line_subject l CROSS JOIN unmet_word w ON w.only_by = "
                     "l.subject WHERE l.person = ?1 AND l.person <> 0"};
// Of every phone she was ever on: her number stands in a ticket until it has been closed for long.
constexpr Sql kTickets{
    "kept.tickets", "SELECT count(*) FILTER (WHERE t.state <> 'done'), count(*) FILTER (WHERE "
                    "t.state = 'done'), ifnull(max(t.done_at), 0) FROM person_phone h CROSS JOIN "
                    "ticket t ON t.phone = h.phone WHERE h.person = ?1 AND t.person = ?1"};

class Kept {
  public:
    explicit Kept(Desk& desk) : desk_(desk) {}

    Result<void> enterprise(std::int64_t id) {
        Run run(desk_.sql[kEnterprise]);
        run->bind(1, id);
        for (bool first = true; run->step(); first = false) {
            if (first) about(*run);
            auto const role = facts(static_cast<Role>(run->integer(4))).name;
            add(role, desk_.words.product_label(run->integer(5), desk_.caller.language));
        }
        return desk_.sql.ended(*run, kEnterprise);
    }
    Result<void> counts() {
        for (auto const& row : kCounted) {
            Run run(desk_.sql[row.sql]);
            auto const n =
                run->bind(1, desk_.caller.person).bind(2, desk_.now()).step() ? run->integer(0) : 0;
            if (auto ended = desk_.sql.ended(*run, row.sql); !ended) return ended;
            if (n > 0) add(row.what, std::to_string(n));
        }
        return {};
    }
    Result<void> consents() {
        Run run(desk_.sql[kConsents]);
        run->bind(1, desk_.caller.person);
        while (run->step()) {
            // What rests on a law is told as such, whatever it is for.
            std::string const what(run->text(3) == consent::by_consent ? run->text(0)
                                                                       : run->text(3));
            add(what + "_yes", day(run->integer(1)));
            if (!run->is_null(2)) add(what + "_no", day(run->integer(2)));
        }
        return desk_.sql.ended(*run, kConsents);
    }
    /// What goes by itself when its time is over, unless she adds to it.
    Result<void> for_a_time() {
        std::int64_t typed = 0, last = 0, unmet = 0, open = 0, closed = 0, done = 0;
        auto const read = [&](Sql const& sql, std::initializer_list<std::int64_t*> into) {
            Run run(desk_.sql[sql]);
            if (run->bind(1, desk_.caller.person).step())
                for (int i = 0; auto* each : into) *each = run->integer(i++);
            return desk_.sql.ended(*run, sql);
        };
        if (auto ok = read(kTyped, {&typed, &last}); !ok) return ok;
        if (auto ok = read(kUnmet, {&unmet}); !ok) return ok;
        if (auto ok = read(kTickets, {&open, &closed, &done}); !ok) return ok;
        add_until("typed", typed, last, desk_.retention.events);
        add_until("unmet", unmet, 0, {});
        add_until("tickets_open", open, 0, {});
        add_until("tickets", closed, done, desk_.retention.finished);
        return {};
    }
    std::vector<Values> rows() && { return std::move(rows_); }

  private:
    void about(Statement& row) {
        if (!row.text(0).empty()) add("name", row.text(0));
        std::string place(desk_.words.district_label(row.integer(2), desk_.caller.language));
        if (!row.text(1).empty()) place += " " + std::string(row.text(1));
        add("place", place);
        if (!row.text(6).empty()) add("udyam", row.text(6));
        add("since", day(row.integer(3)));
    }
    void add(std::string_view what, std::string_view value) {
        rows_.push_back(
            {{"what", std::string(what)}, {"value", std::string(value)}, {"n", ""}, {"until", ""}});
    }
    void add_until(std::string_view what, std::int64_t n, std::int64_t from, Millis stays) {
        if (n == 0) return;
        add(what, "");
        rows_.back().set("n",
                         n > counted_most ? fmt::format("{}+", counted_most) : std::to_string(n));
        if (from > 0) rows_.back().set("until", callers::day_text(TimePoint(Millis(from)) + stays));
    }
    static std::string day(std::int64_t at) { return callers::day_text(TimePoint(Millis(at))); }

    static constexpr std::int64_t counted_most = 99; // as in every list (decisions: 99+)
    Desk& desk_;
    std::vector<Values> rows_;
};

} // namespace

Result<Answer> account_kept(Desk& desk, Values const& with) {
    auto const own = own_enterprise(desk.sql, desk.caller.person);
    if (!own) return fail(own.error());
    if (desk.caller.person == 0 || *own == 0) return Answer{"none", {}, {}, false};
    Kept kept(desk);
    if (auto done = kept.enterprise(*own); !done) return fail(done.error());
    if (auto done = kept.counts(); !done) return fail(done.error());
    if (auto done = kept.for_a_time(); !done) return fail(done.error());
    if (auto done = kept.consents(); !done) return fail(done.error());
    Answer out{"some", {}, std::move(kept).rows(), false};
    cut_page(out, with);
    return out;
}

std::span<Sql const* const> hot_kept() {
    static constexpr std::array<Sql const*, 5> all{&kEnterprise, &kConsents, &kTyped, &kUnmet,
                                                   &kTickets};
    return all;
}

} // namespace haatline::storage
