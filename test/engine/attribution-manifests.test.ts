// Which line of a manifest or lock file names a package, in each format.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isManifest, Manifests } from '../../server/src/attribution/manifest-lines.ts';

/** The line (one-based) of a package in a file that holds a mark `<-` where it is named. */
const formats: readonly (readonly [
  path: string,
  type: string,
  name: string,
  version: string,
  text: string,
])[] = [
  ['requirements.txt', 'python-pkg', 'Flask', '3.1.0', '# flask\nflask-cors==4\nflask[async]==3.1.0 <-\n'],
  ['requirements.txt', 'python-pkg', 'my.lib', '1', 'my_lib ; python_version > "3.8" <-\n'],
  ['requirements.txt', 'python-pkg', 'a', '1', '-r a.txt\n--index-url x\na @ https://example.com/a.whl <-\n'],
  ['requirements/prod.txt', 'python-pkg', 'flask', '3', 'flask>=3 \\ <-\n    --hash=sha256:0\n'],
  ['constraints.txt', 'python-pkg', 'flask', '3', 'flask==3.* <-\n'],
  [
    'pyproject.toml',
    'python-pkg',
    'flask',
    '3',
    '[project]\nname = "flask"\ndependencies = [\n  "Flask>=3", <-\n]\n',
  ],
  [
    'pyproject.toml',
    'python-pkg',
    'flask',
    '3',
    '[tool.poetry.dependencies]\npython = "^3.12"\nflask = "^3" <-\n',
  ],
  ['pyproject.toml', 'python-pkg', 'flask', '3', '[project]\ndependencies = ["flask"] # <-\n'],
  ['poetry.lock', 'python-pkg', 'flask', '3.0', '[[package]]\nname = "flask" <-\nversion = "3.0"\n'],
  [
    'uv.lock',
    'python-pkg',
    'flask',
    '3.0',
    '[[package]]\nname = "flask"\nversion = "2.0"\n\n[[package]]\nname = "flask" <-\nversion = "3.0"\n',
  ],
  ['Pipfile', 'python-pkg', 'flask', '3', '[packages]\nflask = "*" <-\n'],
  ['Pipfile.lock', 'python-pkg', 'flask', '3', '{\n  "default": {\n    "flask": { <-\n'],
  [
    'package.json',
    'node-pkg',
    'left',
    '1.0.0',
    '{\n  "name": "left",\n  "scripts": {\n    "left": "x"\n  },\n  "dependencies": {\n    "left": "^1" <-\n  }\n}\n',
  ],
  [
    'package-lock.json',
    'node-pkg',
    '@s/left',
    '2.0.0',
    '{\n "packages": {\n  "node_modules/@s/left": {\n   "version": "1.0.0"\n  },\n  "node_modules/a/node_modules/@s/left": { <-\n   "version": "2.0.0"\n',
  ],
  [
    'yarn.lock',
    'node-pkg',
    'left',
    '1.2.0',
    '"@s/left@^1":\n  version "1.0"\n\nleft@^1, left@~1.2: <-\n  version "1.2.0"\n',
  ],
  ['yarn.lock', 'node-pkg', '@s/left', '1.0', '"@s/left@npm:^1": <-\n  version: 1.0\n'],
  [
    'pnpm-lock.yaml',
    'node-pkg',
    '@s/left',
    '1.0.0',
    "packages:\n\n  '@s/left@1.0.0': <-\n    resolution: {}\n",
  ],
  ['pnpm-lock.yaml', 'node-pkg', 'left', '1.0.0', 'packages:\n\n  /left/1.0.0: <-\n    resolution: {}\n'],
  [
    'pom.xml',
    'jar',
    'org.a:b',
    '1',
    '<project>\n <groupId>org.a</groupId>\n <dependency>\n  <groupId>org.x</groupId>\n  <artifactId>b</artifactId>\n </dependency>\n <dependency>\n  <groupId>org.a</groupId>\n  <artifactId>b</artifactId> <-\n',
  ],
  ['build.gradle', 'jar', 'org.a:b', '1.0', "dependencies {\n  implementation 'org.a:b:1.0' <-\n}\n"],
  ['gradle.lockfile', 'jar', 'org.a:b', '1.0', '# x\norg.a:b:1.0=runtimeClasspath <-\n'],
  [
    'go.mod',
    'gobinary',
    'example.com/a',
    'v1.0.0',
    'module m\n\nrequire (\n\texample.com/a/v2 v2.0.0\n\texample.com/a v1.0.0 // indirect <-\n)\n',
  ],
  ['go.mod', 'gobinary', 'stdlib', 'v1.24.1', 'module m\n\ngo 1.24.1 <-\n'],
  [
    'Cargo.toml',
    'rustbinary',
    'serde',
    '1.0',
    '[package]\nname = "serde"\n[dependencies]\nserde = { version = "1" } <-\n',
  ],
  ['Cargo.lock', 'rustbinary', 'serde', '1.0', '[[package]]\nname = "serde" <-\nversion = "1.0"\n'],
  ['Gemfile', 'gemspec', 'rack', '3', "source 'https://rubygems.org'\ngem 'rack', '~> 3' <-\n"],
  [
    'Gemfile.lock',
    'gemspec',
    'rack',
    '3.0',
    'GEM\n  specs:\n    rails (7.0)\n      rack (>= 2)\n    rack (3.0) <-\n',
  ],
  ['composer.json', 'composer-vendor', 'a/b', '1.0', '{\n  "require": {\n    "a/b": "^1" <-\n  }\n}\n'],
  [
    'composer.lock',
    'composer-vendor',
    'a/b',
    '1.0',
    '{\n "packages": [\n  {\n   "name": "a/b", <-\n   "version": "v1.0",\n',
  ],
  [
    'App.csproj',
    'dotnet-core',
    'newtonsoft.json',
    '13.0.1',
    '<Project>\n <PackageReference Include="Newtonsoft.Json" Version="13.0.1" /> <-\n',
  ],
  [
    'packages.lock.json',
    'dotnet-core',
    'Newtonsoft.Json',
    '13.0.1',
    '{\n "dependencies": {\n  "net8.0": {\n   "Newtonsoft.Json": { <-\n    "type": "Direct",\n',
  ],
];

