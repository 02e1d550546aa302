// Images are pulled without TLS.
import { isLoopback } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';
import { quoted } from '../../parse/errors/problem.ts';
import type { YamlScalar } from '../../parse/yaml/tree.ts';
import { isRefused, removeItem } from '../../yaml-edits/index.ts';

/** The entry of `insecure-registries`; none for a mirror. */
interface Data {
  readonly item: YamlScalar;
}

export default defineDaemonRule<Data>({
  id: 'insecure-registry',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'Images are pulled from a registry without TLS',
  why: 'Whoever is between the machine and the registry gives it other images and reads the password that is sent.',
  sources: ['cis:2.5', 'docker-bench:check_2_5'],
  *check({ daemon }) {
    const mirrors = daemon.get('registry-mirrors');
    for (const item of mirrors?.kind === 'list' ? mirrors.items : []) {
      const host =
        item.kind === 'scalar' && typeof item.value === 'string'
          ? /^http:\/\/(?:[^/@]*@)?([^/@]+)/i.exec(item.value)?.[1]
          : undefined;
      if (host === undefined || isLoopback(host)) continue;
      yield {
        at: item.at,
        message: `Images of Docker Hub come from the mirror ${quoted(host)} over plain HTTP. Give the mirror a certificate, and write \`https://\`.`,
      };
    }
    const list = daemon.get('insecure-registries');
    if (list?.kind !== 'list') return;
    for (const item of list.items) {
      if (item.kind !== 'scalar' || typeof item.value !== 'string' || isLoopback(item.value)) continue;
      const all = /^(0\.0\.0\.0|::)\/0$/.test(item.value);
      yield {
        at: item.at,
        message: all
          ? `${quoted(item.value)} is every address: no registry's certificate is checked, and plain HTTP will do. Name the registries, and give them certificates.`
          : `What comes from ${quoted(item.value)} is taken without a checked certificate, over plain HTTP too. Give the registry a certificate, and put that of its authority into \`/etc/docker/certs.d\`.`,
        data: { item },
      };
    }
  },
  *fix(problem, { daemon }) {
    const list = daemon.get('insecure-registries');
    if (list?.kind !== 'list' || !problem.data) return;
    const title = 'Ask this registry for a certificate (pulls fail until it has one)';
    const edits = removeItem(daemon.file, list, problem.data.item, { emptied: 'remove' });
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
A registry on the loopback address needs no entry: Docker trusts \`127.0.0.0/8\` and \`::1\` anyway, and the rule says nothing of it.
`;

export const examples = [
  {
    bad: `{\n  "icc": false,\n  "insecure-registries": [«"registry.lan:5000"»]\n}\n`,
    fixed: `{\n  "icc": false\n}\n`,
  },
  {
    bad: `{ "insecure-registries": ["localhost:5000", «"0.0.0.0/0"»] }\n`,
    fixed: `{ "insecure-registries": ["localhost:5000"] }\n`,
  },
  { good: `{ "insecure-registries": ["127.0.0.0/8", "localhost:5000", "[::1]:5000"] }\n` },
  { good: `{ "insecure-registries": [] }\n` },
  {
    bad: `{ "registry-mirrors": [«"http://mirror.local"», "https://mirror.corp.io"] }\n`,
    fixed: false,
    note: 'A mirror without TLS.',
  },
  { good: `{ "registry-mirrors": ["http://127.0.0.1:5000", "http://localhost"] }\n` },
] satisfies Example[];
