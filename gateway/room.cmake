target_link_libraries(gateway PUBLIC spdlog::spdlog PRIVATE Boost::headers Boost::url Boost::json tomlplusplus::tomlplusplus PkgConfig::sodium OpenSSL::Crypto OpenSSL::SSL CURL::libcurl CLI11::CLI11 yaml-cpp pugixml::pugixml PkgConfig::re2)
target_compile_definitions(gateway PUBLIC SPDLOG_FMT_EXTERNAL)
file(GLOB shipped CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/deploy/*.toml)
haatline_embed(gateway gateway ${shipped})
file(GLOB phone CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/gateway/phone/*.html ${CMAKE_SOURCE_DIR}/gateway/phone/*.css
     ${CMAKE_SOURCE_DIR}/gateway/phone/*.mjs ${CMAKE_SOURCE_DIR}/gateway/phone/*.svg)
haatline_embed(gateway phone ${phone})
file(GLOB presets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/gateway/presets/*.yaml)
haatline_embed(gateway presets ${presets})
