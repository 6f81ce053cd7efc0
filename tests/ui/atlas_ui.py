"""What the window tests share: starts the program on the display that is there, finds its widgets through the accessibility
bus, and uses it as a person does, with pointer and keys (xdotool).  Nothing sleeps for a fixed time: everything is waited
for, at most PATIENCE seconds."""

import math
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402  (the version must be said first)

BUILD = Path(os.environ.get('ATLAS_TEST_BUILDDIR', 'build'))
PROGRAM = BUILD / 'src' / 'app' / 'taihang-atlas'
# What newer versions of GTK and of the accessibility library call the same things.
NEWER_ROLES = {'panel': ('grouping',), 'push button': ('button', 'toggle button')}
PATIENCE = float(os.environ.get('ATLAS_TEST_PATIENCE', '20'))
PLACE = re.compile(r'(\d+\.\d+)°.*?(\d+\.\d+)°')
DISCARD = re.compile('(Discard|不保存.*)$')
# What other programs say about a display that is only a test's.
HARMLESS = re.compile(r'dconf|Vulkan|libEGL|MESA|SpiRegistry|portal|Unable to acquire the address of the accessibility bus')


def wait_for(what, check, patience=PATIENCE):
    """Gives back what CHECK gives as soon as that is true; WHAT is said when it never is."""
    end = time.monotonic() + patience
    while True:
        try:
            result = check()
        except GLib.Error:
            result = None       # a widget went away while it was asked
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f'waited {patience:.0f} s in vain for {what}')
        time.sleep(0.03)


def xdotool(*arguments):
    subprocess.run(['xdotool', *(str(argument) for argument in arguments)], check=True)


def chinese_locale():
    """A Chinese locale if there is one; the language alone is enough for the texts."""
    known = subprocess.run(['locale', '-a'], capture_output=True, text=True, check=False).stdout.lower()
    made = Path(os.environ.get('LOCPATH', '/nowhere'), 'zh_CN.UTF-8').exists()
    return 'zh_CN.UTF-8' if made or re.search(r'^zh_cn\.utf-?8$', known, re.MULTILINE) else 'C.UTF-8'


