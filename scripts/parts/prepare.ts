// `npx tsx scripts/parts/prepare.ts [PART…]`: prepares real parts by hand (all of them without arguments).
import { runMain } from '../root.ts';
import { parts, prepareParts } from './index.ts';

runMain(async () => {
  const wanted = process.argv.slice(2);
  const names = wanted.length > 0 ? wanted : parts.map((part) => part.name);
  const had = await prepareParts(names, (line) => console.log(line));
  for (const [name, one] of Object.entries(had)) {
    console.log('path' in one ? `${name} = ${one.path}` : `${name} missing: ${one.missing}`);
  }
  if (Object.values(had).some((one) => 'missing' in one)) process.exitCode = 1;
});
