#include "storage/sqlite/parcels.hpp"

#include "base/json_text.hpp"
#include "storage/sqlite/campaigns.hpp"
#include "storage/sqlite/sealing.hpp"

#include <boost/json.hpp>
#include <sodium.h>

namespace haatline::storage {
namespace {

using outbox::State;

constexpr Sql kPut{"parcel.put",
                   "INSERT INTO parcel (class, state, campaign, phone, person, subject, language, "
                   "category, consent, body, written_at, due_at, valid_until, tries, route, "
                   "moved_at, once) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                   "?13, ?14, ?15, ?11, ?16) ON CONFLICT DO NOTHING"};
constexpr Sql kWake{"parcel.wake",
                    "UPDATE parcel SET state = 0, due_at = 0 WHERE id IN (SELECT id FROM parcel "
                    "INDEXED BY parcel_resting WHERE state = 1 AND due_at <= ? LIMIT 1000)"};
constexpr Sql kNextDue{"parcel.next_due", "SELECT min(due_at) FROM parcel INDEXED BY "
                                          "parcel_resting WHERE state = 1"};
constexpr Sql kLeftHanded{
    "parcel.left_handed",
    "SELECT id, class, campaign, route FROM parcel INDEXED BY parcel_tried WHERE " PARCEL_IN_HANDS
    " ORDER BY id"};
constexpr Sql kRecover{"parcel.recover",
                       "UPDATE parcel SET state = 0 WHERE id IN (SELECT id FROM "
                       "parcel INDEXED BY parcel_tried WHERE " PARCEL_IN_HANDS ")"};
constexpr Sql kCancelOne{"parcel.cancel",
                         "UPDATE parcel SET state = 9, reason = 'preference', moved_at = ?2 WHERE "
                         "id = ?1 AND state < 2 RETURNING id, class, subject > 0 OR tries "
                         "> 0"};
constexpr Sql kCancelCampaign{
    "parcel.cancel_campaign",
    "UPDATE parcel SET state = 9, moved_at = ?2 WHERE id IN (SELECT id FROM parcel INDEXED BY "
    "parcel_waiting WHERE state = 0 AND class = 2 AND campaign = ?1 LIMIT 5000) RETURNING "
    "id, class, tries > 0"};
constexpr Sql kCancelResting{
    "parcel.cancel_resting",
    "UPDATE parcel SET state = 9, moved_at = ?2 WHERE state = 1 AND campaign = ?1 RETURNING id, "
    "class, tries > 0"};

std::int64_t millis(TimePoint at) { return at.time_since_epoch().count(); }

} // namespace

std::string once_name(std::string_view named) {
    return named.empty() ? std::string() : 'n' + std::string(named);
}

std::string once_digest(std::string_view once) {
    std::string out(16, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                       reinterpret_cast<unsigned char const*>(once.data()), once.size(), nullptr,
                       0);
    return out;
}

std::string parcel_body(outbox::NewParcel const& parcel) {
    if (parcel.text.empty() && parcel.words.empty()) return {};
    std::string out = "{";
    if (parcel.words.empty()) {
        out += "\"text\":";
        append_json_text(out, parcel.text);
        return out + '}';
    }
    out += "\"words\":";
    append_json_text(out, parcel.words);
    out += ",\"with\":{";
    bool first_one = true;
    for (auto const& [name, value] : parcel.with) {
        if (!first_one) out += ',';
        first_one = false;
        append_json_text(out, name);
        out += ':';
        append_json_text(out, value);
    }
    return out + "}}";
}

void read_parcel_body(std::string_view body, outbox::NewParcel& to) {
    namespace json = boost::json;
    boost::system::error_code bad;
    auto const parsed = json::parse({body.data(), body.size()}, bad);
    auto const* object = bad ? nullptr : parsed.if_object();
    if (!object) return;
    auto const text = [&](json::object const& of, std::string_view name) -> std::string {
        auto const* value = of.if_contains({name.data(), name.size()});
        auto const* string = value ? value->if_string() : nullptr;
        return string ? std::string(*string) : std::string();
    };
    to.text = text(*object, "text");
    to.words = text(*object, "words");
    auto const* with = object->if_contains("with");
    auto const* values = with ? with->if_object() : nullptr;
    if (!values) return;
    for (auto const& each : *values)
        if (auto const* value = each.value().if_string())
            to.with.set({each.key().data(), each.key().size()}, {value->data(), value->size()});
}

Result<std::int64_t> put_parcel(Prepared& sql, Subjects& subjects, Ledger& ledger,
                                outbox::NewParcel const& parcel, TimePoint now,
                                std::string_view caused_by) {
    auto const body = parcel_body(parcel);
    std::int64_t subject = 0;
    std::string sealed;
    if (!body.empty()) {
        auto const found =
            subjects.of(static_cast<std::int64_t>(parcel.to.number()), parcel.person);
        if (!found) return fail(found.error());
        subject = found->id;
        sealed = seal(found->key, subject, body, millis(now));
    }
    bool const handed = !parcel.hand_to.empty();
    auto const state = handed                    ? State::handed
                       : parcel.not_before > now ? State::resting
                                                 : State::waiting;
    std::string const once =
        parcel.once.empty() ? once_name(parcel.named) : once_digest(parcel.once);
    auto const put = [&](auto const& body_column, auto const& once_column) {
        return change(sql, kPut, static_cast<int>(parcel.cls), static_cast<int>(state),
                      parcel.campaign, parcel.to.number(), OrNull{parcel.person}, subject,
                      parcel.language, parcel.category, parcel.consent, body_column, millis(now),
                      state == State::resting ? millis(parcel.not_before) : 0,
                      millis(parcel.valid_until), handed ? 1 : 0, parcel.hand_to, once_column);
    };
    auto const done = sealed.empty()
                          ? (once.empty() ? put(nullptr, nullptr) : put(nullptr, Octets{once}))
                      : once.empty() ? put(Octets{sealed}, nullptr)
                                     : put(Octets{sealed}, Octets{once});
    if (!done) return fail(done.error());
    if (*done == 0) return 0;
    auto const id = sql.db().last_id();
    // Of an alert the ledger speaks when it is about to leave: a million that wait are no act yet.
    if (subject == 0) return id;
    LedgerRow row;
    row.at = now;
    row.act = LedgerAct::queued;
    row.state = state;
    row.parcel = id;
    row.campaign = parcel.campaign;
    row.subject = subject;
    row.cls = parcel.cls;
    row.category = parcel.category;
    row.language = parcel.language;
    row.purpose = parcel.consent;
    row.person = parcel.person;
    row.caused_by = parcel.caused_by.empty() ? caused_by : std::string_view(parcel.caused_by);
    row.route = parcel.hand_to;
    row.to = parcel.to;
    if (auto noted = ledger.append(row); !noted) return fail(noted.error());
    return id;
}

Result<void> put_parcel(Act& act, outbox::NewParcel const& parcel) {
    auto const id = put_parcel(act.sql, act.subjects, act.ledger, parcel, act.caller.now);
    if (!id) return fail(id.error());
    if (*id != 0) ++act.parcels;
    return {};
}

Result<void> Parcels::carry_out(outbox::Change const& change, outbox::Done& done) {
    return std::visit(
        [&](auto const& what) -> Result<void> {
            using T = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<T, outbox::Put>)
                return put(what.parcels, what.at, done);
            else if constexpr (std::is_same_v<T, outbox::Hand>)
                return hand(what, done);
            else if constexpr (std::is_same_v<T, outbox::Outcomes>)
                return outcomes(what, done);
            else if constexpr (std::is_same_v<T, outbox::Receipts>) {
                for (auto const& each : what.each)
                    if (auto told = receipt(each, done); !told) return told;
                return {};
            } else if constexpr (std::is_same_v<T, outbox::Wake>)
                return wake(what, done);
            else if constexpr (std::is_same_v<T, outbox::Recover>)
                return recover(what, done);
            else if constexpr (std::is_same_v<T, outbox::Cancel>)
                return cancel(what, done);
            else
                return campaign(what, done);
        },
        change);
}

