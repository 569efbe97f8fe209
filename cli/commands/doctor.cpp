// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/doctor.hpp"

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "report/exit_code.hpp"
#include "report/wrap.hpp"
#include "review/data_files.hpp"

namespace pfncheck {
namespace {

struct DoctorOptions {};

int doctor(const DoctorOptions&, const Session& session) {
  const auto findings = examine(session.common.cache.empty() ? default_cache() : session.common.cache);
  session.deliver(session.common.format == Format::json
                      ? doctor_json(findings)
                      : laid_out(doctor_text(findings, session.common.quiet), width_of_page(session.common)));
  return static_cast<int>(healthy(findings) ? ExitCode::decided : ExitCode::bad_input);
}

}  // namespace

void add_doctor(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "doctor", "say what is installed, what is missing and what to type");
  act(command, invocation, std::make_shared<DoctorOptions>(), doctor);
}

}  // namespace pfncheck
