"""How answers travel: compressed where the browser asks for it, static files once a year."""

from flask import Flask, Response, request
from flask_compress import Compress

YEAR = 365 * 24 * 60 * 60

# The fastest first, as each page is made anew; levels at which a stylesheet of 32 kB comes below 8 kB in less
# than a millisecond. Streams and downloads go out as they are.
SETTINGS = {
    "COMPRESS_ALGORITHM": ("zstd", "br", "gzip"),
    "COMPRESS_ZSTD_LEVEL": 6,
    "COMPRESS_BR_LEVEL": 5,
    "COMPRESS_STREAMS": False,
}


def compress(app: Flask, version: str) -> None:
    """Compress pages and static files, and let browsers keep what they ask for by its present version.

    Weak ETags stay as they are, so a page that asks again gets its 304 before anything is rendered. That
    pages hold secrets beside what people type is no danger here: cookies are SameSite, so no other site
    can have a page fetched over and over to learn from its size.
    """
    app.config.update(SETTINGS)
    Compress(app)

    def send_static(response: Response) -> Response:
        if request.endpoint != "static":
            return response
        if response.status_code == 200:
            _hold_whole(response)
        if request.path.endswith("/service-worker.js"):
            response.headers["Service-Worker-Allowed"] = "/"
        # Another version is that of a page from before or after us: it keeps the shorter time.
        if response.status_code < 400 and request.args.get("v") == version:
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
            response.headers.pop("Expires", None)
        return response

    app.after_request(send_static)


def _hold_whole(response: Response) -> None:
    """Read a small file at once: what is a stream could neither be compressed nor compared by its ETag."""
    response.direct_passthrough = False
    response.get_data()
