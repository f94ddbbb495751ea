import socketserver


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.strip() + b' from Python\n')


with socketserver.TCPServer(('127.0.0.1', 0), Echo) as server:
    print(server.server_address[1], flush=True)
    server.handle_request()
