target_link_libraries(test_locales PRIVATE Boost::json ICU::uc)
