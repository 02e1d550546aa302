// Where another tool documents its own id. Only addresses whose form is known; otherwise none.

/** Its rules for Compose files, in yaml/docker-compose/security of semgrep/semgrep-rules. */
const semgrepCompose =
  /^(exposing-docker-socket-volume|no-new-privileges|privileged-service|seccomp-confinement-disabled|selinux-separation-disabled|writable-filesystem-service)$/;

/** The page of `tool:ID`; empty when there is none of a known form. */
export function sourceLink(source: string): string {
  const at = source.indexOf(':');
  const tool = source.slice(0, at).toLowerCase();
  const id = source.slice(at + 1);
  if (tool === 'hadolint') {
    if (/^DL\d{4}$/.test(id)) return `https://github.com/hadolint/hadolint/wiki/${id}`;
    if (/^SC\d{4}$/.test(id)) return `https://www.shellcheck.net/wiki/${id}`;
  }
  if (tool === 'shellcheck' && /^SC\d{4}$/.test(id)) return `https://www.shellcheck.net/wiki/${id}`;
  if (tool === 'buildkit' && /^[A-Za-z]+$/.test(id)) {
    const page = id.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
    return `https://docs.docker.com/reference/build-checks/${page}/`;
  }
  if (tool === 'trivy' && /^(?:AVD-)?DS-?\d{4}$/i.test(id)) {
    const number = /\d{4}$/.exec(id)![0];
    return `https://avd.aquasec.com/misconfig/ds${number}`;
  }
  if (tool === 'compose-lint' && /^CL-\d{4}$/.test(id))
    return `https://github.com/tmatens/compose-lint/blob/main/docs/rules/${id}.md`;
  if (tool === 'dclint' && /^[a-z-]+$/.test(id))
    return `https://github.com/zavoloklom/docker-compose-linter/blob/main/docs/rules/${id}-rule.md`;
  if (tool === 'semgrep' && semgrepCompose.test(id))
    return `https://semgrep.dev/r/yaml.docker-compose.security.${id}.${id}`;
  return '';
}
