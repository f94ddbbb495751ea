import http.server
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain')
        self.end_headers()
        self.wfile.write(f'Python heard {self.path}'.encode())

    def log_message(self, *_):
        pass


with http.server.HTTPServer(('127.0.0.1', 0), Handler) as server:
    print(server.server_port)
    server.handle_request()
with urllib.request.urlopen(input(), b'Python') as answer:
    print(answer.read().decode())
