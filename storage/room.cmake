# The release links SQLite's archive: Debian's shared library calls its own functions through the linkage table
# (measured: 3 % of a turn). All other builds take the shared one, which links faster.
find_library(HAATLINE_SQLITE_ARCHIVE libsqlite3.a)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND HAATLINE_SQLITE_ARCHIVE)
  target_link_libraries(storage PRIVATE ${HAATLINE_SQLITE_ARCHIVE} m dl Threads::Threads Boost::json PkgConfig::sodium)
else()
  target_link_libraries(storage PRIVATE SQLite::SQLite3 Boost::json PkgConfig::sodium)
endif()
file(GLOB schema CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/storage/schema/*.sql)
file(GLOB facts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/*.csv)
haatline_embed(storage storage ${schema} ${facts})
