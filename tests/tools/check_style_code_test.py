# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""tools/check-style's checks of what stands inside functions, and the scanner
that finds them."""

import unittest

from style_tree import StyleTestCase, cxx, header

# style_tree has put tools/ on the path.
from style import cxx as cxx_text
from style.functions import functions

LIBRARY = "framework/interleave/"


def found(text):
    """What the scanner finds in `text`: (name, line, line count) each."""
    return [tuple(each) for each in functions(cxx_text.blank(text)[0])]


class BlankTest(unittest.TestCase):
    def blank(self, text):
        code, with_literals = cxx_text.blank(text)
        self.assertEqual(len(text), len(code))
        self.assertEqual(text.count("\n"), code.count("\n"))
        self.assertEqual(len(text), len(with_literals))
        return code

    def test_blanks_comments_and_insides_of_literals(self):
        for text, code in (
            ("a; // {", "a;     "),
            ("a /* { \n } */ b", "a      \n      b"),
            ('f("{\\"}");', 'f("    ");'),
            ("f('{', '\\'');", "f(' ', '  ');"),
            ('R"x(}")x";', '"       ";'),
            ('u8R"(a\n{)";', '"     \n  ";'),
            ("1'000 + 0xA'B; '{'", "1'000 + 0xA'B; ' '"),
            ('"//" + a', '"  " + a'),
            ("a // \\\n { \nb", "a    \\\n   \nb".replace("\\", " ")),
        ):
            with self.subTest(text):
                self.assertEqual(code, self.blank(text))


class FunctionsTest(unittest.TestCase):
    def assert_finds(self, text, *names):
        self.assertEqual(list(names), [name for name, _, _ in found(text)])

    def test_counts_from_brace_to_brace(self):
        text = "int F(int a,\n      int b)\n{\n  return a;\n}\n"
        self.assertEqual([("F", 3, 3)], found(text))

    def test_finds_functions_in_namespaces_and_types(self):
        text = """
            namespace a::b { namespace {
            extern "C" { int F() { return 1; } }
            extern "C" int G() { return 1; }
            class [[nodiscard]] A final : public B<int()> {
             public:
              A() : b_(1), c_{2} { H(); }
              explicit A(int a) noexcept(true) : b_{a} {}
              ~A() override { }
              int operator()() const { return 1; }
              bool operator==(const A& a) const { return true; }
             private:
              int b_ = 0; int c_{0}; std::vector<int> d_ = {1, 2};
            };
            enum class E : int { kA, kB };
            struct S { int a; } s = {1};
            }}"""
        self.assert_finds(
            text, "F", "G", "A", "A", "~A", "operator()", "operator=="
        )

    def test_finds_functions_whatever_their_heads(self):
        for text in (
            "template <typename T = int, int n = 0> T F(T a = {}) { }",
            "auto F(int a) -> std::vector<int> { }",
            "template <class T> requires C<T> void F() { }",
            "void F() requires C<int> { }",
            "struct stat F() { }",
            "void F() const& noexcept override { }",
            "void F() ABSL_LOCKS_EXCLUDED(mu_) { }",
            "void F() try { } catch (...) { }",
            "#define A(x) \\\n  { x\nvoid F() { }",
        ):
            with self.subTest(text):
                names = [name for name, _, _ in found(text)]
                self.assertEqual("F", names[0] if names else None)

    def test_takes_initializers_for_none(self):
        for text in (
            "int a{1}; int b[] = {1, 2}; A c(B{1}, {2});",
            "const std::map<int, A> kA = {{1, {2, 3}}, {2, {}}};",
            "template <class T> concept C = requires(T t) { t.f(); };",
            "INSTANTIATE_TEST_SUITE_P(A, B, Values(P{1}, P{2}));",
        ):
            with self.subTest(text):
                self.assert_finds(text)

    def test_lambdas_count_towards_their_function(self):
        text = "void F() {\n  auto a = [&] {\n    G({1});\n  };\n}\n"
        self.assertEqual([("F", 1, 5)], found(text))

    def test_a_lambda_outside_of_functions_is_one(self):
        text = "const auto f = [](int a) -> int {\n  return a;\n};\n"
        self.assertEqual([("(lambda)", 1, 3)], found(text))
        inside = "A a(1, [] {\n  F();\n});\nvoid G() {}\n"
        self.assertEqual([2 + 1, 1], [count for _, _, count in found(inside)])

    def test_each_branch_of_a_conditional_may_open_the_function(self):
        text = "#if A\nvoid F() {\n#else\nvoid G() {\n#endif\n  H();\n}\nint i() {}\n"
        self.assertEqual([("G", 4, 4), ("i", 8, 1)], found(text))

    def test_names_a_test_by_its_arguments(self):
        self.assert_finds("TEST_F(ATest, Holds) { }", "TEST_F(ATest, Holds)")


class BudgetsTest(StyleTestCase):
    def test_functions_have_70_lines_at_most(self):
        def function(lines):
            return cxx("\nvoid F() {\n" + "  G();\n" * (lines - 2) + "}\n")

        self.assert_passes("budgets", {"tools/a.cc": function(70)})
        self.assert_fails(
            "budgets", {"tools/a.cc": function(71)}, ":4:", "F has 71 lines"
        )

    def test_python_functions_too(self):
        def function(lines):
            return "def f():\n" + "    g()\n" * (lines - 1)

        self.assert_passes("budgets", {"tools/a.py": function(70)})
        self.assert_fails("budgets", {"tools/a.py": function(71)}, "f has 71")

    def test_files_have_700_lines_at_most(self):
        self.assert_passes("budgets", {"tools/a.sh": "echo\n" * 700})
        self.assert_fails("budgets", {"tools/a.sh": "echo\n" * 701}, "701 lines")
        generated = "# Generated by a.py\n" + "echo\n" * 701
        self.assert_passes("budgets", {"tools/a.sh": generated})

    def test_more_than_400_lines_are_noted(self):
        status, printed = self.check({"tools/a.sh": "echo\n" * 401})
        self.assertIn("a.sh:401: [budgets] note: 401 lines", printed)
        self.assert_passes("budgets", {"tools/a.sh": "echo\n" * 401})


class BannedCallsTest(StyleTestCase):
    path = LIBRARY + "explore/a.cc"

    def test_every_banned_call_fails(self):
        for call in (
            "std::random_device device;",
            "std::uniform_int_distribution<int> dice(1, 6);",
            "std::shuffle(a.begin(), a.end(), b);",
            "return rand() % 2;",
            "std::srand(1);",
            "auto a = std::chrono::steady_clock::now();",
            "auto a = Clock::now(), b = system_clock::now();",
            "const time_t a = time(nullptr);",
            "::gettimeofday(&a, nullptr);",
            "if (clock_gettime(CLOCK_REALTIME, &a) != 0) {}",
            "std::this_thread::sleep_for(1ms);",
            "std::this_thread::sleep_until(a);",
            "usleep(1);",
            "sleep(1);",
            "nanosleep(&a, nullptr);",
        ):
            with self.subTest(call):
                self.assert_fails(
                    "banned", {self.path: cxx(call + "\n")}, "a.cc:3:"
                )

    def test_what_only_looks_like_one_passes(self):
        for call in (
            "task.time(); trace->sleep(1); Trace::rand();",
            "uint64_t time() const { return time_; }",
            "int64_t* clock(int a);",
            "// rand() and sleep(1) are banned",
            'Say("sleep(1)"); Lifetime(); OnSleep(1); operand(2);',
            "a.wait_for(lock, 1ms);",
        ):
            with self.subTest(call):
                self.assert_passes("banned", {self.path: cxx(call + "\n")})

    def test_intercept_defines_them(self):
        body = "int sleep(int a) {\n  return usleep(a);\n}\n"
        self.assert_passes("banned", {LIBRARY + "intercept/a.cc": cxx(body)})
        self.assert_passes(
            "banned", {"tests/unit/intercept/a_test.cc": cxx(body)})

    def test_tests_sleep_in_virtual_time_only(self):
        call = "std::this_thread::sleep_for(1ms);"
        said = "// style: virtual time"
        for path in ("tests/e2e/a.cc", "scenarios/a.cc"):
            self.assert_fails("banned", {path: cxx(call + "\n")}, "virtual time")
            self.assert_passes("banned", {path: cxx(f"{call}  {said}\n")})
            self.assert_passes("banned", {path: cxx(f"{said}\n{call}\n")})
            self.assert_fails("banned", {path: cxx(f"{said}\nF();\n{call}\n")})
        self.assert_fails("banned", {self.path: cxx(f"{call}  {said}\n")})

    def test_a_budget_reads_the_wall_clock_outside_of_executions(self):
        call = "auto a = std::chrono::steady_clock::now();  // style: wall clock\n"
        self.assert_passes("banned", {self.path: cxx(call)})
        self.assert_passes("banned", {"tests/benchmark/a.cc": cxx(call)})
        for layer in ("schedule", "runtime", "strategy", "detect"):
            files = {LIBRARY + layer + "/a.cc": cxx(call)}
            self.assert_fails("banned", files, "steady_clock::now")
        random = "rand();  // style: wall clock\n"
        self.assert_fails("banned", {self.path: cxx(random)}, "rand")


class HashOrderTest(StyleTestCase):
    path = LIBRARY + "runtime/a.cc"

    def assert_iterates(self, body, name, path=path):
        self.assert_fails("banned", {path: cxx(body)}, f"container {name},")

    def test_a_range_over_a_hash_container_fails(self):
        loop = "void F() {\n  for (const auto& [k, v] : a_) {\n  }\n}\n"
        for declaration in (
            "absl::flat_hash_map<int, std::vector<A>> a_;\n",
            "absl::node_hash_set<int> a_ ABSL_GUARDED_BY(mu_);\n",
            "std::unordered_map<int, std::function<int()>> a_ = {};\n",
            "void G(const std::unordered_multiset<int>& a_);\n",
            "using Map = absl::flat_hash_map<int, int>;\nMap a_;\n",
        ):
            with self.subTest(declaration):
                self.assert_iterates(declaration + loop, "a_")

    def test_however_the_container_is_reached(self):
        declaration = "absl::flat_hash_map<int, int> a_;\n"
        for use in (
            "for (auto& b : this->a_) {}",
            "for (auto& b : state.a_) {}",
            "for (auto& b : *a_) {}",
            "auto b = a_.begin();",
        ):
            self.assert_iterates(f"{declaration}void F() {{ {use} }}\n", "a_")

    def test_members_of_the_own_header_count(self):
        members = "absl::flat_hash_map<int, int> a_;"
        files = {
            LIBRARY + "runtime/a.h": header("A_H_", members),
            self.path: cxx("void F() {\n  for (auto& b : a_) {\n  }\n}\n"),
        }
        self.assert_fails("banned", files, "a.cc:4:")

    def test_lookups_and_other_containers_pass(self):
        body = (
            "absl::flat_hash_map<int, std::vector<int>> a_;\n"
            "std::vector<int> b_;\n"
            "void F() {\n"
            "  for (int c : b_) a_.find(c);\n"
            "  for (int i = 0; i < a_.size(); ++i) {}\n"
            "  for (int c : a_[1]) {}\n"
            "}\n"
        )
        self.assert_passes("banned", {self.path: cxx(body)})

    def test_other_layers_may(self):
        body = "std::unordered_set<int> a;\nvoid F() {\n  for (int b : a) {}\n}\n"
        self.assert_passes("banned", {LIBRARY + "report/a.cc": cxx(body)})


if __name__ == "__main__":
    unittest.main()
