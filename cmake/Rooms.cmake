# A room is a folder of the house: every .cpp below it becomes one static library.
# `<room>/room.cmake`, where present, names the outside libraries and embedded files that only this room may use.

find_program(HAATLINE_CCACHE ccache)
if(HAATLINE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${HAATLINE_CCACHE})
endif()
find_program(HAATLINE_MOLD mold)
if(HAATLINE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(haatline_flags INTERFACE)
target_compile_options(haatline_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
target_compile_definitions(haatline_flags INTERFACE HAATLINE_VERSION="${PROJECT_VERSION}")
target_include_directories(haatline_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_link_libraries(haatline_flags INTERFACE tl::expected fmt::fmt)
if(HAATLINE_SANITIZE)
  # With its probes inlined g++ 12 takes optional<string> for uninitialized where it is not; the release build keeps that warning.
  target_compile_options(haatline_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
                         -Wno-maybe-uninitialized)
  target_link_options(haatline_flags INTERFACE -fsanitize=address,undefined)
endif()
if(HAATLINE_SANITIZE AND NOT HAATLINE_FUZZ)
  # A sixth of the build goes into checks of every pointer that ASan mostly meets by itself (null), or that the machines we run on
  # do not mind (alignment). What parses octets of strangers keeps them, and so do the fuzzers.
  target_compile_options(haatline_flags INTERFACE -fno-sanitize=null,alignment)
  file(GLOB_RECURSE parsers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/gateway/wire/*.cpp ${CMAKE_SOURCE_DIR}/locales/coding/*.cpp)
  set_source_files_properties(${parsers} PROPERTIES COMPILE_OPTIONS -fsanitize=null,alignment)
endif()
if(HAATLINE_FUZZ)
  # Another compiler with other warnings than the one we answer to; libFuzzer itself is linked by tests/fuzz only.
  target_compile_options(haatline_flags INTERFACE -Wno-error -Wno-unknown-warning-option -fsanitize=fuzzer-no-link)
endif()
if(HAATLINE_TSAN)
  # Asio uses atomic_thread_fence, which TSan does not model; g++ warns where it is inlined into our code.
  target_compile_options(haatline_flags INTERFACE -fsanitize=thread -Wno-tsan)
  target_link_options(haatline_flags INTERFACE -fsanitize=thread)
endif()

# What nearly every file reads, read once a target: a fifth to a half off a build from nothing. Only where it is asked for
# (the sanitized build of the suite); the release build reads each file's own includes, so that none
# of the rooms goes missing unseen; of the tests, preset `fast` tells.
option(HAATLINE_PCH "Precompile the headers that most files share" OFF)
set(HAATLINE_SHARED <algorithm> <array> <chrono> <cstdint> <deque> <functional> <map> <memory> <optional> <span> <string> <string_view>
    <unordered_map> <utility> <variant> <vector> <fmt/format.h> <tl/expected.hpp>)
set(HAATLINE_SHARED_storage <sqlite3.h> <sodium.h>)

# Not the gateway's: its files spend their time on what they make of Asio and CLI11, and gained nothing.
function(haatline_precompile target)
  if(HAATLINE_PCH AND NOT target STREQUAL gateway)
    target_precompile_headers(${target} PRIVATE ${HAATLINE_SHARED} ${ARGN})
    # Else ccache takes each file for a new one.
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()

function(haatline_room name)
  cmake_parse_arguments(ROOM "" "" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME haatline_${name})
  target_link_libraries(${name} PUBLIC haatline_flags ${ROOM_USES})
  include(${CMAKE_SOURCE_DIR}/${name}/room.cmake OPTIONAL)
  haatline_precompile(${name} ${HAATLINE_SHARED_${name}})
endfunction()

function(haatline_program name main)
  cmake_parse_arguments(PROGRAM "" "" "USES" ${ARGN})
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE haatline_flags ${PROGRAM_USES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()

# haatline_embed(room namespace file...): puts files into the binary, byte for byte, through the assembler's .incbin
# (a megabyte of places compiles in no time and costs no resident memory until it is read).
# Declares `std::span<const haatline::Embedded> haatline::<namespace>::embedded_files()`.
function(haatline_embed room namespace)
  set(out ${CMAKE_BINARY_DIR}/embedded_${room}_${namespace})
  set(asm "")
  set(rows "")
  set(decls "")
  set(index 0)
  foreach(path IN LISTS ARGN)
    file(RELATIVE_PATH shown ${CMAKE_SOURCE_DIR} ${path})
    set(symbol haatline_${room}_${namespace}_${index})
    string(APPEND asm ".section .rodata\n.balign 16\n.global ${symbol}_begin\n.global ${symbol}_end\n"
                      "${symbol}_begin:\n.incbin \"${path}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND decls "extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${shown}\", {${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND asm ".section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${out}.s CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${out}.cpp CONTENT
"#include \"base/embedded.hpp\"
extern \"C\" {
${decls}}
namespace haatline::${namespace} {
std::span<const Embedded> embedded_files();
std::span<const Embedded> embedded_files() {
    static const Embedded files[] = {
${rows}    };
    return files;
}
}  // namespace haatline::${namespace}
" @ONLY)
  set_source_files_properties(${out}.s PROPERTIES OBJECT_DEPENDS "${ARGN}")
  target_sources(${room} PRIVATE ${out}.s ${out}.cpp)
endfunction()
