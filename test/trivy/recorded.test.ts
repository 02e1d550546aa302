// Reports of several versions of Trivy, of every scanner: what is read from each. Parsing only; the scans themselves are real elsewhere.
// image-0.73.json was written by that version, for an image with invented weaknesses; the others are in the form of theirs.
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  memoryInProcess,
  parseTrivyReport,
  runTrivy,
  type TrivyReport,
} from '../../server/src/trivy/index.ts';
import { temporaryDirectory } from './parts.ts';
import { writeFault } from './programs.ts';

const root = temporaryDirectory();
const recorded = (file: string) => path.join(import.meta.dirname, 'recorded', file);

/** A report in lines: the image, then each finding. Layers by their number. */
function lines({ image, ...report }: TrivyReport): string[] {
  const { os, config, diffIds, history, created, size } = image;
  const layer = (found: { layerDiffId?: string }) =>
    found.layerDiffId === undefined ? '' : ` in layer ${diffIds.indexOf(found.layerDiffId)}`;
  const place = (found: { target: string; startLine?: number; endLine?: number }) =>
    `${found.target}${found.startLine === undefined ? '' : `:${found.startLine}-${found.endLine}`}`;
  const facts = [
    os ? `${os.family} ${os.name}${os.endOfLife ? ', ended' : ''}` : 'no system',
    created === undefined ? 'no date' : new Date(created).toISOString(),
    size === undefined ? 'no size' : `${size} bytes`,
    config ? `as ${config.user || 'root'}: ${config.cmd.join(' ')}` : 'no configuration',
    `${diffIds.length} layers`,
    `${history.filter(({ empty }) => !empty).length} of ${history.length} made one`,
  ];
  return [
    `${image.name}: ${facts.join('; ')}`,
    ...report.vulnerabilities.map((each) =>
      [
        `${each.severity} ${each.id} ${each.package} ${each.installed} -> ${each.fixed ?? 'none'}`,
        `(${each.class} ${each.type}, ${each.status ?? 'no status'}, ${each.cvss?.score ?? 'no score'})`,
        `${place(each)}${layer(each)}`,
      ].join(' '),
    ),
    ...report.misconfigurations.map((each) => `${each.severity} ${each.id} ${place(each)}${layer(each)}`),
    ...report.secrets.map((each) => `${each.severity} ${each.rule} ${place(each)}${layer(each)}`),
    ...report.licenses.map((each) => `${each.severity} ${each.name} ${each.package} ${each.target}`),
    ...report.packages.map(
      ({ name, version, direct, dependsOn, licenses }) =>
        `package ${name} ${version}${direct ? ', direct' : ''}${licenses.length > 0 ? `, ${licenses}` : ''}${dependsOn.length > 0 ? `, needs ${dependsOn}` : ''}`,
    ),
    ...report.suppressed.map(
      ({ vulnerability, status, statement, source }) =>
        `suppressed ${vulnerability.id} ${status}: ${statement} (${source})`,
    ),
  ];
}

