target_link_libraries(simulators PRIVATE Boost::headers Boost::url CLI11::CLI11)
