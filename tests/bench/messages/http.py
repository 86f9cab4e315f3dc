"""One kept HTTP connection: what feeds a gateway must cost less than the gateway."""
import concurrent.futures
import http.client


def in_parallel(connections, items, batch, work):
    """Hands batches of `items` out to so many workers; the first fault ends the bench."""
    batches = [items[first:first + batch] for first in range(0, len(items), batch)]
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(work, batches[first::connections]) for first in range(connections)]:
            done.result()


class Connection:
    def __init__(self, port, headers=None):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = headers or {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def get(self, path):
        return self._ask("GET", path, None, {})

    def post(self, path, body, kind="application/json"):
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(self, method, path, body, more):
        self.http.request(method, path, body=body, headers=self.headers | more)
        reply = self.http.getresponse()
        return reply.status, reply.read()
