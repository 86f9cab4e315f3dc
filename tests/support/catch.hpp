// The one door to Catch2: 2.13 from Debian warns under our flags, so it comes in here as a system
// header.
#pragma once
#pragma GCC system_header
#include <catch2/catch.hpp>
