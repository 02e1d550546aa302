// The options of `plimsoll scan`.
import { type Command, Option } from 'commander';
import { scanSeverities } from '../settings.ts';
import type { ExitCode } from './exit.ts';
import { bomFormats, type ScanFlags, scan, scanFormats } from './scan.ts';
import { addTrivyOptions } from './trivy-options.ts';

/** Adds `scan image`, `scan config`, `scan fs` and `scan sbom`. Where nothing was said the exit code is 1 from critical on. */
export function addScan(program: Command, version: string, done: (code: ExitCode) => void): void {
  const command = program.command('scan').description('Scan with your own Trivy.');
  const kinds = {
    image: 'Scan an image: a name, a tar file or an OCI layout (a path that begins with . or /).',
    config: 'Scan the configuration files at a path with Trivy’s checks.',
    fs: 'Scan the packages that the lock files of a folder name.',
    sbom: 'Scan a software bill of materials: a CycloneDX or SPDX file.',
  } as const;
  for (const kind of ['image', 'config', 'fs', 'sbom'] as const) {
    const formats = kind === 'image' ? [...scanFormats, ...bomFormats] : ['text', 'json'];
    const sub = command
      .command(kind)
      .description(kinds[kind])
      .argument('<target>')
      .addOption(
        new Option('--fail-on <severity>', 'exit with 1 from this severity on')
          .choices([...scanSeverities, 'never'])
          .default('critical'),
      )
      .addOption(new Option('--format <format>', 'how to report').choices(formats).default('text'))
      .option('--output <file>', 'write the report to a file');
    addTrivyOptions(sub, kind !== 'config');
    if (kind === 'image') {
      sub
        .option('--baseline <file>', 'report only what this file does not hold, and fail only on that')
        .option('--write-baseline', 'write what is found now into the baseline', false)
        .option('--dockerfile <file>', 'what the image was built from: findings are put on its lines')
        .option('--target <stage>', 'the stage that was built (default: the last one)');
    }
    sub.action(async (target: string, flags: Omit<ScanFlags, 'version'>) => {
      done(await scan(kind, target, { ...flags, version }));
    });
  }
}
