#include "storage/sqlite/notify.hpp"

#include "cluster/tidings.hpp"
#include "storage/sqlite/parcels.hpp"

#include <array>

namespace haatline::storage {
namespace {

/// Past it the news is on the next screen anyhow.
constexpr auto kNewsFor = std::chrono::hours(72);

// Her own phone before one that she shares; the one she used first.
constexpr Sql kWhere{
    "notify.where",
    "SELECT h.phone, h.names_ok, (SELECT count(*) FROM person_phone o WHERE o.phone = h.phone AND "
    "o.until_at IS NULL), p.lang FROM person p CROSS JOIN person_phone h ON h.person = p.id AND "
    "h.until_at IS NULL WHERE p.id = ?1 AND p.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM "
    "message_stop s WHERE s.person = ?1 AND s.until_at IS NULL)"};
constexpr Sql kLanguage{"notify.lang",
                        "SELECT lang FROM person WHERE id = ? AND deleted_at IS NULL"};
constexpr Sql kPhoneLanguage{"notify.phone_lang", "SELECT lang FROM phone WHERE e164 = ?"};
constexpr Sql kLabel{"notify.label", "SELECT text, lang FROM label WHERE object = 'product' AND id "
                                     "= ?1 AND lang IN (?2, 'en') AND kind = 'short'"};
constexpr Sql kCalled{"notify.called",
                      "SELECT opened(e.name), (SELECT p.product FROM enterprise_product p WHERE "
                      "p.enterprise = e.id LIMIT 1) FROM enterprise e WHERE e.id = ?"};

struct Where {
    std::int64_t phone = 0;
    bool names = false;
    std::string lang;
};

Result<Where> where(Prepared& sql, std::int64_t person) {
    Where out;
    bool alone = false;
    Run run(sql[kWhere]);
    for (run->bind(1, person); run->step();) {
        bool const only_hers = run->integer(2) == 1;
        if (out.phone != 0 && (alone || !only_hers)) continue;
        alone = only_hers;
        out = {run->integer(0), only_hers || run->integer(1) != 0, std::string(run->text(3))};
    }
    if (auto ended = sql.ended(*run, kWhere); !ended) return fail(ended.error());
    return out;
}

Result<std::string> product_label(Prepared& sql, std::int64_t product, std::string_view lang) {
    std::string out;
    Run run(sql[kLabel]);
    for (run->bind(1, product).bind(2, lang); run->step();)
        if (out.empty() || run->text(1) == lang) out = run->text(0);
    if (auto ended = sql.ended(*run, kLabel); !ended) return fail(ended.error());
    return out;
}

Result<std::string> text_of(Prepared& sql, Sql const& which, std::int64_t id,
                            std::string_view otherwise) {
    Run run(sql[which]);
    std::string out(run->bind(1, id).step() ? run->text(0) : otherwise);
    if (auto ended = sql.ended(*run, which); !ended) return fail(ended.error());
    return out;
}

outbox::NewParcel parcel_for(std::int64_t phone, TimePoint now) {
    outbox::NewParcel out;
    out.to = Msisdn::parse("+" + std::to_string(phone)).value_or(Msisdn());
    out.cls = outbox::Class::service;
    out.valid_until = now + kNewsFor;
    return out;
}

Result<std::optional<outbox::NewParcel>> written(Prepared& sql, TimePoint now,
                                                 Notice const& notice) {
    auto const at = where(sql, notice.person);
    if (!at) return fail(at.error());
    if (at->phone == 0) return std::optional<outbox::NewParcel>();
    auto out = parcel_for(at->phone, now);
    out.person = notice.person;
    out.consent = "core";
    out.language = at->lang;
    out.once = notice.once;
    out.words = notice.words;
    out.with = notice.with;
    if (notice.product != 0) {
        auto const label = product_label(sql, notice.product, at->lang);
        if (!label) return fail(label.error());
        out.with.set("prod", *label);
    }
    if (!at->names) {
        out.words = tidings::neutral;
        out.with = {{"n", "1"}};
    }
    return std::optional(std::move(out));
}

} // namespace

Result<void> notify(Prepared& sql, Subjects& subjects, TimePoint now, Notice const& notice) {
    auto const parcel = written(sql, now, notice);
    if (!parcel) return fail(parcel.error());
    if (!*parcel) return {};
    Ledger ledger(sql);
    auto const put = put_parcel(sql, subjects, ledger, **parcel, now, "desk");
    return put ? Result<void>() : fail(put.error());
}

Result<void> notify(Act& act, Notice const& notice) {
    auto const parcel = written(act.sql, act.caller.now, notice);
    if (!parcel) return fail(parcel.error());
    return *parcel ? put_parcel(act, **parcel) : Result<void>();
}

Result<void> notify_phone(Act& act, std::uint64_t phone, std::string_view words, Values with,
                          std::string once) {
    auto const number = static_cast<std::int64_t>(phone);
    auto const lang = text_of(act.sql, kPhoneLanguage, number, act.caller.language);
    if (!lang) return fail(lang.error());
    auto parcel = parcel_for(number, act.caller.now);
    parcel.language = *lang;
    parcel.words = words;
    parcel.with = std::move(with);
    parcel.once = std::move(once);
    return put_parcel(act, parcel);
}

Result<std::string> language_of(Prepared& sql, std::int64_t person) {
    return text_of(sql, kLanguage, person, "en");
}

Result<std::string> name_in_message(Prepared& sql, std::int64_t enterprise, std::string_view lang) {
    std::int64_t product = 0;
    {
        Run run(sql[kCalled]);
        if (run->bind(1, enterprise).step()) {
            if (!run->text(0).empty()) return std::string(run->text(0));
            product = run->integer(1);
        }
        if (auto ended = sql.ended(*run, kCalled); !ended) return fail(ended.error());
    }
    return product_label(sql, product, lang);
}

std::span<Sql const* const> hot_notify() {
    static constexpr std::array<Sql const*, 5> all{&kWhere, &kLanguage, &kPhoneLanguage, &kLabel,
                                                   &kCalled};
    return all;
}

} // namespace haatline::storage
