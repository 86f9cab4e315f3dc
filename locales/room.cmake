target_link_libraries(locales PUBLIC Boost::headers PRIVATE ICU::i18n ICU::uc)
file(GLOB translators CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/locales/*/messages.po ${CMAKE_SOURCE_DIR}/locales/*/language.toml
     ${CMAKE_SOURCE_DIR}/locales/*/numbers.toml)
haatline_embed(locales locales ${translators})
target_link_libraries(locales PRIVATE tomlplusplus::tomlplusplus)
