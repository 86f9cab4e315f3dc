#These tests look into the file itself, past the store.
target_link_libraries(test_storage PRIVATE SQLite::SQLite3)
