#!/usr/bin/env node
// minibundle FROM TO: one file of a file and those that it requires by relative paths.
const fs = require('node:fs');
const path = require('node:path');

const [from, to] = process.argv.slice(2);
const parts = new Map();
function add(file) {
  if (parts.has(file)) return;
  parts.set(file, '');
  const text = fs.readFileSync(file, 'utf8').replace(/require\('(\.[^']+)'\)/g, (_, name) => {
    const other = path.join(path.dirname(file), name);
    add(other);
    return `load(${JSON.stringify(other)})`;
  });
  parts.set(file, text);
}
add(path.normalize(from));
const table = [...parts].map(([file, text]) => `${JSON.stringify(file)}: (module, exports) => {\n${text}}`);
fs.mkdirSync(path.dirname(to), { recursive: true });
fs.writeFileSync(
  to,
  `const parts = {\n${table.join(',\n')}\n};\n` +
    'const load = (name) => { const module = { exports: {} }; parts[name](module, module.exports); return module.exports; };\n' +
    `load(${JSON.stringify(path.normalize(from))});\n`,
);
