// Reads Checkov's sample Dockerfiles: tests/dockerfile/checks and tests/dockerfile/graph_builder/checks.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerfile } from '../../server/src/engine/parse/dockerfile.ts';
import type { LabelledCase } from './case.ts';

/** @param folder of a copy of Checkov */
export function checkovCases(folder: string): LabelledCase[] {
  const plain = join(folder, 'tests/dockerfile/checks');
  const graph = join(folder, 'tests/dockerfile/graph_builder/checks/resources');
  return [
    ...namesIn(plain)
      .filter((name) => name.startsWith('example_'))
      .flatMap((name) => {
        const rule = name.replace('example_', '');
        const id = idIn(join(folder, `checkov/dockerfile/checks/${rule}.py`), /id = "(CKV_DOCKER_\d+)"/);
        return id === undefined ? [] : samples(join(plain, name), rule, id);
      }),
    ...namesIn(graph).flatMap((rule) => {
      const id = idIn(
        join(folder, `checkov/dockerfile/checks/graph_checks/${rule}.yaml`),
        /id: "?(CKV2_DOCKER_\d+)/,
      );
      return id === undefined ? [] : samples(join(graph, rule), rule, id).flatMap(byInstruction);
    }),
  ];
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function idIn(file: string, pattern: RegExp): string | undefined {
  return existsSync(file) ? pattern.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
}

function samples(folder: string, rule: string, id: string): LabelledCase[] {
  return namesIn(folder)
    .filter((name) => /^(success|failure|pass|fail)/.test(name))
    .flatMap((outcome) =>
      namesIn(join(folder, outcome))
        .filter((file) => file.startsWith('Dockerfile'))
        .map((file) => ({
          set: 'checkov' as const,
          id,
          name: `${rule}/${outcome}/${file}`,
          text: readFileSync(join(folder, outcome, file), 'utf8'),
          expected: /^fail/.test(outcome) ? ('found' as const) : ('silent' as const),
        })),
    );
}

/** A graph check's labels (its expected.yaml) are those of single instructions. */
export function byInstruction(file: LabelledCase): LabelledCase[] {
  const { instructions } = parseDockerfile(file.text);
  const textOf = ({ at }: (typeof instructions)[number]) => `${file.text.slice(at.start, at.end)}\n`;
  const from = instructions.find(({ keyword }) => keyword === 'FROM');
  const counts = new Map<string, number>();
  return instructions.flatMap((instruction) => {
    const { keyword } = instruction;
    if (from === undefined || keyword === 'FROM') return [];
    const count = (counts.get(keyword) ?? 0) + 1;
    counts.set(keyword, count);
    return [
      { ...file, name: `${file.name} ${keyword} ${count}`, text: `${textOf(from)}${textOf(instruction)}` },
    ];
  });
}
