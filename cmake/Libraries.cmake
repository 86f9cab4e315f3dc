# Every library of the house, found once. Versions are Debian 12's; `deploy/packages` installs them.
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(tl-expected REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(pugixml REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(SQLite3 REQUIRED)
find_package(CURL 7.85 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto SSL)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)

# The allocator of the release binary: turns are made on one thread and freed on another, which glibc's arenas pay for
# (measured: 4 of 31 µs a turn). Not under the sanitizers, which bring their own.
find_package(mimalloc 2.0 REQUIRED)
