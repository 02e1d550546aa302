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
  /** The fixed image is smaller. */
  readonly smaller?: boolean;
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

/** A package with a module in C, so that the builder really needs a compiler. */
const extension = {
  'demo/setup.py': `from setuptools import Extension, setup
setup(name='demo', version='1.0', ext_modules=[Extension('demo', ['demo.c'])])
`,
  'demo/demo.c': `#define PY_SSIZE_T_CLEAN
#include <Python.h>
static PyObject *answer(PyObject *self, PyObject *args) { return PyLong_FromLong(42); }
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, ""}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "demo", NULL, -1, methods};
PyMODINIT_FUNC PyInit_demo(void) { return PyModule_Create(&module); }
`,
};

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
  {
    name: 'one stage with a compiler',
    files: {
      'app.py': `import demo\nassert demo.answer() == 42\n${pythonServer}`,
      'requirements.txt': './demo\n',
      ...extension,
    },
    dockerfile: `FROM python:3.12-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev python3-dev && rm -rf /var/lib/apt/lists/*
COPY . .
RUN pip install --no-index --no-build-isolation -r requirements.txt
HEALTHCHECK ${options} CMD curl -f http://localhost:8000/health || exit 1
CMD ["python3", "app.py"]
`,
    rules: ['single-stage-build', 'healthcheck-tool-missing', 'root-user'],
    before: 'unhealthy',
    prints: [
      [['id', '-u'], '65532'],
      [['python3', '-c', 'import shutil; print(shutil.which("gcc"))'], 'None'],
      [['python3', '-c', 'import demo; print(demo.__file__.startswith("/opt/venv/"))'], 'True'],
    ],
    smaller: true,
  },
];