Result<void> Parcels::put(std::span<outbox::NewParcel const> parcels, TimePoint now,
                          outbox::Done& done) {
    for (auto const& parcel : parcels) {
        auto const id = put_parcel(sql_, subjects_, ledger_, parcel, now);
        if (!id) return fail(id.error());
        if (*id == 0) {
            ++done.known;
            done.ids.push_back(0);
            continue;
        }
        ++done.put;
        done.ids.push_back(*id);
        if (parcel.hand_to.empty()) continue;
        outbox::Parcel born;
        static_cast<outbox::NewParcel&>(born) = parcel;
        born.id = *id;
        born.state = State::handed;
        born.tries = 1;
        born.route = parcel.hand_to;
        born.written_at = now;
        done.born.push_back(std::move(born));
    }
    return {};
}

Result<void> Parcels::wake(outbox::Wake const& wake, outbox::Done& done) {
    auto const changed = change(sql_, kWake, millis(wake.now));
    if (!changed) return fail(changed.error());
    done.woken += static_cast<std::size_t>(*changed);
    auto const next = first(sql_, kNextDue);
    if (!next) return fail(next.error());
    done.next_due = TimePoint(Millis(next->value_or(0)));
    return {};
}

/// Nobody can say which of them left: the ledger says of each that it was handed over.
Result<void> Parcels::recover(outbox::Recover const& recover, outbox::Done& done) {
    std::vector<LedgerRow> rows;
    std::vector<std::string> routes;
    {
        Run run(sql_[kLeftHanded]);
        while (run->step()) {
            LedgerRow row;
            row.at = recover.now;
            row.act = LedgerAct::handed;
            row.state = State::handed;
            row.parcel = run->integer(0);
            row.cls = static_cast<outbox::Class>(run->integer(1));
            row.campaign = run->integer(2);
            rows.push_back(row);
            routes.emplace_back(run->text(3));
        }
        if (auto ended = sql_.ended(*run, kLeftHanded); !ended) return ended;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].route = routes[i];
        if (auto noted = ledger_.append(rows[i]); !noted) return noted;
    }
    auto const changed = change(sql_, kRecover);
    if (!changed) return fail(changed.error());
    done.woken += static_cast<std::size_t>(*changed);
    return {};
}

