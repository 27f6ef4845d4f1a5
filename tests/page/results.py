# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""Results as test binaries write them (docs/command_line.md), small and large."""


def step(number, task, operation, obj="", at=None, **more):
    return {
        "step": number,
        "task": task,
        "at": number if at is None else at,
        "operation": operation,
        "object": obj,
        "waited": False,
        "switched": False,
        "critical": False,
        "location": f"pool.cc:{number + 40}",
        "source": f"line {number};",
        **more,
    }


def access(number, task, operation, before, after, **more):
    return {
        "step": number,
        "task": task,
        "operation": operation,
        "variable": "sockets",
        "bytes": 4,
        "before": before,
        "after": after,
        "location": f"pool.cc:{number + 40}",
        "source": f"line {number};",
        "stack": 0,
        **more,
    }


def hold(task, obj, begin, end=None):
    return {"task": task, "object": obj, "from": begin, "to": end, "shared": False}


def wait(task, operation, obj, begin, end=None):
    return {
        "task": task,
        "operation": operation,
        "object": obj,
        "from": begin,
        "to": end,
    }


def result(*tests):
    findings = [finding for test in tests for finding in test["findings"]]
    return {
        "version": 1,
        "program": "pool_test",
        "verdict": "failed" if findings else "passed",
        "strategy": "auto",
        "seed": 1,
        "executions": sum(test["executions"] for test in tests),
        "exhausted": False,
        "seconds": 0.25,
        "nothing_controlled": False,
        "findings": findings,
        "tests": list(tests),
    }


def test(name, findings=(), **more):
    return {
        "name": name,
        "verdict": "failed" if findings else "passed",
        "sentence": "failed: assertion in execution 17",
        "strategy": "pct",
        "seed": 1,
        "executions": 17,
        "exhausted": False,
        "seconds": 0.25,
        "findings": list(findings),
        "races": [],
        "only_timeouts": [],
        "problems": [],
        "stopped_by": "",
        "steps": 306,
        "outcomes": [],
        **more,
    }


def finding(kind, story, **more):
    return {
        "kind": kind,
        "message": "Expected: 2\nActual: 1",
        "task": "main",
        "location": "pool.cc:80",
        "execution": 17,
        "schedule": "out/pool.schedule",
        "story": story,
        **more,
    }


def lost_update_explained():
    return {
        "defect": "lost update",
        "meaning": "a task writes what it made of an old value",
        "facts": [
            access(3, "T1", "read", 0, 0),
            access(6, "T2", "write", 0, 1),
            access(7, "T1", "write", 1, 1),
        ],
        "orders": [
            {"first": 3, "second": 6, "otherwise": "passes"},
            {"first": 5, "second": 7, "otherwise": "passes"},
        ],
        "together": False,
        "orders_tried": 6,
        "all_tried": True,
        "executions": 20,
        "schedule": {"preemptions": 1, "steps": 9, "tasks": 3, "switches": 4},
    }


def lost_update_avoided():
    return {
        "orders": [{"first": 3, "second": 6, "otherwise": "passes"}],
        "tasks": ["main", "T1", "T2"],
        "steps": [
            step(1, "main", "create", "T1", 1),
            step(2, "main", "create", "T2", 2),
            step(3, "T2", "read", "sockets", 1, switched=True, critical=True),
            step(4, "T2", "write", "sockets", 2, critical=True),
            step(5, "T1", "read", "sockets", 1, switched=True, critical=True),
            step(6, "T1", "write", "sockets", 2, critical=True),
            step(7, "main", "join", "T1", 3, switched=True),
            step(8, "main", "join", "T2", 4),
        ],
        "steps_left_out": 0,
        "left_out": [],
        "accesses": [
            access(3, "T2", "read", 0, 0),
            access(4, "T2", "write", 0, 1),
            access(5, "T1", "read", 1, 1),
            access(6, "T1", "write", 1, 2),
        ],
        "holds": [hold("T2", "mutex 1", 3, 5)],
        "waits": [],
    }


def lost_update():
    """Two tasks add one; what one wrote is lost. Beside it, how it passes."""
    story = {
        "tasks": ["main", "T1", "T2"],
        "steps": [
            step(1, "main", "create", "T1", 1),
            step(2, "main", "create", "T2", 2),
            step(3, "T1", "read", "sockets", 1, switched=True, critical=True, stack=0),
            step(4, "T1", "point", "pool.return.loaded", 7),
            step(5, "T2", "read", "sockets", 1, switched=True, critical=True),
            step(6, "T2", "write", "sockets", 2, critical=True),
            step(7, "T1", "write", "sockets", 2, switched=True, critical=True),
            step(8, "main", "join", "T1", 3, switched=True, waited=True),
            step(9, "main", "join", "T2", 4),
        ],
        "steps_left_out": 0,
        "left_out": [],
        "accesses": [
            access(3, "T1", "read", 0, 0),
            access(5, "T2", "read", 0, 0),
            access(6, "T2", "write", 0, 1),
            access(7, "T1", "write", 1, 1),
        ],
        "holds": [hold("main", "mutex 1", 1, 3)],
        "waits": [wait("main", "join", "T1", 2, 8)],
        "standings": [],
        "explanation": lost_update_explained(),
        "passing": lost_update_avoided(),
        "frames": [
            {"function": "Pool::Return()", "location": "pool.cc:61", "source": "a;"},
            {"function": "Body()", "location": "pool_test.cc:9", "source": "b;"},
        ],
        "stacks": [[0, 1]],
    }
    return finding("assertion", story)


