// A program that stands for a broken Trivy: fault-program.mjs MODE NOTES-FILE TRIVY-ARGUMENTS…
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';

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
  // A sound report just below the limit: 31 MiB.
  'big-report'() {
    const each = {
      PkgName: 'p',
      InstalledVersion: '1',
      Severity: 'HIGH',
      Title: 'ä'.repeat(60),
      References: Array(30).fill('https://example.com/'.padEnd(90, 'x')),
    };
    const text = JSON.stringify(
      Array.from({ length: 10_600 }, (_, index) => ({ VulnerabilityID: `CVE-${index}`, ...each })),
    );
    writeFileSync(output, `{"SchemaVersion": 2, "Results": [{"Vulnerabilities": ${text}}]}`);
  },
  // Ends well, with the report that the notes file holds as soon as there is one.
  waits() {
    writeFileSync(`${notes}.started`, '');
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