Result<void> Parcels::campaign(campaigns::Feed const& feed, outbox::Done& done) {
    auto const fed = feed_campaign(sql_, feed);
    if (!fed) return fail(fed.error());
    done.fed = *fed;
    done.put += fed->written;
    return {};
}

Result<void> Parcels::campaign(campaigns::Tend const& tend, outbox::Done& done) {
    auto tended = tend_campaigns(sql_, tend.now, tend.tried);
    if (!tended) return fail(tended.error());
    done.tended = std::move(*tended);
    done.woken += done.tended.let_go;
    return {};
}

Result<void> Parcels::cancel(outbox::Cancel const& cancel, outbox::Done& done) {
    for (auto const id : cancel.parcels)
        if (auto told = cancel_all(kCancelOne, id, 0, cancel.at, done); !told) return told;
    if (cancel.campaign == 0) return {};
    for (auto const* which : {&kCancelCampaign, &kCancelResting})
        if (auto told = cancel_all(*which, cancel.campaign, cancel.campaign, cancel.at, done);
            !told)
            return told;
    return {};
}

/// The ledger hears of those it has spoken of; of an alert's million that never began, nothing.
Result<void> Parcels::cancel_all(Sql const& which, std::int64_t of, std::int64_t campaign,
                                 TimePoint at, outbox::Done& done) {
    std::vector<LedgerRow> rows;
    {
        Run run(sql_[which]);
        run->bind(1, of).bind(2, millis(at));
        for (; run->step(); ++done.cancelled) {
            if (run->integer(2) == 0) continue;
            LedgerRow row;
            row.at = at;
            row.act = LedgerAct::cancelled;
            row.state = State::cancelled;
            row.parcel = run->integer(0);
            row.campaign = campaign;
            row.cls = static_cast<outbox::Class>(run->integer(1));
            if (campaign == 0) row.reason = "preference";
            rows.push_back(row);
        }
        if (auto ended = sql_.ended(*run, which); !ended) return ended;
    }
    for (auto const& row : rows)
        if (auto noted = ledger_.append(row); !noted) return noted;
    return {};
}

} // namespace haatline::storage
