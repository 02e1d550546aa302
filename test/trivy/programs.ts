// Small real programs that carry Go build information, so that their version is read as Trivy's is.
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const frameStart = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const frameEnd = Buffer.from('f932433186182072008242104116d8f2', 'hex');

/** The block that the Go linker writes (Go 1.18 and later): header, version and module text with inline strings. */
export function goBuildBlock(moduleText: string, goVersion = 'go1.26.0'): Buffer {
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:', 0, 'latin1');
  header[15] = 2;
  const framed = Buffer.concat([frameStart, Buffer.from(moduleText), frameEnd]);
  return Buffer.concat([header, inline(Buffer.from(goVersion)), inline(framed)]);
}

function inline(bytes: Buffer): Buffer {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  length.push(rest);
  return Buffer.concat([Buffer.from(length), bytes]);
}

/** What a release of Trivy records about itself. */
export function releaseText(version: string): string {
  return [
    'path\tgithub.com/aquasecurity/trivy/cmd/trivy',
    'mod\tgithub.com/aquasecurity/trivy\t(devel)\t',
    'dep\tgithub.com/spf13/cobra\tv1.10.2\th1:abc=',
    `build\t-ldflags="-s -w -extldflags '-static' -X github.com/aquasecurity/trivy/pkg/version/app.ver=${version}"`,
    'build\tCGO_ENABLED=0',
    '',
  ].join('\n');
}

/**
 * Writes an executable file: a shell script first, blocks of bytes after its end. It really runs when started.
 * @param script lines; must not run into the bytes
 */
export function writeProgram(file: string, script: string, ...blocks: readonly Buffer[]): string {
  const start = Buffer.from(`#!/bin/sh\n${script}\nexit 0\n`);
  const padding = Buffer.alloc(16 - (start.length % 16), '\n');
  writeFileSync(file, Buffer.concat([start, padding, ...blocks]));
  chmodSync(file, 0o755);
  return file;
}

/** Asked for when it is needed: in a bundle there is no such file. */
const faultProgram = () => path.join(path.dirname(fileURLToPath(import.meta.url)), 'fault-program.mjs');

/**
 * A program that says it is Trivy 0.73.0 and misbehaves in the way of `mode` (fault-program.mjs).
 * @param notes file into which it writes what a test wants to know
 */
export function writeFault(directory: string, mode: string, notes: string): string {
  const script = `exec '${process.execPath}' '${faultProgram()}' ${mode} '${notes}' "$@"`;
  return writeProgram(path.join(directory, `trivy-${mode}`), script, goBuildBlock(releaseText('0.73.0')));
}
