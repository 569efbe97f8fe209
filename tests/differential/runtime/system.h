/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The three system calls that the runtime makes, and the first instructions of a process, per architecture.
 * Numbers and registers are those of the Linux system call interface: man 2 syscall, and arch/ * /entry in
 * the kernel.
 */
#ifndef PFNCHECK_SYSTEM_H
#define PFNCHECK_SYSTEM_H

#if defined(__x86_64__)
#define SYSTEM_READ 0
#define SYSTEM_WRITE 1
#define SYSTEM_EXIT 60
#define SYSTEM_START "xorl %ebp, %ebp\n andq $-16, %rsp\n call runtime_main\n hlt\n"
static inline long system_call(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
  return result;
}
#elif defined(__i386__)
#define SYSTEM_READ 3
#define SYSTEM_WRITE 4
#define SYSTEM_EXIT 1
#define SYSTEM_START "xorl %ebp, %ebp\n andl $-16, %esp\n call runtime_main\n hlt\n"
static inline long system_call(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory");
  return result;
}
#elif defined(__arm__)
#define SYSTEM_READ 3
#define SYSTEM_WRITE 4
#define SYSTEM_EXIT 1
#define SYSTEM_START "mov r11, #0\n bic sp, sp, #7\n bl runtime_main\n"
static inline long system_call(long number, long a, long b, long c) {
  register long r7 __asm__("r7") = number;
  register long r0 __asm__("r0") = a;
  register long r1 __asm__("r1") = b;
  register long r2 __asm__("r2") = c;
  __asm__ volatile("svc #0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2) : "memory");
  return r0;
}
#elif defined(__aarch64__)
#define SYSTEM_READ 63
#define SYSTEM_WRITE 64
#define SYSTEM_EXIT 93
#define SYSTEM_START "mov x29, #0\n bl runtime_main\n"
static inline long system_call(long number, long a, long b, long c) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}
#elif defined(__s390x__)
#define SYSTEM_READ 3
#define SYSTEM_WRITE 4
#define SYSTEM_EXIT 1
/* 160 bytes: the register save area that every caller provides. */
#define SYSTEM_START "aghi %r15, -160\n brasl %r14, runtime_main\n"
static inline long system_call(long number, long a, long b, long c) {
  register long r1 __asm__("r1") = number;
  register long r2 __asm__("r2") = a;
  register long r3 __asm__("r3") = b;
  register long r4 __asm__("r4") = c;
  __asm__ volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4) : "memory");
  return r2;
}
#elif defined(__mips__)
#if defined(__mips64)
#define SYSTEM_READ 5000
#define SYSTEM_WRITE 5001
#define SYSTEM_EXIT 5058
#define SYSTEM_PUSH "daddiu"
#else
#define SYSTEM_READ 4003
#define SYSTEM_WRITE 4004
#define SYSTEM_EXIT 4001
#define SYSTEM_PUSH "addiu"
#endif
/* o32: room for four arguments on the caller's stack. */
#define SYSTEM_START \
  ".set push\n .set noreorder\n " SYSTEM_PUSH " $sp, $sp, -32\n jal runtime_main\n nop\n .set pop\n"
static inline long system_call(long number, long a, long b, long c) {
  register long v0 __asm__("$2") = number;
  register long a0 __asm__("$4") = a;
  register long a1 __asm__("$5") = b;
  register long a2 __asm__("$6") = c;
  register long a3 __asm__("$7");
  __asm__ volatile("syscall"
                   : "+r"(v0), "=r"(a3)
                   : "r"(a0), "r"(a1), "r"(a2)
                   : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25",
                     "memory");
  return a3 ? -v0 : v0;
}
#elif defined(__riscv)
#define SYSTEM_READ 63
#define SYSTEM_WRITE 64
#define SYSTEM_EXIT 93
#define SYSTEM_START "andi sp, sp, -16\n call runtime_main\n"
static inline long system_call(long number, long a, long b, long c) {
  register long a7 __asm__("a7") = number;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2) : "memory");
  return a0;
}
#elif defined(__powerpc64__)
#define SYSTEM_READ 3
#define SYSTEM_WRITE 4
#define SYSTEM_EXIT 1
/* r12 holds the address of the entry point (ELFv2), from which r2, the table of contents, follows. */
#define SYSTEM_START                                                                \
  "bcl 20, 31, 1f\n1: mflr 12\n addis 2, 12, .TOC.-1b@ha\n addi 2, 2, .TOC.-1b@l\n" \
  "clrrdi 1, 1, 4\n li 0, 0\n stdu 0, -128(1)\n bl runtime_main\n nop\n"
static inline long system_call(long number, long a, long b, long c) {
  register long r0 __asm__("r0") = number;
  register long r3 __asm__("r3") = a;
  register long r4 __asm__("r4") = b;
  register long r5 __asm__("r5") = c;
  __asm__ volatile("sc\n bns+ 1f\n neg 3, 3\n1:"
                   : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5)
                   :
                   : "r6", "r7", "r8", "r9", "r10", "r11", "r12", "cr0", "ctr", "xer", "memory");
  return r3;
}
#elif defined(__loongarch64)
#define SYSTEM_READ 63
#define SYSTEM_WRITE 64
#define SYSTEM_EXIT 93
#define SYSTEM_START "bstrins.d $sp, $zero, 3, 0\n bl runtime_main\n"
static inline long system_call(long number, long a, long b, long c) {
  register long a7 __asm__("$a7") = number;
  register long a0 __asm__("$a0") = a;
  register long a1 __asm__("$a1") = b;
  register long a2 __asm__("$a2") = c;
  __asm__ volatile("syscall 0"
                   : "+r"(a0)
                   : "r"(a7), "r"(a1), "r"(a2)
                   : "$t0", "$t1", "$t2", "$t3", "$t4", "$t5", "$t6", "$t7", "$t8", "memory");
  return a0;
}
#elif defined(__hexagon__)
#define SYSTEM_READ 63
#define SYSTEM_WRITE 64
#define SYSTEM_EXIT 93
#define SYSTEM_START "{ r29 = and(r29, #-8) }\n call runtime_main\n"
static inline long system_call(long number, long a, long b, long c) {
  register long r6 __asm__("r6") = number;
  register long r0 __asm__("r0") = a;
  register long r1 __asm__("r1") = b;
  register long r2 __asm__("r2") = c;
  __asm__ volatile("trap0(#1)" : "+r"(r0) : "r"(r6), "r"(r1), "r"(r2) : "memory");
  return r0;
}
#else
#error "no system calls for this architecture"
#endif

#endif
