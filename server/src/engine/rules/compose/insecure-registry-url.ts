// An image or a build context that is fetched without encryption.
import { shownText } from '../../compose/values.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isNearHost } from '../../model/hosts.ts';
import { servesHttps } from '../../model/insecure-addresses.ts';
import type { Place, YamlScalar } from '../../parse/yaml/tree.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly scalar: YamlScalar;
  readonly instead: string;
  readonly title: string;
}

export default defineComposeRule<Data | undefined>({
  id: 'insecure-registry-url',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'An image or source is fetched without encryption',
  why: 'Anyone between this host and the server can hand over another image, or other sources to build one from.',
  sources: [],
  *check({ project }) {
    const seen = new Set<number>();
    const isNew = (at: Place) => at.file === project.path && !seen.has(at.start) && seen.add(at.start);
    for (const { image, build, get } of project.services) {
      if (image?.text !== undefined && isNew(image.at)) {
        const [, scheme, rest = ''] = /^(https?):\/\/(.*)$/s.exec(image.text) ?? [];
        if (scheme !== undefined) {
          const title = `Name the image without \`${scheme}://\``;
          yield {
            at: image.at,
            severity: 'error',
            message: `\`${shownText(image).slice(0, 100)}\` is no image: a name has no \`${scheme}://\`, and Compose cannot pull it. Whether a registry is asked by HTTPS is a setting of the daemon. Leave the scheme out.`,
            ...(image.variables ? {} : { data: { scalar: image, instead: rest, title } }),
          };
        } else {
          const host = /^([^/]+):80\//.exec(image.text)?.[1];
          if (host !== undefined && !isNearHost(host))
            yield {
              at: image.at,
              message: `\`${host}:80\` is asked without encryption, or not at all. Use the registry's HTTPS port.`,
            };
        }
      }
      const context = build === undefined ? undefined : (get('build', 'context') ?? get('build'));
      if (context?.kind !== 'scalar' || context.text === undefined) continue;
      const [, scheme, rest = ''] = /^(http|git):\/\/(.*)$/s.exec(context.text) ?? [];
      const host = /^[^/:#?@]+/.exec(rest)?.[0];
      if (scheme === undefined || host === undefined || isNearHost(host) || !isNew(context.at)) continue;
      const instead = `https://${rest}`;
      const certain = servesHttps(host) && !context.variables;
      yield {
        at: context.at,
        message: `The sources come from \`${scheme}://${host}\` without encryption, and may be anybody's. Use \`https://\`.`,
        ...(certain ? { data: { scalar: context, instead, title: 'Fetch the sources by HTTPS' } } : {}),
      };
    }
  },
  *fix({ data }, { project }) {
    const file = checkedFile(project);
    if (file === undefined || data === undefined) return;
    const { scalar, instead, title } = data;
    yield* offer({ title, safety: 'review', preferred: true }, replaceScalar(file, scalar, instead));
  },
});

export const docs = `
An \`image\` with a scheme is an error, because no engine takes it as a name. A registry on port 80 and a build context on \`http://\` or \`git://\` are
warnings. Loopback and names without a dot are silent. That the daemon asks a registry without TLS at all is set in \`daemon.json\`: see insecure-registry.
`;

export const examples = [
  {
    bad: `services:\n  web:\n    image: «http://registry.corp.io/web:1.2»\n`,
    fixed: `services:\n  web:\n    image: registry.corp.io/web:1.2\n`,
  },
  { bad: `services:\n  web:\n    image: «registry.corp.io:80/web:1.2»\n`, fixed: false },
  {
    bad: `services:\n  web:\n    build: «git://github.com/corp/web.git#main»\n`,
    fixed: `services:\n  web:\n    build: https://github.com/corp/web.git#main\n`,
  },
  {
    bad: `services:\n  web:\n    build:\n      context: «http://git.corp.io/web.git»\n`,
    fixed: false,
  },
  { good: `services:\n  web:\n    image: registry.corp.io:5000/web:1.2\n` },
  {
    good: `services:\n  web:\n    image: localhost:80/web:1.2\n    build: https://github.com/corp/web.git\n`,
  },
] satisfies Example[];
