// Sections put into a file.
import { insertTopLevel, type YamlValue } from '../../../server/src/engine/yaml-edits/index.ts';
import type { EditCase } from './case.ts';

const secrets: YamlValue = { db: { file: './db.txt' } };

function section(name: string, before: string, after: string, value = secrets): EditCase {
  return { name, before, edit: (file) => insertTopLevel(file, 'secrets', value), after };
}

const written = 'secrets:\n  db:\n    file: ./db.txt\n';
const services = 'services:\n  api:\n    image: x\n';

export const sectionCases: readonly EditCase[] = [
  section('one section', services, `${services}\n${written}`),
  section(
    'sections with a line between',
    `${services}\nvolumes:\n  v:\n`,
    `${services}\nvolumes:\n  v:\n\n${written}`,
  ),
  section(
    'sections without a line between',
    `${services}volumes:\n  v:\n`,
    `${services}volumes:\n  v:\n${written}`,
  ),
  section(
    'sections with comments',
    `${services}\n# v\nvolumes:\n  v:\n`,
    `${services}\n# v\nvolumes:\n  v:\n\n${written}`,
  ),
  {
    ...section('empty lines at the end', `${services}\n\n`, `${services}\n${written}\n\n`),
    asIs: true,
  },
  section('a comment at the end', `${services}# end\n`, `${services}# end\n\n${written}`),
  section('an indented comment at the end', `${services}    # end\n`, `${services}    # end\n\n${written}`),
  section(
    'a section that is there',
    `${services}secrets:\n  a:\n    file: a\n`,
    `${services}secrets:\n  a:\n    file: a\n  db:\n    file: ./db.txt\n`,
  ),
  section(
    'a section that is there before others',
    `secrets:\n  a:\n    file: a\n\n${services}`,
    `secrets:\n  a:\n    file: a\n  db:\n    file: ./db.txt\n\n${services}`,
  ),
  section(
    'a section that is there with the same',
    `${services}secrets:\n  db:\n    file: a\n`,
    `${services}secrets:\n  db:\n    file: a\n`,
  ),
  section('an empty section', `secrets:\n${services}`, `${written}${services}`),
  section('a section of braces', `secrets: {}\n${services}`, `${written}${services}`),
  section(
    'a section in braces',
    `secrets: {a: {file: a}}\n${services}`,
    `secrets: {a: {file: a}, db: {file: ./db.txt}}\n${services}`,
  ),
  section('an end mark', `${services}...\n`, `${services}\n${written}...\n`),
  section('a document mark', `---\n${services}`, `---\n${services}\n${written}`),
  section(
    'a file indented by 4',
    'services:\n    api:\n        image: x\n',
    'services:\n    api:\n        image: x\n\nsecrets:\n    db:\n        file: ./db.txt\n',
  ),
  {
    ...section('a block text at the end that keeps its lines', 'a: |+\n  x\n\n', `a: |+\n  x\n\n${written}`),
    asIs: true,
  },
  { ...section('an empty file', '', written), asIs: true },
  { ...section('a file of comments', '# x\n', `# x\n${written}`), asIs: true },
  {
    name: 'JSON',
    path: 'compose.json',
    before: '{\n  "services": {\n    "api": {\n      "image": "x"\n    }\n  }\n}\n',
    edit: (file) => insertTopLevel(file, 'secrets', secrets),
    after:
      '{\n  "services": {\n    "api": {\n      "image": "x"\n    }\n  },\n  "secrets": {\n    "db": {\n      "file": "./db.txt"\n    }\n  }\n}\n',
  },
  {
    name: 'with a comment',
    before: services,
    edit: (file) => insertTopLevel(file, 'secrets', secrets, { comment: 'kept out of git' }),
    after: `${services}\n# kept out of git\n${written}`,
  },
  { ...section('a list', '- a\n', ''), refused: 'no map' },
  { ...section('a section that is a text', 'secrets: x\n', ''), refused: 'something else than a map' },
  { ...section('two documents', 'a: 1\n---\nb: 1\n', ''), refused: 'more than one' },
  {
    name: 'a list into a section that is there',
    before: 'include:\n  - a\n',
    edit: (file) => insertTopLevel(file, 'include', ['b']),
    refused: 'a section include already',
  },
];
