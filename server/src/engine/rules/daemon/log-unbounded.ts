// The logs of containers grow until the disk is full.
import { settingAt } from '../../daemon/setting.ts';
import { defineDaemonRule, type Example } from '../../define-rule.ts';
import { combine, insertKey, isRefused, setKey } from '../../yaml-edits/index.ts';

export default defineDaemonRule({
  id: 'log-unbounded',
  severity: 'information',
  profiles: ['strict'],
  summary: 'The logs of containers grow without a limit',
  why: 'Whoever can make a container write log lines fills the disk of the host.',
  sources: [],
  *check({ daemon }) {
    const driver = daemon.get('log-driver');
    const options = daemon.get('log-opts');
    const at = settingAt(daemon, options === undefined ? 'log-driver' : 'log-opts');
    if (at === undefined) return;
    // Only json-file, the default, keeps everything; other values are other drivers or errors of their own.
    if (driver !== undefined && !(driver.kind === 'scalar' && driver.value === 'json-file')) return;
    if (options !== undefined && options.kind !== 'map') return;
    const size = options?.get('max-size');
    if (size !== undefined && !(size.kind === 'scalar' && size.text === '-1')) return;
    yield {
      at: size?.at ?? at,
      message:
        'The logs of every container grow until the disk is full: the driver `json-file` has no limit of its own. Set `max-size` in `log-opts`, or take the driver `local`.',
    };
  },
  *fix(_problem, { daemon }) {
    const { file, root } = daemon;
    if (root === undefined) return;
    const options = daemon.entry('log-opts');
    const title = 'Keep 3 files of 10 MB for each container';
    const limits = { 'max-size': '10m', 'max-file': '3' };
    const edits =
      options === undefined
        ? combine(
            file,
            daemon.entry('log-driver') ? [] : insertKey(file, root, 'log-driver', 'json-file'),
            insertKey(file, root, 'log-opts', limits),
          )
        : options.value.kind === 'map' && options.value.get('max-file')
          ? setKey(file, options, 'max-size', limits['max-size'])
          : combine(
              file,
              setKey(file, options, 'max-size', limits['max-size']),
              insertKey(file, options, 'max-file', limits['max-file']),
            );
    yield isRefused(edits)
      ? { title, reason: edits.reason }
      : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
The limits hold for containers that are made from then on, and for those that say nothing of their own. The driver \`local\` keeps
five files of 20 MB by itself.
`;

export const examples = [
  {
    bad: `{\n  "log-driver": «"json-file"»\n}\n`,
    fixed: `{\n  "log-driver": "json-file",\n  "log-opts": {\n    "max-size": "10m",\n    "max-file": "3"\n  }\n}\n`,
  },
  {
    bad: `{\n  "log-opts": «{\n    "labels": "app",\n    "max-file": "3"\n  }»\n}\n`,
    fixed: `{\n  "log-opts": {\n    "labels": "app",\n    "max-file": "3",\n    "max-size": "10m"\n  }\n}\n`,
  },
  { good: `{ "log-driver": "local" }\n` },
  { good: `{ "log-driver": "json-file", "log-opts": { "max-size": "10m", "max-file": "3" } }\n` },
  { good: `{ "log-driver": "journald" }\n` },
] satisfies Example[];
