target_link_libraries(test_locales PRIVATE Boost::json ICU::i18n ICU::uc)
