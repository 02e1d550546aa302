// Every snippet, with its defaults, is a Dockerfile that BuildKit's own parser and linter accept without a word.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { needPart } from '../trivy/parts.ts';

interface Snippet {
  prefix: string[];
  description: string;
  body: string[];
}

const file = new URL('../../snippets/dockerfile.json', import.meta.url);
const snippets: Record<string, Snippet> = JSON.parse(readFileSync(file, 'utf8'));

/** What has to stand around a snippet that is only a part of a Dockerfile; by prefix. */
const surroundings: Record<string, [before: string, after: string]> = {
  'hardened-python': ['', ''],
  'hardened-node': ['', ''],
  'hardened-go': ['', ''],
  'healthcheck-python': ['FROM python:3.13-slim\n', 'USER 65532:65532\nCMD ["python3", "/app.py"]\n'],
  'healthcheck-node': ['FROM node:24.11-bookworm-slim\n', 'USER node\nCMD ["node", "/app.js"]\n'],
  'healthcheck-wget': ['FROM alpine:3.22\n', 'USER 65532:65532\nCMD ["/app"]\n'],
  'user-nonroot-debian': ['FROM debian:13-slim\n', 'CMD ["/app"]\n'],
  'user-nonroot-alpine': ['FROM alpine:3.22\n', 'CMD ["/app"]\n'],
  'run-secret': ['FROM debian:13-slim\n', 'USER 65532:65532\nCMD ["/app"]\n'],
  'oci-labels': ['FROM debian:13-slim\n', 'USER 65532:65532\nCMD ["/app"]\n'],
};

/** Expands a snippet as VS Code does when every default is kept (\$, \} and \\ are escapes). */
function expand(body: string): string {
  const values = new Map<string, string>();
  const read = (from: number, inside: boolean): [text: string, next: number] => {
    let text = '';
    let at = from;
    while (at < body.length) {
      const rest = body.slice(at);
      const escaped = /^\\([$}\\])/.exec(rest);
      const open = /^\$(?:\{(\d+)(:|\})|(\d+))/.exec(rest);
      if (escaped) {
        text += escaped[1];
        at += 2;
      } else if (open) {
        const number = open[1] ?? open[3] ?? '';
        at += open[0].length;
        if (open[2] === ':') {
          const [value, next] = read(at, true);
          values.set(number, value);
          at = next;
        }
        text += values.get(number) ?? '';
      } else if (inside && rest.startsWith('}')) {
        return [text, at + 1];
      } else {
        text += rest[0];
        at += 1;
      }
    }
    return [text, at];
  };
  return read(0, false)[0];
}

function dockerfile(snippet: Snippet): string {
  const around = surroundings[snippet.prefix[0] ?? ''];
  if (!around) throw new Error(`no surroundings for ${snippet.prefix[0]}`);
  return around[0] + expand(snippet.body.join('\n')) + around[1];
}

describe('snippets', () => {
  const named = Object.entries(snippets);

  test('each has a prefix of its own, a description and one last place for the cursor', () => {
    const prefixes = named.flatMap(([, snippet]) => snippet.prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    expect(prefixes.sort()).toEqual(Object.keys(surroundings).sort());
    for (const [, snippet] of named) {
      expect(snippet.description.length).toBeGreaterThan(10);
      expect(snippet.body.at(-1)).toBe('${0}');
    }
  });

  test.each(named)('%s leaves no placeholder behind', (_name, snippet) => {
    const text = dockerfile(snippet);
    expect(text).not.toMatch(/\$\{?\d|\\\$/);
    // A variable of the Dockerfile itself must have kept its dollar sign.
    for (const name of text.matchAll(/^ARG ([A-Z_]+)/gm))
      expect(text).toMatch(new RegExp(`\\$\\{?${name[1]}\\b`));
  });

  test('BuildKit parses every one and its linter has nothing to say', (context) => {
    const oracle = needPart(context, 'buildkit-oracle');
    const questions = named.map(([name, snippet]) => ({ Name: name, Text: dockerfile(snippet) }));
    const input = questions.map((question) => JSON.stringify(question)).join('\n');
    const { stdout, stderr } = spawnSync(oracle, { input: `${input}\n`, encoding: 'utf8', timeout: 60_000 });
    const answers = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(answers.length, stderr.slice(0, 400)).toBe(questions.length);
    for (const { name, parseError, instructionError, buildError, lint, warnings } of answers) {
      expect({ name, parseError, instructionError, buildError, lint, warnings }).toEqual({
        name,
        parseError: null,
        instructionError: null,
        buildError: null,
        lint: [],
        warnings: [],
      });
    }
  });
});
