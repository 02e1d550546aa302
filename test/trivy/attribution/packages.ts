// Small packages of Debian, Python and npm that the images of the attribution tests install, and what is wrong with them.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import { run } from '../../../scripts/parts/program.ts';
import { tar } from '../docker-tar.ts';

/** Debian packages with what they depend on. */
const debs: readonly (readonly [name: string, version: string, depends?: string])[] = [
  ['harbour', '1.0'],
  ['harbour', '1.1'],
  ['quay', '1.0'],
  ['anchor', '1.0'],
  ['anchor', '2.0'],
  ['mast', '1.0'],
  ['rudder', '1.0', 'mast'],
  ['sail', '1.0'],
  ['oar', '1.0'],
  ['keel', '1.0'],
  ['plank', '1.0'],
];

/** Python packages with what they require. */
const wheels: readonly (readonly [name: string, version: string, requires?: string])[] = [
  ['compass', '1.0'],
  ['sextant', '2.0', 'Needle_Card'],
  ['Needle_Card', '1.5'],
];

const modules: readonly (readonly [name: string, version: string, requires?: string])[] = [
  ['lantern', '1.0.0', 'wick'],
  ['wick', '2.1.0'],
  ['@deck/rope', '3.0.0'],
];

/** A vulnerability for each package, for the database of the tests: one finding for each that is in an image. */
export const vulnerabilities: string = JSON.stringify(
  [...new Set(debs.map(([name]) => name))]
    .map((name, index) => ({
      id: `CVE-2099-4${String(index).padStart(4, '0')}`,
      bucket: 'debian 12',
      package: name,
      severity: 'HIGH',
      fixed: '99.0',
      title: `Invented for Plimsoll's tests: ${name}`,
      references: [],
    }))
    .concat(
      libraries(
        'pip::GitHub Security Advisory Pip',
        5,
        wheels.map(([name]) => name.toLowerCase().replace('_', '-')),
      ),
      libraries(
        'npm::GitHub Security Advisory Npm',
        6,
        modules.map(([name]) => name),
      ),
    ),
);

function libraries(bucket: string, series: number, names: readonly string[]) {
  return names.map((name, index) => ({
    id: `CVE-2099-${series}${String(index).padStart(4, '0')}`,
    bucket,
    package: name,
    severity: 'HIGH',
    fixed: '99',
    vulnerable: '<99',
    title: `Invented for Plimsoll's tests: ${name}`,
    references: [],
  }));
}

/** Writes `repo`, an archive for apt, `wheels`, a folder for pip, and `vendor`, packed modules for npm, into a folder. */
export async function writePackages(folder: string): Promise<void> {
  const repo = join(folder, 'repo');
  mkdirSync(repo, { recursive: true });
  const entries = await Promise.all(debs.map((one) => writeDeb(repo, ...one)));
  writeFileSync(join(repo, 'Packages'), entries.join('\n'));
  mkdirSync(join(folder, 'wheels'), { recursive: true });
  for (const [name, version, requires] of wheels) {
    const info = `${name}-${version}.dist-info`;
    const metadata = [
      'Metadata-Version: 2.1',
      `Name: ${name}`,
      `Version: ${version}`,
      ...(requires ? [`Requires-Dist: ${requires}`] : []),
      '',
    ].join('\n');
    const files = {
      [`${name.toLowerCase()}/__init__.py`]: '',
      [`${info}/METADATA`]: metadata,
      [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      [`${info}/RECORD`]: '',
    };
    writeFileSync(join(folder, 'wheels', `${name}-${version}-py3-none-any.whl`), zip(files));
  }
  mkdirSync(join(folder, 'vendor'), { recursive: true });
  for (const [name, version, requires] of modules) {
    const manifest = JSON.stringify({ name, version, ...dependencyOn(requires) });
    const packed = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    writeFileSync(join(folder, 'vendor', packed), gzipSync(tar({ 'package/package.json': manifest })));
  }
}

function dependencyOn(requires: string | undefined): object {
  return requires ? { dependencies: { [requires]: '*' } } : {};
}

/** The paragraph of the archive's list. */
async function writeDeb(repo: string, name: string, version: string, depends?: string): Promise<string> {
  const tree = mkdtempSync(join(tmpdir(), 'plimsoll-deb-'));
  try {
    const control = [
      `Package: ${name}`,
      `Version: ${version}`,
      'Architecture: all',
      'Maintainer: Nobody <nobody@example.com>',
      ...(depends ? [`Depends: ${depends}`] : []),
      `Description: ${name} of the tests`,
      '',
    ].join('\n');
    writeTree(tree, { 'DEBIAN/control': control, [`usr/share/${name}/about`]: `${name} ${version}\n` });
    const file = join(repo, `${name}_${version}_all.deb`);
    await run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, file], {
      env: { SOURCE_DATE_EPOCH: '1700000000' },
    });
    const bytes = readFileSync(file);
    const sum = createHash('sha256').update(bytes).digest('hex');
    return `${control}Filename: ./${name}_${version}_all.deb\nSize: ${bytes.length}\nSHA256: ${sum}\n`;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

/** Files of an application with Node modules: its manifest, its lock file and the modules themselves. */
export function nodeModules(): Record<string, string> {
  const manifest = {
    name: 'app',
    version: '1.0.0',
    dependencies: { lantern: '^1.0.0', '@deck/rope': '3.0.0' },
  };
  const packages: Record<string, object> = { '': manifest };
  const files: Record<string, string> = {};
  for (const [name, version, requires] of modules) {
    packages[`node_modules/${name}`] = { version, ...dependencyOn(requires) };
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, version, ...dependencyOn(requires) });
  }
  return {
    ...files,
    'package.json': JSON.stringify(manifest, null, 2),
    'package-lock.json': JSON.stringify({ name: 'app', lockfileVersion: 3, packages }, null, 2),
  };
}

/** Writes files by relative path; modes 0644, times alike, so that the same context is the same to a builder. */
export function writeTree(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** An archive of stored files, as a wheel is one. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // 1980-01-01.
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const record = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, name);
    local.push(record);
    offset += record.length;
  }
  const directory = Buffer.concat(central);
  const count = Object.keys(files).length;
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}
