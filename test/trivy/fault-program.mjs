// A program that stands for a broken Trivy: fault-program.mjs MODE NOTES-FILE TRIVY-ARGUMENTS…
import { spawn } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

const [mode, notes, ...args] = process.argv.slice(2);
const output = args.find((each) => each.startsWith('--output='))?.slice('--output='.length);
const megabyte = Buffer.alloc(1024 * 1024, 'x'.repeat(99).concat('\n'));

/** Writes all of it, also into a pipe that is full for now. */
function print(stream, bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(stream, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/** Three layers: of a base image, of a line that installs, of a line that copies. */
const madeOf = {
  DiffIDs: ['0', '1', '2'].map((digit) => `sha256:${digit.repeat(64)}`),
  ImageConfig: {
    created: '2026-01-02T03:04:05Z',
    config: { User: 'app' },
    history: [
      { created_by: '/bin/sh -c #(nop) ADD file:1 in / ' },
      {
        created_by: 'RUN /bin/sh -c apt-get install -y package-1 # buildkit',
        comment: 'buildkit.dockerfile.v0',
      },
      { created_by: 'COPY app /app # buildkit', comment: 'buildkit.dockerfile.v0' },
    ],
  },
};

/** A report as Trivy writes it: `count` vulnerabilities with descriptions of `size` characters. */
function writeReport(count, size) {
  const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNKNOWN'];
  const each = (index) => ({
    VulnerabilityID: `CVE-2099-${index}`,
    PkgID: `package-${index % 700}@1.2.3`,
    PkgName: `package-${index % 700}`,
    PkgIdentifier: { PURL: `pkg:deb/debian/package-${index % 700}@1.2.3?arch=amd64&distro=debian-12.5` },
    InstalledVersion: '1.2.3',
    ...(index % 3 === 0 ? { FixedVersion: '1.2.4' } : {}),
    Status: index % 3 === 0 ? 'fixed' : 'affected',
    Layer: { DiffID: `sha256:${String(index % 3).repeat(64)}` },
    SeveritySource: 'nvd',
    PrimaryURL: `https://avd.example.com/nvd/cve-2099-${index}`,
    Title: `package-${index % 700}: a böse title of number ${index}`,
    Description: 'd'.repeat(size),
    Severity: severities[index % 5],
    CVSS: { nvd: { V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', V3Score: (index % 100) / 10 } },
    References: [`https://example.com/advisory/${index}`],
    PublishedDate: '2026-01-02T03:04:05Z',
  });
  writeFileSync(
    output,
    `{\n  "SchemaVersion": 2,\n  "ArtifactName": "x",\n  "Metadata": ${JSON.stringify(madeOf)},\n  "Results": [\n    {\n      "Target": "x (debian 12.5)",\n      "Class": "os-pkgs",\n      "Type": "debian",\n      "Vulnerabilities": [\n`,
  );
  for (let start = 0; start < count; start += 1000) {
    const some = Array.from({ length: Math.min(1000, count - start) }, (_, index) => start + index);
    const text = some.map((index) => JSON.stringify(each(index), undefined, 2)).join(',\n');
    writeFileSync(output, start + 1000 < count ? `${text},\n` : text, { flag: 'a' });
  }
  writeFileSync(output, ']}]}\n', { flag: 'a' });
}

const modes = {
  // Does not end, nor do its children; one of them leaves the process group.
  hang() {
    process.on('SIGTERM', () => {});
    const forever = ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'];
    const near = spawn(process.execPath, forever, { stdio: 'inherit' });
    const far = spawn(process.execPath, forever, { stdio: 'inherit', detached: true });
    writeFileSync(notes, JSON.stringify([process.pid, near.pid, far.pid]));
    setInterval(() => {}, 1000);
  },
  // Ends by itself, but leaves a child behind that holds the pipes open.
  'leaves-child'() {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    writeFileSync(notes, JSON.stringify([child.pid]));
    print(2, Buffer.from('gone\n'));
    process.exit(3);
  },
  'ends-on-term'() {
    writeFileSync(notes, JSON.stringify([process.pid]));
    setInterval(() => {}, 1000);
  },
  garbage() {
    writeFileSync(output, 'PK\u0003\u0004 this is not JSON {');
  },
  'other-json'() {
    writeFileSync(output, '[1, {"Results": null}]');
  },
  nothing() {},
  'loud-stdout'() {
    for (let count = 0; count < 200; count++) print(1, megabyte);
  },
  'loud-stderr'() {
    for (let count = 0; count < 200; count++) print(2, megabyte);
  },
  'loud-report'() {
    writeFileSync(output, '{"SchemaVersion": 2, "x": "');
    for (let count = 0; count < 200; count++) writeFileSync(output, megabyte, { flag: 'a' });
    writeFileSync(output, '"}', { flag: 'a' });
  },
  // A sound report of as many findings as one may have, just below the limit: 50,000 in 97 MiB.
  'big-report'() {
    writeReport(50_000, 1250);
  },
  // A sound one above it: 130 MiB.
  'too-big-report'() {
    writeReport(65_000, 1450);
  },
  // The same with less text.
  'many-findings'() {
    writeReport(50_000, 300);
  },
  // The disk was full, or so: the report ends in the middle of a text.
  'cut-report'() {
    writeReport(100, 100);
    truncateSync(output, statSync(output).size - 500);
  },
  // As Trivy does with --exit-code=1.
  'found-and-1'() {
    writeReport(3, 100);
    process.exit(1);
  },
  'fatal-and-1'() {
    writeReport(3, 100);
    print(2, Buffer.from('2026-11-21T10:00:00Z\tFATAL\tFatal error\tafter the report\n'));
    process.exit(1);
  },
  'cut-and-1'() {
    modes['cut-report']();
    process.exit(1);
  },
  // Ends well, with the report that the notes file holds as soon as there is one.
  waits() {
    // One more for each start.
    writeFileSync(`${notes}.started`, '.', { flag: 'a' });
    setInterval(() => {
      if (!existsSync(notes)) return;
      writeFileSync(output, readFileSync(notes));
      process.exit(0);
    }, 20);
  },
  killed() {
    process.kill(process.pid, 'SIGKILL');
    setInterval(() => {}, 1000);
  },
  crashes() {
    const secret = process.env.TRIVY_TOKEN ?? '';
    print(
      2,
      Buffer.from(
        `\u001b[31m2026-11-21T10:00:00Z\tFATAL\tFatal\u202e error\u001b[0m\tsomething odd, token ${secret}\n`,
      ),
    );
    print(
      2,
      Buffer.from('at https://user:hunter2@registry.example.com/v2 Authorization: Bearer abcdefghijkl\n'),
    );
    process.exit(7);
  },
  // Tells everything that it was given, as a debugging aid might.
  'tells-all'() {
    const folder = process.env.DOCKER_CONFIG;
    const docker = folder ? readFileSync(`${folder}/config.json`, 'utf8') : '';
    writeFileSync(notes, JSON.stringify({ args: process.argv, env: process.env, docker }));
    const lines = [
      ...Object.entries(process.env).map(([name, value]) => `${name}=${value}`),
      ...Object.values(process.env).map((value) => `value: ${value}`),
      docker,
      JSON.stringify(JSON.parse(docker || '{}'), undefined, 2),
    ];
    print(2, Buffer.from(`${lines.join('\n')}\n`));
    print(1, Buffer.from(`${lines.join('\n')}\n`));
    print(2, Buffer.from(`2026-11-21T10:00:00Z\tFATAL\tFatal error\t${JSON.stringify(process.env)}\n`));
    process.exit(7);
  },
  // Writes down how it was started.
  notes() {
    const report = { SchemaVersion: 2, ArtifactName: 'notes', Results: [] };
    const config = args.find((each) => each.startsWith('--config='))?.slice('--config='.length);
    const facts = {
      args,
      env: process.env,
      directory: process.cwd(),
      inDirectory: readdirSync('.'),
      config: readFileSync(config, 'utf8'),
      ignore: readFileSync(
        args.find((each) => each.startsWith('--ignorefile=')).slice('--ignorefile='.length),
        'utf8',
      ),
    };
    writeFileSync(notes, JSON.stringify(facts));
    writeFileSync(output, JSON.stringify(report));
  },
};
modes[mode]();
