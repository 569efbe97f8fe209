// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/starter.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "lift/tree/descriptor.hpp"

namespace pfncheck {
namespace {

/// Set by keep_starter(), while there are no threads.
struct {
  int socket = -1;
  pid_t owner = 0;
} starter;

/// A plan as bytes: this, a slot for each pointer and one that stays null after each list, then the texts,
/// each with its 0.
struct Header {
  ProcessLimits limits;
  pid_t parent = 0;
  std::size_t arguments = 0, variables = 0, own_variables = 0;
  bool has_cwd = false;
  std::size_t slots() const { return arguments + variables + own_variables + 3; }
};

std::size_t append(std::string& texts, char* const* list) {
  std::size_t count = 0;
  for (; list[count] != nullptr; ++count) texts.append(list[count]).push_back('\0');
  return count;
}

std::string bytes_of(const Plan& plan) {
  Header header;
  header.limits = plan.limits;
  header.parent = plan.parent;
  std::string texts;
  header.arguments = append(texts, plan.argv);
  header.variables = append(texts, plan.env);
  header.own_variables = append(texts, plan.own_env);
  header.has_cwd = plan.cwd != nullptr;
  if (header.has_cwd) texts.append(plan.cwd).push_back('\0');
  std::string bytes(sizeof header + header.slots() * sizeof(char*), '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes + texts;
}

/// Points the slots at the texts. From here on in the starter, where memory may not be allocated.
Plan plan_in(char* bytes) {
  Header header;
  std::memcpy(&header, bytes, sizeof header);
  char** slot = reinterpret_cast<char**>(bytes + sizeof header);
  char* text = reinterpret_cast<char*>(slot + header.slots());
  const auto list = [&](std::size_t count) {
    char** const first = slot;
    for (; count > 0; --count) {
      *slot++ = text;
      text += std::strlen(text) + 1;
    }
    ++slot;
    return first;
  };
  Plan plan;
  plan.argv = list(header.arguments);
  plan.env = list(header.variables);
  plan.own_env = list(header.own_variables);
  if (header.has_cwd) plan.cwd = text;
  plan.limits = header.limits;
  plan.parent = header.parent;
  return plan;
}

/// The bytes of the plan, then input, output, error and report.
using Descriptors = std::array<int, 5>;

/// One message, whose only byte says nothing, with room for descriptors.
struct Message {
  Message() {
    head.msg_iov = &part;
    head.msg_iovlen = 1;
    head.msg_control = control.data();
    head.msg_controllen = control.size();
  }
  char byte = 0;
  iovec part{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(Descriptors))> control{};
  msghdr head{};
};

bool send(int socket, const Descriptors& descriptors) {
  Message message;
  cmsghdr* header = CMSG_FIRSTHDR(&message.head);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof descriptors);
  std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof descriptors);
  return sendmsg(socket, &message.head, MSG_NOSIGNAL) == 1;
}

/// False at the end, when nobody can send any more.
bool receive(int socket, Descriptors& descriptors) {
  Message message;
  if (recvmsg(socket, &message.head, MSG_CMSG_CLOEXEC) != 1) return false;
  const cmsghdr* header = CMSG_FIRSTHDR(&message.head);
  if (header == nullptr || header->cmsg_len != CMSG_LEN(sizeof descriptors)) return false;
  std::memcpy(descriptors.data(), CMSG_DATA(header), sizeof descriptors);
  return true;
}

int supervise_sibling(void* plan) {
  supervise(*static_cast<const Plan*>(plan));
}

void start(const Descriptors& descriptors) {
  Started failed;
  const off_t size = lseek(descriptors[0], 0, SEEK_END);
  void* bytes =
      mmap(nullptr, static_cast<std::size_t>(size), PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptors[0], 0);
  if (bytes != MAP_FAILED) {
    Plan plan = plan_in(static_cast<char*>(bytes));
    plan.input = descriptors[1];
    plan.out = descriptors[2];
    plan.err = descriptors[3];
    plan.report = descriptors[4];
    // Our sibling: who waits for it, and whose death ends it, is who asked.
    alignas(16) static std::array<char, 1 << 16> stack;
    if (clone(supervise_sibling, stack.data() + stack.size(), CLONE_PARENT | SIGCHLD, &plan) < 0)
      failed.error = errno;
    munmap(bytes, static_cast<std::size_t>(size));
  } else {
    failed.error = errno;
  }
  if (failed.error != 0) [[maybe_unused]]
    const auto ignored = write(descriptors[4], &failed, sizeof failed);
  for (const int descriptor : descriptors) close(descriptor);
}

[[noreturn]] void serve(int socket, pid_t owner) {
  constexpr int own = 3;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != owner) _exit(0);
  prctl(PR_SET_NAME, "pfncheck-start");
  if (socket != own) dup2(socket, own);
  close_range(own + 1, ~0U, 0);
  // Descriptors that are received must not be the standard ones.
  const int nothing = open("/dev/null", O_RDWR);  // NOLINT
  for (int standard = 0; standard < own; ++standard) dup2(nothing, standard);
  if (nothing > own) close(nothing);
  Descriptors descriptors{};
  while (receive(own, descriptors)) start(descriptors);
  _exit(0);
}

}  // namespace

void keep_starter() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return;
  const pid_t owner = getpid();
  const pid_t child = _Fork();
  if (child == 0) serve(ends[1], owner);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return;
  }
  starter = {ends[0], owner};
}

bool start_elsewhere(const Plan& plan) {
  if (starter.owner != getpid()) return false;
  const Descriptor bytes = in_memory(bytes_of(plan));
  return bytes.get() >= 0 && send(starter.socket, {bytes.get(), plan.input, plan.out, plan.err, plan.report});
}

}  // namespace pfncheck
