// Every key of `.plimsoll.json` in one description.
import type { AnyRule } from '../engine/index.ts';
import { hardenedPrefix } from './hardened-mirror.ts';
import { imageShape } from './image-shape.ts';
import { profiles } from './levels.ts';
import { policyShape } from './policy-shape.ts';
import { rulesShape } from './rule-settings.ts';
import type { Shape } from './shape.ts';

/** The whole file. */
export function settingsFileShape(rules: ReadonlyMap<string, AnyRule>): Shape {
  const profile: Shape = { kind: 'text', values: profiles, description: 'The set of rules that is on.' };
  const globs = (description: string): Shape => ({ kind: 'list', items: { kind: 'text' }, description });
  const path = (description: string): Shape => ({
    kind: 'text',
    description,
    check: {
      wrong: (value) =>
        value === '' ||
        value.startsWith('/') ||
        /^[A-Za-z]:|\\|\0/.test(value) ||
        value.split('/').includes('..')
          ? 'must be a path with “/” inside the folder of this file'
          : undefined,
    },
  });
  return {
    kind: 'object',
    keys: {
      $schema: { kind: 'text' },
      profile,
      rules: rulesShape(rules),
      exclude: globs('What is not checked: patterns as in a .gitignore, relative to this file.'),
      overrides: {
        kind: 'list',
        description: 'Other settings for some files. Of several that fit, each adds to those before it.',
        items: {
          kind: 'object',
          required: ['files'],
          keys: {
            files: globs('Which files: patterns as in a .gitignore, relative to this file.'),
            profile,
            rules: rulesShape(rules),
          },
        },
      },
      builds: {
        kind: 'list',
        description: 'How Dockerfiles are built, where no Compose or Bake file says it.',
        items: {
          kind: 'object',
          required: ['dockerfile'],
          keys: {
            dockerfile: path('The Dockerfile, relative to this file.'),
            context: path('The build context, relative to this file: `.` is its folder.'),
            target: { kind: 'text', description: 'The stage that is shipped; the last one when absent.' },
          },
        },
      },
      images: {
        kind: 'list',
        items: imageShape,
        description: 'What is known of the project’s own images, or better known than Plimsoll knows it.',
      },
      hardenedMirror: {
        kind: 'text',
        description:
          'Where your organisation keeps its Docker Hardened Images, for fixes and refactorings that name one: `docker.io/acme` stands for `acme/dhi-python`, `registry.example.com/dhi` for `registry.example.com/dhi/python`. A value that ends in `-` is the beginning of the name as it is. Nothing is contacted.',
        check: {
          wrong: (value) =>
            hardenedPrefix(value) === undefined
              ? 'must be “docker.io/” with the organisation, or a registry with a path, without a tag'
              : undefined,
        },
      },
      baseline: path(
        'The baseline, relative to this file: what it holds is not reported on the command line, and is a hint in the editor.',
      ),
      policy: policyShape(path),
      requireReasons: {
        kind: 'boolean',
        description: 'A comment that silences a finding without a reason is a finding itself.',
      },
    },
  };
}
