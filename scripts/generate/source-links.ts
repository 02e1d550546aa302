// Where another tool documents its own id. Only addresses whose form is known; otherwise none.

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
  return '';
}
