// YAML that Compose loads: anchors, merge keys, forms of scalars, several documents; and variables.
import { type ComposeTable, service } from './case.ts';

const withEnvironment = (text: string, environment: string): ComposeTable[string] => ({
  files: { 'compose.yaml': text, '.env': environment },
});

export const syntax: ComposeTable = {
  JSON: '{"services": {"a": {"image": "x", "ports": ["80:80"]}}}',
  CRLF: 'services:\r\n  a:\r\n    image: x\r\n    command: |\r\n      a\r\n      b\r\n',
  'a byte order mark': '\ufeffservices:\n  a:\n    image: x\n',
  comments: '# a\nservices: # b\n  # c\n  a:\n    image: x # d\n    user: x#e\n',
  'an end of the document': 'services: {a: {image: x}}\n...\n',
  'an alias': 'x-p: &p ["80:80"]\nservices: {a: {image: x, ports: *p}, b: {image: y, ports: *p}}\n',
  'a merge key': 'x-b: &b {image: x, user: "1"}\nservices: {a: {<<: *b, user: "2"}}\n',
  'a merge key behind': 'x-b: &b {image: x, user: "1"}\nservices: {a: {user: "2", <<: *b}}\n',
  'a merge key of several':
    'x-a: &a {image: x, user: "1"}\nx-b: &b {image: y, command: c}\nservices: {a: {<<: [*a, *b]}}\n',
  'merge keys within': 'x-a: &a {image: x}\nx-b: &b {<<: *a, user: "1"}\nservices: {a: {<<: *b}}\n',
  'a merge key in environment':
    'x-e: &e {A: 1, B: 2}\nservices: {a: {image: x, environment: {<<: *e, B: 3}}, b: {image: y, environment: *e}}\n',
  'an anchor of a service':
    'services:\n  a: &a\n    image: x\n    user: "1"\n  b:\n    <<: *a\n    image: y\n',
  'a tag': 'services: {a: {image: !!str 5}}\n',
  'tags of other programs': 'services: {a: {image: !foo x, labels: !bar {a: b}}}\n',
  'block scalars': 'services:\n  a:\n    image: >-\n      x\n    command: |\n      a\n      b\n',
  escapes: 'services: {a: {image: "x\\u0041", user: \'it\'\'s\', command: ["\\t", "a\\\n  b"]}}\n',
  'a question mark': 'services:\n  ? a\n  : image: x\n',
  'names without values': 'services: {a: {image: x, labels: {b, c}}}\n',
  'a colon without a space': 'services: {a: {image: x:1, labels: {a:b}}}\n',
  'brackets further to the left':
    'services:\n  a:\n    image: x\n    command: ["a",\n"b"\n]\n    user: "1"\n',
  'quotes further to the left': 'services:\n  a:\n    image: x\n    command: "a\nb"\n    user: "1"\n',
  'documents, one onto the other': `${service('ports: ["80:80"]')}---\nservices: {a: {ports: ["81:81"], user: "1"}}\n`,
  'a comment before documents': '# a\n---\nservices: {a: {image: x}}\n',
  'a variable': withEnvironment(service('user: $U\ncommand: ["${U}", "a${U}b", "$$U"]'), 'U=5\n'),
  defaults: withEnvironment(
    service('command: ["${A:-d}", "${A-d}", "${E:-d}", "${E-d}", "${U:-d}", "${U-d}"]'),
    'U=5\nE=\n',
  ),
  'other values': withEnvironment(
    service('command: ["${U:+r}", "${U+r}", "${E:+r}", "${E+r}", "${U:?e}", "${U?e}", "${E?e}"]'),
    'U=5\nE=\n',
  ),
  'defaults in defaults': withEnvironment(
    service('command: ["${A:-${B:-${U}}}", "${A:-x}y${B:-z}"]'),
    'U=5\n',
  ),
  'braces in defaults': withEnvironment(
    service("command: ['${A:-{}}', '${A:-{b}}', '${A:-{b}', '${A:-}}']"),
    '',
  ),
  'other dollars': service("command: ['a$', '$(b)', '$1', '$-', '[$]']"),
  'a variable that is a switch': withEnvironment(
    service('privileged: ${P}\nread_only: ${R:-true}'),
    'P=true\n',
  ),
  'a variable in a port': withEnvironment(service('ports: ["${P}:80", "127.0.0.1:${Q:-81}:81"]'), 'P=8080\n'),
  'a variable in a volume': withEnvironment(service('volumes: ["${D}:/aa", "${E:-./e}:/bb"]'), 'D=./d\n'),
  'a variable in a key stays': withEnvironment(service('labels: {"$U": b}\nenvironment: {A: $U}'), 'U=5\n'),
  'environment from the file': withEnvironment(service('environment: ["A=${A}", B=2]'), 'A=1\n'),
  'the environment file': withEnvironment(
    service('command: ["${A}", "${B}", "${C}", "${D}", "${E}", "${F}", "${G}", "${H}", "${I}", "${J}"]'),
    '# c\nexport A=1 # x\nB = "q ${A} \\$A" # y\nC=\'s $A\'\nD: y\nE=\nF=${A}-${NO:-d}\nG="two\nlines"\nH=a#b\nI="\\"e\\" \\n"\nJ=  j  \n',
  ),
};
