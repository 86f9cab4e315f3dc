#pragma once

#include "base/result.hpp"
#include "simulators/smsc/smsc.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

/// What somebody can have the SMSC do while it runs, one line each, typed or sent by a test:
///
///     mo 9876543212 56161 KHOJ achar          a phone writes
///     {"mo":{"from":"9876543212","to":"56161","text":"…","as":"sar","backwards":true}}
///     dial 9876543212 *789# 2|1|800001        a phone dials, and then types
///     script 9876543212 1|2                   answers to its next texts
///     inbox 9876543212                        what it read
///     receipt ID delivered · orphan           a receipt, now
///     receipts tlv-only                       how they are written from here on
///     set throttle-one-in 50                  a fault from here on
///     wait COUNT NUMBER                       until so many are counted
///     links · unbind · cut · reset · hang · raw HEX · away on|off · count · quit
class Desk {
  public:
    Desk(Smsc& smsc, std::function<void()> quit) : smsc_(smsc), quit_(std::move(quit)) {}
    using Told = std::function<void(Result<std::string>)>;
    using After = std::function<void(std::chrono::nanoseconds, std::function<void()>)>;
    /// As `run`; `wait receipts_answered 5` tells when that many were counted, or after half a minute
    /// that they were not.
    void run(std::string_view line, After const& after, Told told);
    /// What to print, with its line end.
    /// @fails Errc::bad_request, Errc::not_found: says how to write it.
    Result<std::string> run(std::string_view line);

  private:
    struct Word;
    static Word const words[];
    using Rest = std::string_view;
    Result<std::string> mo(Rest), dial(Rest), script(Rest), inbox(Rest), receipt(Rest),
        orphan(Rest), receipts(Rest), set(Rest), links(Rest), unbind(Rest), cut(Rest), reset(Rest),
        hang(Rest), raw(Rest), away(Rest), count(Rest), quit(Rest), help(Rest);
    Result<std::string> json(std::string_view line);
    void wait(std::string name, unsigned number, unsigned looks, After const& after, Told told);

    Smsc& smsc_;
    std::function<void()> quit_;
};

} // namespace haatline::simulators::smsc