class Program:
    """A running taihang-atlas."""

    def __init__(self, *files, chinese=False, **environment):
        self.home = tempfile.mkdtemp(prefix='atlas-ui-')
        env = dict(os.environ, GSETTINGS_BACKEND='memory', GTK_A11Y='atspi', G_DEBUG='fatal-criticals', GDK_BACKEND='x11',
                   GTK_ENABLE_ANIMATIONS='0', XDG_DATA_HOME=self.home + '/share', XDG_CACHE_HOME=self.home + '/cache',
                   LC_ALL=chinese_locale() if chinese else 'C.UTF-8', LANGUAGE='zh_CN' if chinese else 'en')
        env.update(environment)
        self.errors = tempfile.TemporaryFile(mode='w+', encoding='utf-8')
        self.process = subprocess.Popen([PROGRAM, *map(str, files)], env=env, stderr=self.errors)
        try:
            self.root = wait_for('the window', self._find_application)
            wait_for('the map', lambda: self.find('Map' if not chinese else '地图', 'panel'))
        except BaseException:
            self.stop()
            raise

    def _find_application(self):
        if self.process.poll() is not None:
            raise AssertionError(f'the program ended by itself with {self.process.returncode}: {self.said()}')
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                return child
        return None

    def said(self):
        self.errors.seek(0)
        return self.errors.read()

    def alive(self):
        return self.process.poll() is None

    def stop(self):
        """Ends the program whatever state it is in."""
        if self.alive():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def quit(self, discard=True):
        """Quits as a person does; gives back the exit status and what was said on standard error.  What was styled or filtered is
        asked about first; with DISCARD it is given up."""
        self.key('ctrl+q')

        def gone():
            button = self.find(DISCARD, 'push button') if discard and self.alive() else None
            if button is not None:
                self.press(button)
            return not self.alive()
        wait_for('the program to quit', gone)
        lines = [line for line in self.said().splitlines() if line.strip() and not HARMLESS.search(line)]
        return self.process.returncode, lines

    # Finding.

    def walk(self, inside=None):
        stack = [inside or self.root]
        while stack:
            node = stack.pop()
            yield node
            try:
                children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
            except GLib.Error:
                continue
            stack.extend(child for child in reversed(children) if child is not None)

    def find_all(self, name=None, role=None, inside=None):
        """All widgets with this name (a text, or a compiled pattern) and role, as they stand in the tree."""
        found = []
        for node in self.walk(inside):
            try:
                if role is not None and node.get_role_name() not in (role, *NEWER_ROLES.get(role, ())):
                    continue
                text = node.get_name() or ''
            except GLib.Error:
                continue
            if name is None or (name.search(text) if hasattr(name, 'search') else text == name):
                found.append(node)
        return found

    def find(self, name=None, role=None, inside=None):
        found = self.find_all(name, role, inside)
        return found[0] if found else None

    def get(self, name=None, role=None, inside=None):
        return wait_for(f'{role or "widget"} “{getattr(name, "pattern", name)}”', lambda: self.find(name, role, inside))

    def texts(self, inside=None):
        """What the labels say that have room on the screen."""
        result = []
        for node in self.find_all(role='label', inside=inside):
            try:
                component = node.get_component_iface()
                # A label that went away since it was found.
                if component is None:
                    continue
                extents = component.get_extents(Atspi.CoordType.WINDOW)
                if extents.width > 0 and extents.height > 0:
                    result.append(node.get_name())
            except GLib.Error:
                continue
        return result

    def _panel_rows(self, title=None):
        """The lines of the legend are list items too.  One that has no parent went away since it was found."""
        rows = [(node, node.get_parent()) for node in self.find_all(title, 'list item')]
        return [node for node, parent in rows if parent is not None and parent.get_name() not in ('Legend', '图例')]

    def row(self, title):
        return wait_for(f'row “{title}”', lambda: next(iter(self._panel_rows(title)), None))

    def rows(self):
        """The titles of the panel's rows, from the top."""
        return [node.get_name() for node in self._panel_rows()]

    # Doing.

    def press(self, node):
        """Activates a button as assistive technology does."""
        actions = node.get_action_iface()
        names = [actions.get_action_name(i) for i in range(actions.get_n_actions())]
        actions.do_action(names.index('click'))

    def act(self, node, action):
        actions = node.get_action_iface()
        names = [actions.get_action_name(i) for i in range(actions.get_n_actions())]
        actions.do_action(names.index(action))

    def key(self, *keys):
        """Types keys.  Without a window manager they go to the surface under the pointer, so that is the title bar."""
        x, y = self.window_place()
        xdotool('mousemove', round(x) + 300, round(y) + 20)
        for key in keys:
            xdotool('key', '--clearmodifiers', key)

    def click_row(self, title):
        """Clicks into a row of the panel, which selects it and gives it the keyboard."""
        x, y, _, height = self.screen_box(self.row(title))
        xdotool('mousemove', round(x) + 36, round(y + height / 2), 'click', 1)
        wait_for(f'row “{title}” to be selected',
                 lambda: self.row(title).get_state_set().contains(Atspi.StateType.SELECTED))

    def pressed(self, node):
        return node.get_state_set().contains(Atspi.StateType.PRESSED)

    def window_place(self):
        """Where the content of the window begins on the screen: the frame's shadow lies outside of it."""
        ids = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid)],
                             capture_output=True, text=True, check=True).stdout.split()
        best = None
        for window in ids:
            text = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window],
                                  capture_output=True, text=True, check=True).stdout
            values = dict(line.split('=') for line in text.split())
            size = int(values['WIDTH']), int(values['HEIGHT'])
            if best is None or size > best[1]:
                best = (int(values['X']), int(values['Y'])), size
        frame = self.get(role='frame').get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return best[0][0] + (best[1][0] - frame.width) / 2, best[0][1] + (best[1][1] - frame.height) / 2

    def screen_box(self, node):
        """Left, top, width and height of a widget on the screen."""
        x, y = self.window_place()
        box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return x + box.x, y + box.y, box.width, box.height

    def drag(self, start, end, pause=0.0):
        """Presses at START, moves to END in steps, as a hand does, PAUSE seconds each, and lets go."""
        xdotool('mousemove', *map(round, start), 'mousedown', 1)
        for step in range(1, 9):
            xdotool('mousemove', *(round(a + (b - a) * step / 8) for a, b in zip(start, end)))
            time.sleep(pause)
        xdotool('mousemove', round(end[0]) + 1, round(end[1]), 'mousemove', *map(round, end))
        time.sleep(pause)
        xdotool('mouseup', 1)

    def drag_until(self, what, check, start, end):
        """Drags and drops.  A busy program may take the drop before it has answered that it wants it, and then it comes to
        nothing, as it does for a person, who tries again, slower."""
        for attempt in range(5):
            self.drag(start, end, attempt * 0.2)
            try:
                return wait_for(what, check, PATIENCE / 5)
            except AssertionError:
                continue
        raise AssertionError(f'dragged five times in vain for {what}')

    # The map.

    def map(self):
        return self.find('Map', 'panel') or self.get('地图', 'panel')

    def pointer_place(self):
        """Longitude and latitude that the program shows at the foot of the map."""
        for text in self.texts():
            match = PLACE.search(text)
            if match:
                return float(match.group(1)), float(match.group(2))
        return None

    def _place_at(self, x, y):
        before = self.pointer_place()
        xdotool('mousemove', round(x), round(y))
        return wait_for('the coordinates under the pointer', lambda: self.pointer_place() != before and self.pointer_place())

    def pixel_of(self, lon, lat):
        """Where a place is on the screen: from two places whose coordinates the program tells."""
        left, top, width, height = self.screen_box(self.map())
        x1, y1, x2, y2 = left + width * 0.2, top + height * 0.2, left + width * 0.8, top + height * 0.8
        x1, y1, x2, y2 = round(x1), round(y1), round(x2), round(y2)
        lon1, lat1 = self._place_at(x1, y1)
        lon2, lat2 = self._place_at(x2, y2)
        scale_x = (x2 - x1) / (lon2 - lon1)
        scale_y = (y2 - y1) / (mercator(lat2) - mercator(lat1))
        return x1 + (lon - lon1) * scale_x, y1 + (mercator(lat) - mercator(lat1)) * scale_y

    def click_place(self, lon, lat):
        x, y = self.pixel_of(lon, lat)
        xdotool('mousemove', round(x), round(y), 'click', 1)

    def card(self):
        """The labels of the card, or none when it is closed."""
        close = self.find(re.compile('^(Close the card|关闭卡片)$'), 'push button')
        if close is None:
            return []
        box = close.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        card = close.get_parent().get_parent()
        return self.texts(card) if box.width > 0 and showing(close) else []

    def wait_card(self, text):
        return wait_for(f'a card that says “{text}”', lambda: text in self.card() and self.card())


def showing(node):
    """Whether a widget and all that it is in are shown."""
    while node is not None and node.get_role_name() != 'frame':
        if not node.get_state_set().contains(Atspi.StateType.VISIBLE):
            return False
        node = node.get_parent()
    return True


def mercator(lat):
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def point(lon, lat, **properties):
    """A GeoJSON feature."""
    return {'type': 'Feature', 'properties': properties, 'geometry': {'type': 'Point', 'coordinates': [lon, lat]}}


class WindowTest(unittest.TestCase):
    """Starts programs that end with the test, and a folder for files."""

    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='atlas-ui-files-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self, *files, **options):
        program = Program(*files, **options)
        self.addCleanup(program.stop)
        return program

    def assert_quits(self, program):
        status, lines = program.quit()
        self.assertEqual((status, lines), (0, []))
