#pragma once

#include "storage/sqlite/effects.hpp"

#include <span>
#include <string>

namespace haatline::storage {

/// What a person is told by SMS because of what somebody else did, or the desk.
struct Notice {
    std::int64_t person = 0;
    std::string_view words; ///< cluster/tidings.hpp
    Values with;
    std::string once;         ///< what happened: it is told once, however often it is carried out
    std::int64_t product = 0; ///< becomes `prod`, in her language; 0: none
};

/// Writes the parcel, in the step that causes it: to a phone of hers, in her language; nothing when she
/// stopped all messages, is gone, or has no phone. On a phone of several people that she gave no leave to
/// show names on, only that there is a message.
Result<void> notify(Act& act, Notice const& notice);
/// The same from the desk, which is no caller.
Result<void> notify(Prepared& sql, Subjects& subjects, TimePoint now, Notice const& notice);

/// To a phone that is perhaps nobody's.
Result<void> notify_phone(Act& act, std::uint64_t phone, std::string_view words, Values with,
                          std::string once);

/// What an enterprise is called where there is no screen: its name, else its main product in `lang`.
Result<std::string> name_in_message(Prepared& sql, std::int64_t enterprise, std::string_view lang);
/// Of a person; "en" when she is gone.
Result<std::string> language_of(Prepared& sql, std::int64_t person);

std::span<Sql const* const> hot_notify();

} // namespace haatline::storage
