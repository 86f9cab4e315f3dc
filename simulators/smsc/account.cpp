#include "simulators/smsc/account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::simulators::smsc {
namespace {

struct Option {
    std::string_view name;
    unsigned Account::*number;
};
constexpr std::array options{Option{"window", &Account::window}, Option{"rate", &Account::rate},
                             Option{"links", &Account::links}};

// What fits the C-octet strings of a bind (reference: smpp.md §2).
constexpr std::size_t system_id_max = 15, password_max = 8;

Result<void> read_option(Account& account, std::string_view typed) {
    auto const equals = typed.find('=');
    auto const option = std::find_if(options.begin(), options.end(), [&](Option const& each) {
        return each.name == typed.substr(0, equals);
    });
    if (option == options.end() || equals == std::string_view::npos)
        return fail(Errc::bad_request,
                    "an account's options are window=N, rate=N and links=N, with commas between");
    auto const value = typed.substr(equals + 1);
    unsigned number = 0;
    auto const [end, ec] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (ec != std::errc{} || end != value.data() + value.size() || number > 1'000'000)
        return fail(Errc::bad_request,
                    fmt::format("{} of an account is a number up to 1000000", option->name));
    account.*option->number = number;
    return {};
}

} // namespace

Result<Account> account_of(std::string_view typed) {
    Account out;
    auto const colon = typed.find(':');
    auto const behind = colon == std::string_view::npos ? colon : typed.find(':', colon + 1);
    if (colon == std::string_view::npos)
        return fail(Errc::bad_request, "an account is written system_id:password");
    out.system_id = typed.substr(0, colon);
    out.password = Secret(std::string(typed.substr(colon + 1, behind - colon - 1)));
    if (out.system_id.empty() || out.system_id.size() > system_id_max)
        return fail(Errc::bad_request,
                    fmt::format("a system_id has 1 to {} letters", system_id_max));
    if (out.password.full().size() > password_max)
        return fail(Errc::bad_request,
                    fmt::format("a password of SMPP has at most {} letters", password_max));
    if (behind == std::string_view::npos) return out;
    for (auto rest = typed.substr(behind + 1); !rest.empty();) {
        auto const comma = rest.find(',');
        if (auto read = read_option(out, rest.substr(0, comma)); !read) return fail(read.error());
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return out;
}

bool Rate::take(std::chrono::nanoseconds now) {
    if (a_second_ == 0) return true;
    if (last_.count() != 0)
        tokens_ = std::min(a_second_,
                           tokens_ + a_second_ * static_cast<double>((now - last_).count()) / 1e9);
    last_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

} // namespace haatline::simulators::smsc
