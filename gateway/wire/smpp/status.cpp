#include "gateway/wire/smpp/status.hpp"

#include <algorithm>
#include <array>

namespace haatline::smpp {
namespace {

struct Row {
    std::uint32_t code;
    std::string_view name;
    StatusClass is;
};

using enum StatusClass;

constexpr std::array kRows{
    Row{0x00, "ROK", accepted},
    Row{0x01, "RINVMSGLEN", refused},
    Row{0x02, "RINVCMDLEN", unknown},
    Row{0x03, "RINVCMDID", unknown},
    Row{0x04, "RINVBNDSTS", rebind},
    Row{0x05, "RALYBND", unknown},
    Row{0x06, "RINVPRTFLG", unknown},
    Row{0x07, "RINVREGDLVFLG", unknown},
    Row{0x08, "RSYSERR", retry},
    Row{0x0A, "RINVSRCADR", refused},
    Row{0x0B, "RINVDSTADR", refused},
    Row{0x0C, "RINVMSGID", refused},
    Row{0x0D, "RBINDFAIL", bind_refused},
    Row{0x0E, "RINVPASWD", bind_refused},
    Row{0x0F, "RINVSYSID", bind_refused},
    Row{0x11, "RCANCELFAIL", unknown},
    Row{0x13, "RREPLACEFAIL", unknown},
    Row{0x14, "RMSGQFUL", slow_down},
    Row{0x15, "RINVSERTYP", refused},
    Row{0x33, "RINVNUMDESTS", refused},
    Row{0x34, "RINVDLNAME", refused},
    Row{0x40, "RINVDESTFLAG", refused},
    Row{0x42, "RINVSUBREP", refused},
    Row{0x43, "RINVESMCLASS", refused},
    Row{0x44, "RCNTSUBDL", refused},
    Row{0x45, "RSUBMITFAIL", retry},
    Row{0x48, "RINVSRCTON", refused},
    Row{0x49, "RINVSRCNPI", refused},
    Row{0x50, "RINVDSTTON", refused},
    Row{0x51, "RINVDSTNPI", refused},
    Row{0x53, "RINVSYSTYP", refused},
    Row{0x54, "RINVREPFLAG", refused},
    Row{0x55, "RINVNUMMSGS", refused},
    Row{0x58, "RTHROTTLED", slow_down},
    Row{0x61, "RINVSCHED", refused},
    Row{0x62, "RINVEXPIRY", refused},
    Row{0x63, "RINVDFTMSGID", refused},
    Row{0x64, "RX_T_APPN", retry},
    Row{0x65, "RX_P_APPN", refused},
    Row{0x66, "RX_R_APPN", refused},
    Row{0x67, "RQUERYFAIL", unknown},
    Row{0xC0, "RINVTLVSTREAM", refused},
    Row{0xC1, "RTLVNOTALLWD", refused},
    Row{0xC2, "RINVTLVLEN", refused},
    Row{0xC3, "RMISSINGTLV", refused},
    Row{0xC4, "RINVTLVVAL", refused},
    Row{0xFE, "RDELIVERYFAILURE", retry},
    Row{0xFF, "RUNKNOWNERR", unknown},
    Row{0x100, "RSERTYPUNAUTH", refused},
    Row{0x101, "RPROHIBITED", refused},
    Row{0x102, "RSERTYPUNAVAIL", refused},
    Row{0x103, "RSERTYPDENIED", refused},
    Row{0x104, "RINVDCS", refused},
    Row{0x105, "RINVSRCADDRSUBUNIT", refused},
    Row{0x106, "RINVDSTADDRSUBUNIT", refused},
    Row{0x107, "RINVBCASTFREQINT", unknown},
    Row{0x108, "RINVBCASTALIAS_NAME", unknown},
    Row{0x109, "RINVBCASTAREAFMT", unknown},
    Row{0x10A, "RINVNUMBCAST_AREAS", unknown},
    Row{0x10B, "RINVBCASTCNTTYPE", unknown},
    Row{0x10C, "RINVBCASTMSGCLASS", unknown},
    Row{0x10D, "RBCASTFAIL", unknown},
    Row{0x10E, "RBCASTQUERYFAIL", unknown},
    Row{0x10F, "RBCASTCANCELFAIL", unknown},
    Row{0x110, "RINVBCAST_REP", unknown},
    Row{0x111, "RINVBCASTSRVGRP", unknown},
    Row{0x112, "RINVBCASTCHANIND", unknown},
};
static_assert(std::ranges::is_sorted(kRows, {}, &Row::code));

Row const* row_of(std::uint32_t code) {
    auto const* const found = std::ranges::lower_bound(kRows, code, {}, &Row::code);
    return found != kRows.end() && found->code == code ? found : nullptr;
}

} // namespace

std::string_view status_name(std::uint32_t code) {
    Row const* const row = row_of(code);
    return row ? row->name : std::string_view{};
}

StatusClass class_of(std::uint32_t code) {
    Row const* const row = row_of(code);
    return row ? row->is : unknown;
}

} // namespace haatline::smpp
