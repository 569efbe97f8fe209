# SPDX-License-Identifier: GPL-2.0-or-later
# cmake -D SOURCE=DIR -D OUTPUT=FILE -P commit.cmake: a header with the commit of the sources. In a tarball of `git archive` it is the
# text that git put into cmake/commit.txt; elsewhere without git it is empty.
cmake_minimum_required(VERSION 3.25)
file(READ ${SOURCE}/cmake/commit.txt archived)
string(REGEX MATCH "commit: ([0-9a-f]+)" found "${archived}")
set(commit "${CMAKE_MATCH_1}")

find_program(git git)
# A tarball unpacked inside of another repository is not of that one.
if(git AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${git} -C ${SOURCE} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(commit ${head})
    execute_process(COMMAND ${git} -C ${SOURCE} status --porcelain --untracked-files=no
                    OUTPUT_VARIABLE changes ERROR_QUIET)
    if(changes)
      set(commit "${head}, dirty")
    endif()
  endif()
endif()

file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT
"// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once
#define PFNCHECK_COMMIT \"@commit@\"
")
