"""Chromium over its DevTools pipe: no library, no WebSocket, no port."""
import base64
import json
import os
import pathlib
import subprocess
import threading
import time


class Failure(Exception):
    """A claim about the page that does not hold."""


class Browser:
    """One headless Chromium with a profile of its own."""

    def __init__(self, chromium, work):
        (self.read_end, child_write), (child_read, self.write_end) = os.pipe(), os.pipe()

        def place_pipes():
            # Chromium reads at 3 and writes at 4.
            source, sink = os.dup(child_read), os.dup(child_write)
            os.dup2(source, 3)
            os.dup2(sink, 4)

        self.process = subprocess.Popen(
            [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
             "--hide-scrollbars", f"--user-data-dir={work / 'profile'}", "about:blank"],
            preexec_fn=place_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(child_write)
        os.close(child_read)
        self.number = 0
        self.answers = {}
        self.pages = {}
        self.arrived = threading.Condition()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        rest = b""
        while True:
            part = os.read(self.read_end, 1 << 20)
            if not part:
                return
            rest += part
            while b"\0" in rest:
                text, rest = rest.split(b"\0", 1)
                message = json.loads(text)
                with self.arrived:
                    if "id" in message:
                        self.answers[message["id"]] = message
                    elif message.get("sessionId") in self.pages:
                        self.pages[message["sessionId"]].hear(message)
                    self.arrived.notify_all()

    def call(self, method, session=None, **parameters):
        with self.arrived:
            self.number += 1
            number = self.number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.write_end, json.dumps(message).encode() + b"\0")
        with self.arrived:
            if not self.arrived.wait_for(lambda: number in self.answers, timeout=60):
                raise Failure(f"Chromium does not answer {method}")
            answer = self.answers.pop(number)
        if "error" in answer:
            raise Failure(f"{method}: {answer['error']}")
        return answer["result"]

    def page(self, width, height):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        self.pages[session] = page
        for name in ("Page", "Runtime", "DOM", "Log"):
            page.call(f"{name}.enable")
        page.call("Page.setInterceptFileChooserDialog", enabled=True)
        page.size(width, height)
        return page

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Page:
    """One tab."""

    def __init__(self, browser, session):
        self.browser, self.session = browser, session
        self.errors = []
        self.chooser = None

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def hear(self, message):
        method, parameters = message["method"], message["params"]
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description") or details["text"])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            entry = parameters["entry"]
            self.errors.append(f"{entry['text']} {entry.get('url', '')}")
        elif method == "Page.fileChooserOpened":
            self.chooser = parameters["backendNodeId"]

    def open(self, address):
        self.call("Page.navigate", url=address)

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def theme(self, name):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def value(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Failure(f"{expression[:80]}: {answer['exceptionDetails'].get('exception', {}).get('description')}")
        return answer["result"].get("value")

    def run(self, body):
        self.call("Runtime.evaluate", expression="{" + body + "}", userGesture=True)

    def text(self, selector):
        return self.value(f"document.querySelector({json.dumps(selector)})?.textContent ?? ''")

    def wait(self, expression, seconds, claim):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.value(expression):
                    return
            except Failure:
                pass
            time.sleep(0.05)
        raise Failure(f"{claim}: not within {seconds} s; the page says: {self.text('body')[:400]}")

    def key(self, key):
        code = {" ": "Space"}.get(key, key)
        text = key if len(key) == 1 else ""
        self.run("document.activeElement?.blur()")
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=code)

    def drop(self, files):
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            # The next one waits until the page has seen this one.
            time.sleep(0.2)
            self.call("Input.dispatchDragEvent", type=kind, x=300, y=300, data=data)

    def choose(self, button, files):
        """Presses the button that is called so and gives the files to the dialog it opens."""
        self.chooser = None
        self.run(f"[...document.querySelectorAll('button')].find((one) => one.textContent === {json.dumps(button)}).click()")
        end = time.monotonic() + 5
        while self.chooser is None:
            if time.monotonic() > end:
                raise Failure(f"{button} opens no dialog")
            time.sleep(0.02)
        self.call("DOM.setFileInputFiles", files=[str(file) for file in files], backendNodeId=self.chooser)

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))
