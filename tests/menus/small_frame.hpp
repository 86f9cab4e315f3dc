#pragma once

#include <string_view>

namespace haatline::menus::test {

/// Landmarks that every set of menus needs, into which a test or a fuzzer writes what is broken.
/// Ends at line 26: what is added begins at line 27.
constexpr std::string_view small_frame = R"(settings:
  start: dial
  root: dial
  resume: stopped
  callback: ring
  trouble: trouble
  bye: bye
  busy: err.busy
caps: {n: {gsm7: 3, ucs2: 3}}
screens:
  dial:
    cases:
      - go: first
  stopped:
    choice:
      1: "@resume"
      2: "@restart"
  trouble:
    choice:
      1: "@again"
  ring:
    end: yes
  bye:
    end: yes
  err.busy:
    end: yes
)";

} // namespace haatline::menus::test
