// Dockerfiles whose fixes are built and run.

/** One file, what it does as it is, and what must be true after the fixes. */
export interface Case {
  readonly name: string;
  /** The build context. */
  readonly files: Readonly<Record<string, string>>;
  readonly dockerfile: string;
  /** The rules whose preferred fix is applied, in this order. */
  readonly rules: readonly string[];
  readonly before: 'healthy' | 'unhealthy' | 'does not start';
  /** Programs run in the fixed image, and what they print. */
  readonly prints?: readonly (readonly [script: readonly string[], expected: string])[];
}

const options = '--interval=1s --timeout=3s --retries=2';

const pythonServer = `import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == '/health' else 500)
        self.end_headers()
    def log_message(self, *args):
        pass
if len(sys.argv) > 1:
    with open(os.path.join(sys.argv[1], 'started'), 'w') as out:
        out.write('yes')
http.server.HTTPServer(('127.0.0.1', 8000), Handler).serve_forever()
`;

const nodeServer = `require('node:http').createServer((request, response) => {
  response.statusCode = request.url === '/health' ? 200 : 500;
  response.end();
}).listen(3000, '127.0.0.1');
`;

export const cases: readonly Case[] = [
  {
    name: 'curl in a Python image without curl',
    files: { 'app.py': pythonServer },
    dockerfile: `FROM python:3.12-slim
COPY app.py /app.py
HEALTHCHECK ${options} CMD curl -f http://localhost:8000/health || exit 1
CMD ["python3", "/app.py"]
`,
    rules: ['healthcheck-tool-missing'],
    before: 'unhealthy',
  },
  {
    name: 'wget in a Node image without wget',
    files: { 'server.js': nodeServer },
    dockerfile: `FROM node:22-slim
COPY server.js /server.js
HEALTHCHECK ${options} CMD wget -q --spider http://localhost:3000/health
CMD ["node", "/server.js"]
`,
    rules: ['healthcheck-tool-missing', 'root-user'],
    before: 'unhealthy',
    prints: [[['id', '-un'], 'node']],
  },
  {
    name: 'shell form without a shell',
    files: { 'app.py': pythonServer },
    dockerfile: `FROM gcr.io/distroless/python3-debian12:nonroot
COPY app.py /app.py
HEALTHCHECK ${options} CMD python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=2)" || exit 1
ENTRYPOINT ["python3", "/app.py"]
`,
    rules: ['shell-form-without-shell'],
    before: 'unhealthy',
  },
  {
    name: 'root with a folder that is written',
    files: { 'app.py': pythonServer },
    dockerfile: `FROM python:3.12-slim
WORKDIR /app
RUN mkdir -p /app/data
COPY app.py .
VOLUME /app/data
HEALTHCHECK ${options} CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
CMD ["python3", "app.py", "/app/data"]
`,
    rules: ['root-user'],
    before: 'healthy',
    prints: [
      [['id', '-u'], '65532'],
      [['stat', '-c', '%U', '/app/data', '/app/app.py'], 'nonroot\nroot'],
    ],
  },
  {
    name: 'a user that does not exist',
    files: { 'app.py': pythonServer },
    dockerfile: `FROM python:3.12-slim
COPY app.py /app.py
USER nonroot
HEALTHCHECK ${options} CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
CMD ["python3", "/app.py"]
`,
    rules: ['user-unknown'],
    before: 'does not start',
    prints: [[['id', '-un'], 'nonroot']],
  },
];