def deadlock():
    """Each of two tasks has what the other wants."""
    story = {
        "tasks": ["main", "left", "right"],
        "steps": [
            step(1, "main", "create", "left", 1),
            step(2, "main", "create", "right", 2),
            step(3, "left", "lock", "mutex 1", 1, switched=True),
            step(4, "right", "lock", "mutex 2", 1, switched=True),
        ],
        "steps_left_out": 0,
        "left_out": [],
        "accesses": [],
        "holds": [hold("left", "mutex 1", 3), hold("right", "mutex 2", 4)],
        "waits": [
            wait("main", "join", "left", 2),
            wait("left", "lock", "mutex 2", 4),
            wait("right", "lock", "mutex 1", 4),
        ],
        "standings": [
            {
                "task": "left",
                "finished": False,
                "enabled": False,
                "next": "lock",
                "object": "mutex 2",
                "holder": "right",
                "location": "pool.cc:44",
                "source": "",
            }
        ],
        "frames": [],
        "stacks": [],
    }
    return finding("deadlock", story, message="no task can go on")


def long_story(steps, tasks=8):
    """Tasks take and give back locks in turns; two steps near the end decide."""
    told = []
    holds = []
    accesses = []
    for number in range(1, steps + 1):
        round_of_3, part = divmod(number - 1, 3)
        task = f"T{round_of_3 % tasks}"
        lock = f"mutex {round_of_3 % 5 + 1}"
        operation = ["lock", "write", "unlock"][part]
        obj = "sockets" if part == 1 else lock
        told.append(
            step(
                number,
                task,
                operation,
                obj,
                switched=part == 0 and number > 1,
                critical=number in (steps - 20, steps - 10),
                stack=0,
            )
        )
        if part == 0:
            holds.append(hold(task, lock, number, number + 2))
        if part == 1:
            accesses.append(access(number, task, "write", number, number + 1))
    return finding(
        "assertion",
        {
            "tasks": [f"T{i}" for i in range(tasks)],
            "steps": told,
            "steps_left_out": 0,
            "left_out": [],
            "accesses": accesses,
            "holds": holds,
            "waits": [],
            "standings": [],
            "explanation": {
                "defect": "",
                "meaning": "",
                "facts": [],
                "orders": [
                    {"first": steps - 20, "second": steps - 10, "otherwise": "passes"}
                ],
                "together": False,
            },
            "frames": [{"function": "Run()", "location": "a.cc:1", "source": "x"}],
            "stacks": [[0]],
        },
    )


def exploration():
    """A test that was searched for long, without a finding."""
    return test(
        "PoolTest.Stress",
        verdict="passed",
        sentence="passed: 40,000 schedules of about 1.2e6, 3.3 % done",
        strategy="auto (portfolio)",
        executions=40000,
        seconds=8.0,
        steps=1600000,
        stopped_by="executions",
        estimate={"value": 1200000.0, "low": 400000.0, "high": 4000000.0},
        done=0.033,
        members=[
            {"name": "rff", "executions": 30000, "distinct_traces": 1800},
            {"name": "surw", "executions": 10000, "distinct_traces": 900},
        ],
        outcomes=[
            {"value": "total 1", "count": 10000, "token": "il1-AAAA"},
            {"value": "total 2", "count": 30000, "token": "il1-BBBB"},
        ],
        confidence={
            "tasks": 3,
            "steps": 40,
            "steps_longest": 41,
            "depths": [{"depth": 2, "executions": 900, "probability": 0.9995}],
            "executions_more_for_99": 0,
        },
        coverage={
            "executions": 40000,
            "distinct_traces": 2100,
            "more_traces": False,
            "sees_memory": True,
            "points": ["pool.reset.loaded", "pool.return.stored"],
            "pairs": [
                {
                    "first": "pool.reset.loaded",
                    "second": "pool.return.stored",
                    "on_object": False,
                    "of_points": True,
                    "one_order_only": True,
                },
                {
                    "first": "atomic-store pool.cc:20",
                    "second": "atomic-load pool.cc:12",
                    "on_object": True,
                    "of_points": False,
                    "one_order_only": False,
                },
            ],
            "reads": [
                {
                    "place": "atomic-load pool.cc:12",
                    "from": ["atomic-store pool.cc:20", "the initial value"],
                }
            ],
        },
    )
