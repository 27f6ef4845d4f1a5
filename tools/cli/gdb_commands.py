# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Commands of gdb for a replay: steps, switches and tasks.

`interleave debug` has gdb read this file; docs/debugging.md describes the
commands. The functions interleave_debug_* are the program's
(framework/interleave/explore/debugger_stops.h).
"""

import contextlib

import gdb

REGISTERS = {
    "i386:x86-64": {"arguments": ("$rdi", "$rsi"),
                    "parked": ("$rip", "$rsp", "$rbp")},
    "aarch64": {"arguments": ("$x0", "$x1"), "parked": ("$pc", "$sp", "$x29")},
}


def registers(kind):
    """The names that this machine has for registers of a kind."""
    name = gdb.selected_inferior().architecture().name()
    if name not in REGISTERS:
        raise gdb.GdbError(f"interleave: no registers are known of {name}")
    return REGISTERS[name][kind]


def value(expression):
    return int(gdb.parse_and_eval(expression))


def ask(result, function, *arguments):
    """Calls a function of the program's, whatever gdb knows of its type."""
    if gdb.selected_inferior().pid == 0:
        raise gdb.GdbError("interleave: the program does not run; "
                           "say `interleave next` first")
    given = ", ".join(f"(unsigned){argument}" for argument in arguments)
    return gdb.parse_and_eval(f"(({result} (*)())&{function})({given})")


def task_count():
    return int(ask("unsigned", "interleave_debug_tasks"))


def describe(task):
    return ask("char *", "interleave_debug_describe", task).string()


def task_named(word):
    """The number of the task with this number or name."""
    for task in range(task_count()):
        if word in (str(task), describe(task).split(" ", 1)[0]):
            return task
    raise gdb.GdbError(f"interleave: there is no task {word}; "
                       "`interleave tasks` prints all")


class Stop(gdb.Breakpoint):
    """Stops at a step that is wanted."""

    def __init__(self):
        super().__init__("*interleave_debug_step", internal=True)
        self.silent = True
        self.wanted = None
        self.step = 0
        self.at_task = None

    def stop(self):
        step, task = (value(name) & 0xFFFFFFFF
                      for name in registers("arguments"))
        wanted = self.wanted is not None and self.wanted(step, task)
        if wanted:
            self.step, self.at_task, self.wanted = step, task, None
        return wanted


STOP = Stop()


def is_of_program(frame):
    """Neither Interleave's, nor a header's of the system."""
    table = frame.find_sal().symtab
    return (frame.type() == gdb.NORMAL_FRAME and table is not None and
            "/framework/interleave/" not in table.fullname() and
            not table.fullname().startswith("/usr/include/"))


def go_to(wanted):
    """Goes on to the step that is wanted, and shows it."""
    STOP.wanted = wanted
    before = STOP.step
    gdb.execute("run" if gdb.selected_inferior().pid == 0 else "continue")
    if gdb.selected_inferior().pid == 0:
        STOP.step, STOP.at_task = 0, None
        print("interleave: the program has ended")
        return
    if STOP.wanted is not None:  # something else stopped it
        STOP.wanted = None
        print(f"interleave: stopped before that step, after step {before}")
        return
    print(describe(STOP.at_task))
    frame = gdb.newest_frame()
    while frame is not None and not is_of_program(frame):
        frame = frame.older()
    if frame is not None:
        frame.select()
        gdb.execute("frame")


@contextlib.contextmanager
def parked(task):
    """The registers are those with which the task will go on."""
    values = [int(ask("unsigned long", "interleave_debug_register", task, i))
              for i in range(3)]
    if values[0] == 0:
        yield describe(task).split(" ", 2)[1] == "runs,"
        return
    level = gdb.selected_frame().level()
    gdb.newest_frame().select()
    names = registers("parked")
    before = [value(f"(unsigned long){name}") for name in names]
    try:
        set_registers(names, values)
        yield True
    finally:
        set_registers(names, before)
        gdb.execute(f"select-frame {level}")


def set_registers(names, values):
    for name, number in zip(names, values):
        gdb.execute(f"set {name} = {number:#x}")


class Prefix(gdb.Command):
    """Steps, switches and tasks of a replay by Interleave."""

    def __init__(self):
        super().__init__("interleave", gdb.COMMAND_RUNNING, prefix=True)


class Step(gdb.Command):
    """interleave step N: goes on to the step N, which is not done yet."""

    def __init__(self):
        super().__init__("interleave step", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        if not argument.isdigit():
            raise gdb.GdbError("interleave step N: N is the number of a step")
        number = int(argument)
        if gdb.selected_inferior().pid != 0 and number <= STOP.step:
            raise gdb.GdbError(f"interleave: step {STOP.step} is reached; "
                               "`kill`, then it can begin again")
        go_to(lambda step, task: step >= number)


class Next(gdb.Command):
    """interleave next: goes on to the next step of another task."""

    def __init__(self):
        super().__init__("interleave next", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        here = STOP.at_task if gdb.selected_inferior().pid != 0 else None
        go_to(lambda step, task: task != here)


class Tasks(gdb.Command):
    """interleave tasks: prints all tasks, with their stacks."""

    def __init__(self):
        super().__init__("interleave tasks", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        for task in range(task_count()):
            print(describe(task))
            with parked(task) as has_stack:
                if has_stack:
                    gdb.execute("backtrace")


class Apply(gdb.Command):
    """interleave apply TASK COMMAND: a command of gdb's, as if TASK ran.

    TASK is a number or a name; `interleave apply T1 backtrace full`."""

    def __init__(self):
        super().__init__("interleave apply", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        word, _, command = argument.partition(" ")
        if not command:
            raise gdb.GdbError("interleave apply TASK COMMAND")
        task = task_named(word)
        with parked(task) as has_stack:
            if not has_stack:
                raise gdb.GdbError(f"interleave: {describe(task)}")
            gdb.execute(command)


for command in (Prefix, Step, Next, Tasks, Apply):
    command()
