#include "storage/sqlite/trace_rows.hpp"

namespace haatline::storage {
namespace {

#define ACTS                                                                                       \
    "SELECT m.seq, m.at, m.act, m.state, m.route, m.ids, m.segments, m.paise, m.reason, "          \
    "m.raw_code, ifnull(t.entity, ''), ifnull(t.header, ''), ifnull(t.template, ''), "             \
    "ifnull(t.version, ''), ifnull(t.chain, ''), m.variables, m.campaign, m.subject, m.class, "    \
    "m.category, m.language, m.purpose, m.caused_by, m.consent FROM message_ledger m LEFT JOIN "   \
    "message_terms t ON t.id = m.terms "
constexpr Sql kLife{"trace.life", ACTS "WHERE m.parcel = ?1 AND m.parcel > 0 ORDER BY m.seq"};
constexpr Sql kHers{"trace.hers", ACTS "WHERE m.seq = ?1"};
#undef ACTS
constexpr Sql kParcel{"trace.parcel", "SELECT phone, ifnull(person, 0) FROM parcel WHERE id = ?"};
// Erased: the number is a negative one, and no line has the subject any more.
constexpr Sql kSubject{"trace.subject",
                       "SELECT s.phone, ifnull((SELECT max(l.person) FROM line_subject l WHERE "
                       "l.phone = s.phone AND l.subject = s.id), 0) FROM subject s WHERE s.id = ? "
                       "AND s.phone > 0"};
constexpr Sql kConsent{"trace.consent", "SELECT purpose, basis, notice, lang, channel, given_at, "
                                        "ifnull(withdrawn_at, 0) FROM consent WHERE id = ?"};
constexpr Sql kStop{"trace.stop",
                    "SELECT ifnull(max(CASE WHEN from_at <= ?2 AND (until_at IS NULL OR until_at > "
                    "?2) THEN from_at END), 0), ifnull(max(CASE WHEN until_at IS NULL THEN from_at "
                    "END), 0) FROM message_stop WHERE person = ?1"};

TimePoint moment(std::int64_t millis) { return TimePoint(Millis(millis)); }

TraceLine line_of(Statement const& row) {
    TraceLine out;
    out.seq = row.integer(0);
    out.at = moment(row.integer(1));
    out.act = static_cast<LedgerAct>(row.integer(2));
    out.state = static_cast<outbox::State>(row.integer(3));
    out.route = row.text(4);
    out.ids = row.text(5);
    out.segments = static_cast<std::uint32_t>(row.integer(6));
    out.paise = static_cast<std::uint32_t>(row.integer(7));
    out.reason = row.text(8);
    out.raw_code = row.text(9);
    out.entity = row.text(10);
    out.header = row.text(11);
    out.template_id = row.text(12);
    out.version = row.text(13);
    out.chain = row.text(14);
    out.variables = row.text(15);
    return out;
}

struct Keys {
    std::int64_t subject = 0, consent = 0;
};

/// What is said once, by whichever act says it first.
void heading(Statement const& row, TracedMessage& out, Keys& keys) {
    auto const text = [&](std::string& to, int column) {
        if (to.empty()) to = row.text(column);
    };
    if (out.campaign == 0) out.campaign = row.integer(16);
    if (keys.subject == 0) keys.subject = row.integer(17);
    if (out.life.empty()) out.cls = static_cast<outbox::Class>(row.integer(18));
    text(out.category, 19);
    text(out.language, 20);
    text(out.purpose, 21);
    text(out.caused_by, 22);
    if (keys.consent == 0) keys.consent = row.integer(23);
}

Result<void> whose(Prepared& sql, std::int64_t subject, TracedMessage& out) {
    for (auto const& [which, id] :
         {std::pair{&kParcel, out.parcel}, std::pair{&kSubject, subject}}) {
        if (id == 0 || (out.phone.number() != 0 && out.person != 0)) continue;
        Run run(sql[*which]);
        if (run->bind(1, id).step()) {
            if (out.phone.number() == 0 && run->integer(0) > 0)
                out.phone = Msisdn::from_number(static_cast<std::uint64_t>(run->integer(0)));
            // Without a number she is erased: who she was is nobody's business any more.
            if (out.phone.number() != 0 && out.person == 0) out.person = run->integer(1);
        }
        if (auto ended = sql.ended(*run, *which); !ended) return ended;
    }
    return {};
}

Result<void> proof(Prepared& sql, std::int64_t consent, TracedMessage& out) {
    if (consent == 0) return {};
    Run run(sql[kConsent]);
    if (run->bind(1, consent).step())
        out.consent = ConsentProof{std::string(run->text(0)), std::string(run->text(1)),
                                   std::string(run->text(2)), std::string(run->text(3)),
                                   std::string(run->text(4)), moment(run->integer(5)),
                                   moment(run->integer(6))};
    return sql.ended(*run, kConsent);
}

Result<void> stops(Prepared& sql, TracedMessage& out) {
    if (out.person == 0) return {};
    Run run(sql[kStop]);
    if (run->bind(1, out.person).bind(2, out.began().time_since_epoch().count()).step()) {
        out.stopped = moment(run->integer(0));
        out.stopped_now = moment(run->integer(1));
    }
    return sql.ended(*run, kStop);
}

} // namespace

Result<TracedMessage> read_traced(Prepared& sql, std::int64_t parcel, std::int64_t seq) {
    TracedMessage out;
    out.parcel = parcel;
    Keys keys;
    auto const& which = parcel != 0 ? kLife : kHers;
    {
        Run run(sql[which]);
        run->bind(1, parcel != 0 ? parcel : seq);
        while (run->step()) {
            heading(*run, out, keys);
            out.life.push_back(line_of(*run));
        }
        if (auto ended = sql.ended(*run, which); !ended) return fail(ended.error());
    }
    if (out.life.empty()) return out;
    if (auto done = whose(sql, keys.subject, out); !done) return fail(done.error());
    if (auto done = proof(sql, keys.consent, out); !done) return fail(done.error());
    if (auto done = stops(sql, out); !done) return fail(done.error());
    return out;
}

} // namespace haatline::storage
