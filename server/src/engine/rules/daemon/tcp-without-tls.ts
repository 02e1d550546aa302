// Everyone who reaches the port is root on the host.
import { isLoopback } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';
import { quoted } from '../../parse/errors/problem.ts';
import type { YamlScalar } from '../../parse/yaml/tree.ts';
import { isRefused, replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly host: YamlScalar;
  readonly port: string;
}

export default defineDaemonRule<Data>({
  id: 'tcp-without-tls',
  severity: 'error',
  profiles: ['recommended', 'cis'],
  summary: 'Docker listens on the network without checking who asks',
  why: 'Everyone who reaches the port starts containers as root with any folder of the host, and so has the machine.',
  sources: ['cis:2.7', 'docker-bench:check_2_7'],
  *check({ daemon }) {
    if (daemon.flag('tlsverify') === true) return;
    const encrypts = daemon.flag('tls') === true;
    const says = daemon.get('tls') ?? daemon.get('tlsverify');
    for (const host of daemon.strings('hosts')) {
      const address = /^tcp:\/\/(.*)$/i.exec(host.text ?? '')?.[1]?.replace(/\/.*$/, '');
      if (address === undefined || (address !== '' && !address.startsWith(':') && isLoopback(address)))
        continue;
      const port = /:(\d+)$/.exec(address)?.[1] ?? '2375';
      // The command line may hold what is missing here, but not on the port that is for connections without TLS.
      const isCertain = encrypts || says !== undefined || port === '2375';
      yield {
        at: host.at,
        severity: isCertain ? 'error' : 'warning',
        message: encrypts
          ? `Docker takes commands on ${quoted(host.text ?? '')} from everyone: \`tls\` encrypts, and only \`tlsverify\` asks who it is. Set \`tlsverify\` to true with the certificates, or use SSH.`
          : `Docker takes commands on ${quoted(host.text ?? '')} from everyone who reaches that address, and gives them root on this machine. Set \`tlsverify\` to true with the certificates, or use SSH.`,
        data: { host, port },
      };
    }
  },
  *fix(problem, { daemon }) {
    const { host, port } = problem.data!;
    const address = `tcp://127.0.0.1:${port}`;
    const title = `Listen on ${address} only`;
    if (daemon.strings('hosts').some(({ text }) => text === address)) {
      yield { title, reason: 'It listens there already; remove this address.' };
      return;
    }
    const edits = replaceScalar(daemon.file, host, address);
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
With \`tls\` alone the connection is encrypted and everyone is let in; \`tlsverify\` asks for a certificate of the client. Where
neither is set the finding is an error on port 2375, which is for connections without TLS, and a warning on others: dockerd's
command line may say more than its file. On the loopback address the rule is silent. \`docker -H ssh://user@host\` needs no port at all.
`;

export const examples = [
  {
    bad: `{ "hosts": ["unix:///var/run/docker.sock", «"tcp://0.0.0.0:2375"»] }\n`,
    fixed: `{ "hosts": ["unix:///var/run/docker.sock", "tcp://127.0.0.1:2375"] }\n`,
  },
  {
    bad: `{ "hosts": [«"tcp://:2376"»], "tls": true }\n`,
    fixed: `{ "hosts": ["tcp://127.0.0.1:2376"], "tls": true }\n`,
    note: '`tls` asks nobody who they are.',
  },
  { bad: `{ "hosts": [«"tcp://10.0.0.4:2376"»] }\n` },
  {
    good: `{ "hosts": ["tcp://0.0.0.0:2376"], "tlsverify": true, "tlscacert": "/etc/docker/ca.pem", "tlscert": "/etc/docker/cert.pem", "tlskey": "/etc/docker/key.pem" }\n`,
  },
  { good: `{ "hosts": ["fd://", "tcp://127.0.0.1:2375", "tcp://[::1]:2375"] }\n` },
] satisfies Example[];
