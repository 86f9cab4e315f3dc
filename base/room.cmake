target_link_libraries(base PUBLIC Threads::Threads)
