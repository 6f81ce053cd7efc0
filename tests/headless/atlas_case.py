"""What the headless tests share: the programs, a folder of their own, and running things."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM, READER = (os.path.abspath(path) for path in sys.argv[1:3])


def need(*programs):
    """Skips a test when a program that makes or checks its files is missing."""
    for program in programs:
        if shutil.which(program) is None:
            raise unittest.SkipTest(f'{program} is not installed')


class Case(unittest.TestCase):
    """Each test has a folder, and a cache that nobody else uses."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='atlas-headless-')
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.cache = tempfile.mkdtemp(prefix='atlas-cache-')
        self.addCleanup(shutil.rmtree, self.cache, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, contents):
        if isinstance(contents, str):
            contents = contents.encode()
        with open(self.path(name), 'wb') as file:
            file.write(contents)
        return self.path(name)

    def run_program(self, *arguments, wrapper=(), **environment):
        env = {**os.environ, 'ATLAS_CACHE': self.cache, 'LC_ALL': 'C.UTF-8', **environment}
        for variable in ('DISPLAY', 'WAYLAND_DISPLAY', 'LANGUAGE'):
            env.pop(variable, None)
        return subprocess.run([*wrapper, PROGRAM, *arguments], capture_output=True, env=env, timeout=120,
                              encoding='utf-8', errors='replace')

    def snapshot(self):
        """Everything in the folder that reading could change."""
        result = {}
        for root, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(root, name)
                info = os.lstat(path)
                result[os.path.relpath(path, self.folder)] = (info.st_size, info.st_mtime_ns, info.st_ino)
        return result


def main():
    unittest.main(argv=sys.argv[:1], verbosity=2)
