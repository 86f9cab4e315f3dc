target_link_libraries(menus PRIVATE yaml-cpp Boost::json)
file(GLOB flows CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/menus/flows/*.yaml)
haatline_embed(menus menus ${flows})
haatline_embed(menus keywords ${CMAKE_SOURCE_DIR}/data/keywords.csv)