const files: Readonly<Record<string, readonly string[]>> = {
  'config-0.58.json': [
    'Dockerfile: no system; no date; no size; no configuration; 0 layers; 0 of 0 made one',
    'high DS002 Dockerfile:3-3',
    'low DS026 Dockerfile',
  ],
  'fs-0.65.json': [
    '.: no system; no date; no size; no configuration; 0 layers; 0 of 0 made one',
    'medium CVE-2099-0004 deep 0.1.0 -> none (library npm, will_not_fix, no score) package-lock.json',
    'high private-key deploy/key.pem:1-1',
    'package shop 1.0.0, direct, needs left-pad@1.1.0',
    'package left-pad 1.1.0, direct, WTFPL, needs deep@0.1.0',
    'package deep 0.1.0',
    'package example.com/x v1.0.0, direct',
  ],
  'image-0.58.json': [
    'registry.example.com/shop/web:2.4: alpine 3.17.10, ended; 2024-11-30T01:02:03.456Z; no size; as root: /bin/sh; 2 layers; 2 of 3 made one',
    'critical GHSA-xxxx-0003-yyyy org.example:parser 1.2 -> 1.3, 2.0.1 (library jar, fixed, 9.3) app/lib/parser-1.2.jar in layer 1',
    'high CVE-2099-0001 libcrypto3 3.0.15-r0 -> 3.0.15-r1 (os alpine, fixed, 7.5) registry.example.com/shop/web:2.4 (alpine 3.17.10) in layer 1',
    'unknown CVE-2099-0002 busybox 1.35.0-r31 -> none (os alpine, affected, no score) registry.example.com/shop/web:2.4 (alpine 3.17.10) in layer 0',
    'critical aws-secret-access-key /app/.env:2-2 in layer 1',
    'high GPL-2.0-only busybox OS Packages',
    'unknown Example-1.0  /app/LICENSE',
  ],
  'image-0.73.json': [
    'app.tar: debian 12.5; 2026-03-04T05:06:07.000Z; 10752 bytes; as root: bash; 3 layers; 3 of 3 made one',
    'critical CVE-2099-10001 bash 5.2.15-2+b2 -> 99.0-1 (os debian, fixed, 9.1) app.tar (debian 12.5) in layer 0',
    'critical CVE-2023-45853 zlib1g 1:1.2.13.dfsg-1 -> none (os debian, will_not_fix, 9.8) app.tar (debian 12.5) in layer 0',
    'high CVE-2099-20001 Flask 2.0.0 -> 99 (library python-pkg, fixed, no score) usr/local/lib/python3.12/site-packages/flask-2.0.0.dist-info/METADATA in layer 1',
    'high CVE-2023-31484 perl-base 5.36.0-7 -> none (os debian, affected, 8.1) app.tar (debian 12.5) in layer 0',
    'low CVE-2099-10003 gzip 1.12-1 -> none (os debian, affected, no score) app.tar (debian 12.5) in layer 0',
    'critical DS-0010 app/Dockerfile:2-2 in layer 2',
    'high DS-0002 app/Dockerfile in layer 2',
    'low DS-0026 app/Dockerfile in layer 2',
    'critical github-pat /app/settings.env:1-1 in layer 2',
    'high GPL-3.0-or-later bash OS Packages',
    'package bash 5.2.15-2+b2, GPL-3.0-or-later',
    'package gzip 1.12-1',
    'package perl-base 5.36.0-7',
    'package tar 1.34+dfsg-1.2',
    'package zlib1g 1:1.2.13.dfsg-1',
    'package Flask 2.0.0',
    'suppressed CVE-2099-10002 ignored: not reachable (ign.yaml)',
  ],
  'later.json': [
    'app:9: debian 14; no date; no size; no configuration; 0 layers; 0 of 0 made one',
    'low CVE-2099-0009 m 1 -> none (other weights, no status, no score) models',
    'unknown CVE-2099-0008 libc6 3.0-1 -> 3.0-2 (os debian, no status, no score) app:9 (debian 14) in layer -1',
  ],
  'nothing-0.58.json': ['scratch:1: no system; no date; no size; as root: ; 0 layers; 0 of 0 made one'],
  'nulls.json': [
    ': no system; no date; no size; no configuration; 0 layers; 0 of 0 made one',
    'high CVE-2099-0007 curl 8.0-r1 -> none (os wolfi, no status, no score) b',
    'high DS-0002 c',
    'unknown r d',
    'low MIT  e',
  ],
  'sbom-0.70.json': [
    'bom.cdx.json: redhat 9.4; no date; no size; no configuration; 0 layers; 0 of 0 made one',
    'low CVE-2099-0005 openssl-libs 1:3.0.7-27.el9 -> 1:3.0.7-28.el9 (os redhat, fixed, no score) bom.cdx.json (redhat 9.4)',
    'package openssl-libs 1:3.0.7-27.el9',
    'suppressed CVE-2099-0006 not_affected: vulnerable_code_not_in_execute_path (OpenVEX)',
  ],
};

test.each(Object.entries(files))('%s', (file, expected) => {
  const report = parseTrivyReport(readFileSync(recorded(file), 'utf8'));
  expect(report && lines(report)).toEqual(expected);
  const found = report && [report.vulnerabilities, report.misconfigurations, report.secrets, report.licenses];
  expect(report?.counts.total).toBe(found?.flat().length);
});

test.each(Object.keys(files))('%s: the same, thinned while it is read after a run', async (file) => {
  const copy = path.join(root, file);
  copyFileSync(recorded(file), copy);
  const { report } = await runTrivy({
    program: writeFault(root, 'waits', copy),
    memory: memoryInProcess(),
    target: { kind: 'config-text', fileName: 'Dockerfile', text: 'FROM scratch\n' },
    env: process.env,
    workspaceFolders: [],
  });
  const whole = parseTrivyReport(readFileSync(copy, 'utf8'))!;
  expect(report).toEqual({ ...whole, image: { ...whole.image, name: 'Dockerfile' } });
});
