target_link_libraries(cluster PRIVATE PkgConfig::sodium)
haatline_embed(cluster dlt ${CMAKE_SOURCE_DIR}/data/dlt_rules.csv ${CMAKE_SOURCE_DIR}/data/dlt_columns.csv)
