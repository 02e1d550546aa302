const fs = require('node:fs');
fs.mkdirSync('dist', { recursive: true });
for (const name of fs.readdirSync('src')) {
  const text = fs.readFileSync(`src/${name}`, 'utf8');
  fs.writeFileSync(`dist/${name}`, text.replaceAll('%TITLE%', process.env.PUBLIC_TITLE));
}
