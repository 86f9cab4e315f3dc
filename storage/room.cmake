target_link_libraries(storage PRIVATE SQLite::SQLite3 Boost::json PkgConfig::sodium)
file(GLOB schema CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/storage/schema/*.sql)
file(GLOB facts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/*.csv)
haatline_embed(storage storage ${schema} ${facts})