const any = () => true;
const none = () => false;

test.each(formats)('%s of %s: %s', (path, type, name, version, marked) => {
  const line = marked.split('\n').findIndex((one) => one.includes('<-'));
  const text = marked.replace(/ ?<-/, '');
  const lineOf = (own: string, package_ = name) =>
    new Manifests({ [path]: own }).lineOf({ class: 'library', type, package: package_, version }, any, none);
  expect(lineOf(text)).toEqual({ path, line });
  expect(lineOf(text.replaceAll('\n', '\r\n'))).toEqual({ path, line });
  expect(lineOf(text, `${name}x`)).toBeUndefined();
  expect(isManifest(`services/api/${path}`)).toBe(true);
});

test('a file that pins another version is passed over', () => {
  const manifests = new Manifests({
    'a/requirements.txt': 'flask==2.0\n',
    'b/requirements.txt': 'flask==3.0\n',
  });
  const found = { class: 'library', type: 'python-pkg', package: 'flask', version: '3.0' } as const;
  expect(manifests.lineOf(found, any, none)).toEqual({ path: 'b/requirements.txt', line: 0 });
  expect(manifests.lineOf({ ...found, version: '4.0' }, any, none)).toBeUndefined();
});

test('only files that the build takes, and first those that the command names', () => {
  const text = 'flask\n';
  const manifests = new Manifests({
    'a/requirements.txt': text,
    'b/dev.txt': text,
    'b/requirements.txt': text,
  });
  const found = { class: 'library', type: 'python-pkg', package: 'flask', version: '3.0' } as const;
  expect(manifests.lineOf(found, (path) => path.startsWith('b/'), none)?.path).toBe('b/requirements.txt');
  expect(manifests.lineOf(found, none, any)).toBeUndefined();
  expect(manifests.lineOf(found, any, (path) => path.startsWith('b/'))?.path).toBe('b/requirements.txt');
});

test('the manifest that is written by hand before the lock file', () => {
  const manifests = new Manifests({
    'package-lock.json': '"node_modules/left": {\n  "version": "1.0.0"\n',
    'web/package.json': '{\n  "dependencies": {\n    "left": "^1"\n  }\n}\n',
  });
  const found = { class: 'library', type: 'node-pkg', package: 'left', version: '1.0.0' } as const;
  expect(manifests.lineOf(found, any, none)).toEqual({ path: 'web/package.json', line: 2 });
});

test('no text throws or takes long', () => {
  const names = [...new Set(formats.map(([path]) => path))];
  const types = [...new Set(formats.map(([, type]) => type)), 'constructor', ''];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom(...types),
      fc.string({ unit: 'binary' }),
      (path, type, text) => {
        new Manifests({ [path]: text }).lineOf({ class: 'library', type, package: 'constructor' }, any, none);
      },
    ),
  );
  const start = performance.now();
  for (const path of names)
    for (const piece of ['"', ' ', '[', 'a', '<a ', '"a', 'a.', '@a/', '"a": {\n', 'a-', '=[', '/a', '(a'])
      for (const separator of ['', '\n'])
        for (const type of types) {
          const text = `${piece}${separator}`.repeat(separator ? 20_000 : 1990);
          new Manifests({ [path]: text }).lineOf({ class: 'library', type, package: 'x' }, any, none);
        }
  expect(performance.now() - start).toBeLessThan(60_000);
});
