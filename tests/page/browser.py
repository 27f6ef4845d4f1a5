# Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
"""One browser for a module of tests, and the pages that the tool makes for it."""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    sys.exit("no selenium for this Python; tools/install-packages installs it")

TOOL = sys.argv.pop(1) if len(sys.argv) > 1 else "interleave"


def program(*names):
    for name in names:
        if path := shutil.which(name):
            return path
    sys.exit(f"no {names[0]}; tools/install-packages installs it")


def start():
    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium", "google-chrome")
    # Whoever runs tests as root, in a container, has no user namespaces.
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1400,900",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=Service(program("chromedriver"))
    )
    # On a machine that is busy; nobody waits so long on another.
    driver.set_script_timeout(300)
    return driver


def make(result, name="result"):
    """The text of the page that the tool makes of `result`."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "result.json"
        target = pathlib.Path(folder) / f"{name}.html"
        source.write_text(json.dumps(result))
        subprocess.run(
            [TOOL, "report", str(source), "-o", str(target)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return target.read_text(encoding="utf-8")


class PageTest(unittest.TestCase):
    """Tests of pages; all of a module share one browser."""

    driver = None
    folder = None
    files = 0

    @classmethod
    def setUpClass(cls):
        if PageTest.driver is None:
            PageTest.driver = start()
            PageTest.folder = tempfile.TemporaryDirectory()
            unittest.addModuleCleanup(PageTest.end)

    @staticmethod
    def end():
        PageTest.driver.quit()
        PageTest.folder.cleanup()

    def tearDown(self):
        wrong = [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] == "SEVERE"
        ]
        if not getattr(self, "errors_expected", False):
            self.assertEqual(wrong, [])

    def open(self, text, fragment=""):
        """Shows the page with this text."""
        PageTest.files += 1
        path = pathlib.Path(self.folder.name) / f"{PageTest.files}.html"
        path.write_text(text, encoding="utf-8")
        self.driver.get(path.as_uri() + fragment)

    def show(self, result, fragment=""):
        self.open(make(result), fragment)

    def emulate(self, **features):
        media = features.pop("media", "")
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {
                "media": media,
                "features": [
                    {"name": name.replace("_", "-"), "value": value}
                    for name, value in features.items()
                ],
            },
        )

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def run_script(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def keys(self, *keys):
        """Each is a key of selenium's, or a text."""
        actions = ActionChains(self.driver)
        for key in keys:
            actions.send_keys(getattr(Keys, key, key))
        actions.perform()

    def hover(self, element):
        ActionChains(self.driver).move_to_element(element).perform()

    def text(self, selector):
        return self.find(selector).text

    def position(self):
        return self.text("#position")

    def numbers(self):
        """Of the steps whose rows are in the document, from above."""
        return self.run_script("""
            return [...document.querySelectorAll('.row')]
                .sort((a, b) => a.dataset.row - b.dataset.row)
                .map((row) => row.querySelector('.number'))
                .map((cell) => (cell ? cell.textContent : ''));""")

    def tree(self):
        """The accessibility tree, without what is ignored."""
        self.driver.execute_cdp_cmd("Accessibility.enable", {})
        nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})
        return [
            (
                node.get("role", {}).get("value", ""),
                node.get("name", {}).get("value", ""),
            )
            for node in nodes["nodes"]
            if not node.get("ignored")
        ]
