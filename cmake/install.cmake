# SPDX-License-Identifier: GPL-2.0-or-later
# `cmake --install build --prefix DIR`: the program, what it reads while it runs, and what it prints of itself: manual page and shell
# completions are made of the table that --help is made of.
include(GNUInstallDirs)

install(TARGETS pfncheck DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY cases DESTINATION share/pfncheck)
install(PROGRAMS scripts/kernel DESTINATION share/pfncheck/scripts)
install(DIRECTORY docs DESTINATION share/pfncheck)
install(FILES README.md LICENSE DESTINATION share/pfncheck)

function(install_printed what folder file)
  install(CODE "
    set(to \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${folder}\")
    file(MAKE_DIRECTORY \"\${to}\")
    execute_process(COMMAND ${CMAKE_BINARY_DIR}/pfncheck completion ${what} -o \"\${to}/${file}\" COMMAND_ERROR_IS_FATAL ANY)
    message(STATUS \"Installing: \${to}/${file}\")")
endfunction()
install_printed(man share/man/man1 pfncheck.1)
install_printed(bash share/bash-completion/completions pfncheck)
install_printed(zsh share/zsh/site-functions _pfncheck)
install_printed(fish share/fish/vendor_completions.d pfncheck.fish)
