#include "storage/sqlite/account.hpp"

#include <fmt/format.h>

namespace haatline::storage {
namespace {

constexpr Sql kOwn{"account.enterprise",
                   "SELECT e.id FROM ownership o CROSS JOIN enterprise e ON e.id = o.enterprise "
                   "WHERE o.person = ?1 AND e.status <> 'closed' LIMIT 1"};
constexpr Sql kOwned{"account.enterprises",
                     "SELECT enterprise FROM ownership WHERE person = ?1 ORDER BY enterprise"};

} // namespace

Result<std::int64_t> own_enterprise(Prepared& prepared, std::int64_t person) {
    Run run(prepared[kOwn]);
    if (run->bind(1, person).step()) return run->integer(0);
    if (auto ended = prepared.ended(*run, kOwn); !ended) return fail(ended.error());
    return 0;
}

Result<std::vector<std::int64_t>> owned_enterprises(Prepared& prepared, std::int64_t person) {
    std::vector<std::int64_t> out;
    Run run(prepared[kOwned]);
    run->bind(1, person);
    while (run->step()) out.push_back(run->integer(0));
    if (auto ended = prepared.ended(*run, kOwned); !ended) return fail(ended.error());
    return out;
}

Result<std::int64_t> acting_person(Act const& act, std::string_view effect) {
    if (act.caller.person > 0) return act.caller.person;
    return fail(Errc::bad_request,
                fmt::format("{}: nobody is known to be calling; the flow must pass caller.profile "
                            "or `who` first",
                            effect));
}

Result<std::int64_t> acting_enterprise(Act& act, std::string_view effect) {
    auto const person = acting_person(act, effect);
    if (!person) return person;
    auto const own = own_enterprise(act.sql, *person);
    if (own && *own == 0)
        return fail(Errc::bad_request,
                    fmt::format("{}: the person calling owns no enterprise (any more)", effect));
    return own;
}

} // namespace haatline::storage
