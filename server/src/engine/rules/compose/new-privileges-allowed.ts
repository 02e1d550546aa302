// Processes of a service may gain rights, by setuid programs such as sudo.

import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { roleOf } from '../../hardening/file-role.ts';
import { noNewPrivilegesRefusal } from '../../hardening/needs-new-privileges.ts';
import { additionEdits, ownService } from '../../hardening/own-service.ts';
import { isPrivileged, isWhole } from '../../hardening/runs.ts';
import { hasNoNewPrivileges, securityOptions } from '../../hardening/security-options.ts';
import { isRefused, replaceScalar } from '../../yaml-edits/index.ts';

export default defineComposeRule<ComposeService>({
  id: 'new-privileges-allowed',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'Processes of a service may gain rights',
  why: 'A setuid program in the image, such as `su` or `sudo`, turns an intruder’s foothold as another user into root of the container.',
  sources: [
    'cis:5.26',
    'kics:27fcc7d6-c49b-46e0-98f1-6c082a6a2750',
    'kics:610e266e-6c12-4bca-9925-1ed0cd29742b',
    'semgrep:no-new-privileges',
    'compose-lint:CL-0003',
  ],
  refactoring: 'harden-service',
  *check({ project }) {
    if (roleOf(project)) return;
    for (const service of project.services) {
      if (!isWhole(service) || isPrivileged(service) !== false || hasNoNewPrivileges(service) !== false)
        continue;
      const said = securityOptions(service).findLast(({ name }) => name === 'no-new-privileges');
      yield {
        at: said?.node.at ?? service.keyAt,
        message: said
          ? `\`${service.name}\` allows its processes to gain rights by setuid programs. Set it to true.`
          : `Processes of \`${service.name}\` may gain rights by setuid programs. Add \`no-new-privileges:true\` to its \`security_opt\`.`,
        data: service,
      };
    }
  },
  *fix({ data }, { project, imageOf }) {
    const service = data!;
    const own = ownService(project, service);
    if (!own) return;
    const title = `Keep \`${service.name}\` from gaining rights (programs such as sudo stop working in it)`;
    const reason = noNewPrivilegesRefusal(service, imageOf(service));
    if (reason !== undefined) {
      yield { title, reason };
      return;
    }
    const said = securityOptions(service).findLast(({ name }) => name === 'no-new-privileges');
    const edits = said
      ? replaceScalar(own.file, said.node, 'no-new-privileges:true')
      : additionEdits(own, [{ kind: 'items', key: 'security_opt', items: ['no-new-privileges:true'] }]);
    yield isRefused(edits) ? { title, ...edits } : { title, safety: 'review', preferred: true, edits };
  },
});

export const docs = `
Entrypoints that step down by \`gosu\`, \`su-exec\` or \`setpriv\` go on working: they give rights away. What stops working is \`sudo\`, \`ping\`
by setuid and the like. The fix is not offered where the service is seen to start by \`sudo\`.

Silent for privileged services, which are reported as such, and in files for development, tests and examples.
`;

export const examples = [
  {
    bad: `services:
  «api»:
    image: example.com/api:1.4
    ports: ["127.0.0.1:8080:8080"]
`,
    fixed: `services:
  api:
    image: example.com/api:1.4
    ports: ["127.0.0.1:8080:8080"]
    security_opt:
      - no-new-privileges:true
`,
  },
  {
    bad: `services:
  api:
    image: example.com/api:1.4
    security_opt:
      - label:type:svirt_apache_t
      - «no-new-privileges:false»
`,
    fixed: `services:
  api:
    image: example.com/api:1.4
    security_opt:
      - label:type:svirt_apache_t
      - no-new-privileges:true
`,
  },
  {
    bad: `services:
  «tools»:
    image: example.com/tools:1
    command: sudo -u app /run.sh
`,
    fixed: false,
  },
  {
    good: `services:
  api:
    image: example.com/api:1.4
    security_opt: [no-new-privileges]
`,
  },
  {
    good: `x-safe: &safe
  security_opt: ["no-new-privileges=true"]
services:
  api:
    <<: *safe
    image: example.com/api:1.4
`,
  },
] satisfies Example[];
