target_link_libraries(simulators PRIVATE CLI11::CLI11 Boost::json)
