// What stands around the cases: a small project for each language, with what single cases need besides.
import type { LintContext } from '../../../server/src/engine/index.ts';

type Files = Readonly<Record<string, string>>;

const entrypoint = '#!/bin/sh\nset -e\npython manage.py migrate --noinput\nexec "$@"\n';

const python: Files = {
  'requirements.txt': 'flask==3.0.3\ngunicorn==22.0.0\nrequests==2.32.3\n',
  'pyproject.toml':
    '[project]\nname = "orders"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["fastapi"]\n',
  'poetry.lock': '# generated\n',
  'uv.lock': 'version = 1\n',
  Pipfile: '[packages]\nrequests = "*"\n',
  'Pipfile.lock': '{}\n',
  'docker-entrypoint.sh': entrypoint,
  '.env': 'DEBUG=1\n',
  'notes.txt': 'to do\n',
  Makefile: 'report:\n\tpython main.py\n',
  ...emptyFiles(
    [
      'server',
      'app',
      'main',
      'bot',
      'run',
      'job',
      'web',
      'site',
      'host',
      'serve',
      'scan',
      'cut',
      'tally',
    ].map((name) => `${name}.py`),
  ),
  ...emptyFiles(['src/__init__.py', 'src/run.py', 'api/main.py', 'app/ticker.py', 'relay/__main__.py']),
  ...emptyFiles(['orders/main.py', 'shop/wsgi.py', 'club/wsgi.py', 'manage.py', 'worker.py', 'survey.py']),
};

function emptyFiles(names: readonly string[]): Files {
  return Object.fromEntries(names.map((name) => [name, '']));
}

/** A package.json with these scripts and dependencies. */
function packageJson(scripts: Files, dependencies: readonly string[], dev: readonly string[] = []): string {
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '^1.0.0']));
  const body = {
    name: 'case',
    version: '1.0.0',
    main: 'server.js',
    scripts,
    dependencies: versions(dependencies),
    devDependencies: versions(dev),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

const node: Files = {
  'package.json': packageJson(
    { start: 'node server.js', build: 'tsc', dev: 'nodemon server.js' },
    ['express'],
    ['typescript', 'nodemon'],
  ),
  'package-lock.json': '{"lockfileVersion": 3}\n',
  'yarn.lock': '# yarn lockfile v1\n',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
  'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }\n',
  'defaults.json': '{}\n',
  'ecosystem.config.js': "module.exports = { apps: [{ script: 'server.js' }] };\n",
  'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n',
  ...emptyFiles([
    'server.js',
    'index.js',
    'worker.js',
    'health.js',
    'shoot.js',
    'src/index.ts',
    'src/main.ts',
  ]),
  ...emptyFiles(['lib/a.js', 'bin/cli.js']),
};

const own: Readonly<Record<string, Files>> = {
  'node-native-addon': { 'package.json': packageJson({ start: 'node server.js' }, ['express', 'bcrypt']) },
  'node-next': {
    'package.json': packageJson({ start: 'next start', build: 'next build' }, ['next', 'react', 'react-dom']),
    'next.config.js': 'module.exports = {};\n',
    'pages/index.js': '',
    'public/favicon.ico': '',
  },
  'node-react-serve': {
    'package.json': packageJson({ start: 'react-scripts start', build: 'react-scripts build' }, [
      'react',
      'react-scripts',
    ]),
    'public/index.html': '',
  },
  'node-prisma': {
    'package.json': packageJson(
      { start: 'node dist/server.js', build: 'tsc' },
      ['@prisma/client', 'express'],
      ['prisma', 'typescript'],
    ),
  },
  'node-vite-development': {
    'package.json': packageJson({ dev: 'vite', build: 'vite build' }, ['react'], ['vite']),
    'vite.config.js': 'export default {};\n',
    'index.html': '<!doctype html>\n',
  },
  'node-chromium': { 'package.json': packageJson({ start: 'node shoot.js' }, ['puppeteer']) },
};

const go: Files = {
  'go.mod': 'module example.com/main\n\ngo 1.22\n\nrequire github.com/go-chi/chi/v5 v5.1.0\n',
  'go.sum': '',
  'config/production.yml': 'port: 8080\n',
  Makefile: 'build:\n\tgo build -o bin/thing ./cmd/thing\n',
  ...emptyFiles(['main.go', 'templates/a.html', 'static/a.css']),
  ...emptyFiles(
    ['api', 'relay', 'agent', 'gate', 'server', 'sync', 'thing'].map((name) => `cmd/${name}/main.go`),
  ),
};

const rust = (name: string): Files => ({
  'Cargo.toml': `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde = "1"\n`,
  'Cargo.lock': 'version = 3\n',
  'config.toml': '',
  'src/main.rs': '',
});

const pom = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
  <build><plugins><plugin>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-maven-plugin</artifactId>
  </plugin></plugins></build>
</project>
`;
const java: Files = {
  'pom.xml': pom,
  'build.gradle':
    "plugins { id 'org.springframework.boot' version '3.3.0' }\nbootJar { archiveFileName = 'loans.jar' }\n",
  'settings.gradle': "rootProject.name = 'loans'\n",
  'settings.yml': 'server: {}\n',
  gradlew: '#!/bin/sh\n',
  'gradle/wrapper/gradle-wrapper.properties': '',
  'src/main/java/App.java': '',
};

const project = (sdk: string) =>
  `<Project Sdk="${sdk}">\n  <PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>\n</Project>\n`;
const dotnet: Readonly<Record<string, Files>> = {
  'dotnet-worker': {
    'Worker/Worker.csproj': project('Microsoft.NET.Sdk.Worker'),
    'Worker/Program.cs': '',
  },
  other: { 'Garden.csproj': project('Microsoft.NET.Sdk.Web'), 'Program.cs': '' },
};

const ruby: Files = {
  Gemfile: "source 'https://rubygems.org'\ngem 'sinatra'\ngem 'puma'\n",
  'Gemfile.lock': '',
  ...emptyFiles(['app.rb', 'config.ru', 'config/puma.rb']),
};
const php: Files = { 'composer.json': '{}\n', 'composer.lock': '{}\n', 'index.php': '' };

function filesOf(name: string, text: string): Files {
  if (/^from (?:\S+\/)?node|--from=node/im.test(text)) return { ...node, ...own[name] };
  if (/^from (?:--\S+ )?golang/im.test(text)) return go;
  if (/^from rust/im.test(text)) return rust(/(?:release\/|CMD \[")(\w+)"/.exec(text)?.[1] ?? 'poll');
  if (/^from (?:maven|eclipse-temurin)/im.test(text)) return java;
  if (/dotnet/.test(text)) return dotnet[name] ?? dotnet['other']!;
  if (/^from ruby/im.test(text)) return ruby;
  if (/^from php/im.test(text)) return php;
  return /npm|node/.test(text) ? { ...node, ...own[name] } : python;
}

/** The context of a case as the language server would gather it. */
export function projectOf(name: string, text: string): LintContext {
  const files = filesOf(name, text);
  const paths = Object.keys(files);
  return {
    paths,
    entries: [...new Set(paths.map((path) => path.replace(/\/.*$/, '/')))],
    files: Object.fromEntries(Object.entries(files).filter(([, content]) => content !== '')),
    ignoreFile: { path: '.dockerignore', text: '.git\n' },
  };
}
